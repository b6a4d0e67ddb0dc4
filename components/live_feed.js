import { FEEDS, age, delay, health, live, on, setDelay, start, stop, take } from "racetrace-live";

const LONG = 60_000; // ms: then a bar says so

// Keeps the socket while the page stands; beside the search field it says how old the picture is.
export default {
  template: `
    <div class="livefeed" :class="{ 'is-stale': h.isStale }" :data-state="h.state" :data-seq="seq">
      <Teleport defer to=".bar"><span class="pill wide" :class="'pill--' + tone" :title="title"><i class="dot" :class="tone && 'dot--' + tone"></i>{{ said }}</span></Teleport>
      <p v-if="h.isStale && h.age > long" class="livefeed__bar" role="alert"><i class="dot dot--warn"></i>{{ words }}: nothing was heard for {{ old }}. What stands here is what was last known.</p>
    </div>`,
  props: { url: String, provider: String, delay: Number },
  data: () => ({ h: { state: "connecting", age: 0, isStale: false }, isPaused: false, behind: 0, seq: "", long: LONG }),
  computed: {
    old() { return age(this.h.age); },
    words() { return this.h.says || FEEDS[this.h.state] || "The feed is silent"; },
    tone() { return this.isPaused ? "warn" : this.h.state === "connecting" ? "" : this.h.isStale || this.h.state !== "live" ? "warn" : "ok"; },
    title() { return this.h.isStale ? this.words : ""; },
    said() {
      if (this.isPaused) return "paused";
      if (this.h.state === "connecting") return FEEDS.connecting;
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
