import { FEEDS, NEXT, age, delay, ended, health, live, on, setDelay, start, stop, take } from "racetrace-live";

const LONG = 60_000; // ms: then a bar says so; before, the flag does
const SENT_AWAY = ["off", "shut", "full"];

// Keeps the socket while the page stands; beside the search field it says how old the picture is.
export default {
  template: `
    <div class="livefeed" :class="{ 'is-stale': h.isStale }" :data-state="h.state" :data-seq="seq">
      <Teleport defer to=".bar"><span class="pill wide" :class="'pill--' + tone" :title="title"><i class="dot" :class="tone && 'dot--' + tone"></i>{{ said }}</span></Teleport>
      <p v-if="trouble" class="livefeed__bar" role="alert"><i class="dot dot--warn"></i><span>{{ trouble }}</span></p>
    </div>`,
  props: { url: String, provider: String, delay: Number },
  data: () => ({ h: { state: "connecting", age: 0, isStale: false }, isPaused: false, behind: 0, seq: "" }),
  computed: {
    old() { return age(this.h.age); },
    words() { return this.h.says || FEEDS[this.h.state] || "The feed is silent"; },
    tone() { return this.isPaused ? "warn" : { connecting: "", live: "ok", replay: "ok" }[this.h.state] ?? "warn"; },
    trouble() { // in a sentence, and what comes next
      const { state, age: since, isThere } = this.h, next = NEXT[state];
      if (this.isPaused || !next) return "";
      if (!isThere || SENT_AWAY.includes(state)) return `${ended(this.words)} ${next}`;
      return since > LONG ? `${this.words}: nothing was heard for ${this.old}. ${next} What stands here is what was last known.` : "";
    },
    title() { return this.h.isStale ? this.words : ""; },
    said() {
      if (this.isPaused) return "paused";
      if (this.h.state === "replay") return "Replay";
      if (this.h.state === "connecting" || !this.h.isThere || this.h.age === null) return FEEDS[this.h.state] || FEEDS.connecting;
      const name = this.provider ? `${this.provider} feed` : "Feed", since = `${this.old} old`;
      return this.h.isStale ? `${name} silent, ${since}` : this.behind ? `${name}, ${delay(this.behind)}` : `${name}, ${since}`;
    },
  },
  created() {
    live.delay = this.delay;
    live.isPaused = false;
    start(this.url);
  },
  mounted() {
    this.off = [
      on("health", () => { this.h = health(); document.body.classList.toggle("is-stale", this.h.isStale); }),
      on("delay", () => { this.isPaused = live.isPaused; this.behind = live.delay; }),
      on("board", () => { this.seq = live.seq ?? ""; }),
    ];
  },
  unmounted() {
    this.off.forEach((f) => f());
    document.body.classList.remove("is-stale");
    stop();
  },
  methods: {
    show(said) { take(said); },
    setDelay,
  },
};
