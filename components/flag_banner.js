import { FEEDS, FLAGS, age, counted, delay, health, live, now, on } from "racetrace-live";

export default {
  template: `
    <div class="flagbar" :class="['flagbar--' + flag, { 'is-muted': isOld }]">
      <span class="flagbar__word" role="status">{{ word[0] || (isThere ? name || 'No flag yet' : said) }}</span><span class="flagbar__say wide">{{ word[1] }}</span>
      <span v-if="banner" class="flagbar__say flagbar__banner wide">{{ banner }}</span><span class="grow"></span>
      <span v-if="old" class="flagbar__tag num">{{ old }}</span><span v-else-if="behind" class="flagbar__tag num">{{ behind }}</span>
      <span v-if="lap" class="flagbar__say wide num">{{ lap }}</span><span v-if="clock" class="flagbar__clock num">{{ clock }}</span>
    </div>`,
  data: () => ({ isThere: false, flag: "none", name: "", banner: "", lap: "", clock: "", said: "Connecting", old: "", isOld: false, behind: "" }),
  computed: {
    word() { return FLAGS[this.flag] ?? ["", ""]; },
  },
  mounted() {
    this.off = [on("board", this.show), on("health", this.tick), on("delay", this.tick)];
  },
  unmounted() { this.off.forEach((f) => f()); },
  methods: {
    show({ head, rows, isThere }) {
      Object.assign(this, { isThere, flag: head.flag in FLAGS ? head.flag : "none", name: head.name ?? "", banner: head.banner ?? "" });
      this.lap = head.kind === "race" && rows[0]?.laps && head.clock?.counting !== "laps" ? `Lap ${rows[0].laps}` : "";
      this.tick();
    },
    tick() {
      const h = health();
      this.said = FEEDS[h.state] || FEEDS.connecting;
      this.isOld = h.isStale || live.isPaused;
      this.old = h.isStale ? h.age === null ? "nothing heard yet" : `last heard ${age(h.age)} ago` : live.isPaused ? "paused" : "";
      this.behind = live.delay ? delay(live.delay) : "";
      if (!this.isOld) this.clock = counted(live.head.clock, now());
    },
  },
};
