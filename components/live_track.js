import { live, now, on, plate } from "racetrace-live";

const LOOP = "M36 72 L64 72 A16 16 0 0 0 80 56 L80 44 A16 16 0 0 0 64 28 L36 28 A16 16 0 0 0 20 44 L20 56 A16 16 0 0 0 36 72";
const STEP = 60, CALM = 1000; // ms between two looks; for who wants stillness
const MOST = 100; // on the track: the first ones, and one's own
const AWAY = new Set(["pit", "retired", "finished", "grid"]);
const CALMER = matchMedia("(prefers-reduced-motion: reduce)");

export default {
  template: `
    <div><svg :viewBox="box" preserveAspectRatio="xMidYMid meet" role="img" :aria-label="label">
        <path ref="road" class="livetrack__road" :d="d"/><path class="livetrack__in" :d="d"/><path v-if="gate" class="livetrack__gate" :d="gate"/>
        <g v-for="r in moving" :key="r.key" class="livetrack__kart" :class="{ 'is-first': r.key === lead, 'is-mine': r.number && r.number === mine }" :ref="'k' + r.key" :style="plate(r.colour)"><circle r="2.7"/><text>{{ r.number.slice(0, 4) }}</text></g></svg>
      <p class="livetrack__note"><span class="muted">{{ note }}</span></p></div>`,
  props: { outline: Array, paced: Boolean },
  data: () => ({ moving: [], lead: "", mine: "", gate: "" }),
  computed: {
    isDrawn() { return this.outline.length > 2; },
    d() { return this.isDrawn ? "M" + this.outline.map(([x, y]) => `${x} ${y}`).join("L") + "Z" : LOOP + "Z"; },
    box() {
      if (!this.isDrawn) return "12 18 76 64";
      const xs = this.outline.map((p) => p[0]), ys = this.outline.map((p) => p[1]), [x, y] = [Math.min(...xs) - 5, Math.min(...ys) - 5];
      return `${x} ${y} ${Math.max(...xs) + 5 - x} ${Math.max(...ys) + 5 - y}`;
    },
    note() {
      if (!this.isDrawn) return "No track is linked: drawn as a loop. Places estimated from passings";
      return `Places estimated from passings, ${this.paced ? "at the pace of a lap here" : "at an even pace"}`;
    },
    label() { return `Map of the track with ${this.moving.length} on it, estimated from passings`; },
  },
  mounted() {
    const road = this.$refs.road, [p, q] = [road.getPointAtLength(0), road.getPointAtLength(1)], [dx, dy] = [(q.y - p.y) * 3.4, (p.x - q.x) * 3.4];
    this.total = road.getTotalLength();
    this.gate = `M${p.x - dx} ${p.y - dy}L${p.x + dx} ${p.y + dy}`;
    this.off = [on("board", this.show), on("mine", () => { this.mine = live.mine; })];
    const step = (at) => {
      if (at - (this.last ?? -1e9) >= (CALMER.matches ? CALM : STEP) && this.$el.checkVisibility()) {
        this.last = at;
        this.move();
      }
      this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  },
  unmounted() {
    this.off.forEach((f) => f());
    cancelAnimationFrame(this.frame);
  },
  methods: {
    plate,
    show({ rows }) {
      this.lead = rows[0]?.key;
      const there = rows.filter((r) => r.passed_ms && !AWAY.has(r.state) && !r.is_gone);
      this.moving = there.filter((r, i) => i < MOST || (r.number && r.number === live.mine)).reverse(); // the first lies on top
    },
    move() {
      const road = this.$refs.road;
      if (!road || live.isPaused) return;
      const splits = this.splits(), at = now();
      for (const r of this.moving) {
        const el = this.$refs["k" + r.key]?.[0], part = this.part(r, at, splits), [x, y] = this.spot(Math.min(0.997, part), road);
        el?.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
        el?.classList.toggle("is-late", part > 1.5);
      }
    },
    spot(part, road) { // by time where the outline is paced: a kart is slow in hairpins
      if (!this.isDrawn) {
        const p = road.getPointAtLength(part * this.total);
        return [p.x, p.y];
      }
      const count = this.outline.length, i = Math.floor(part * count), rest = part * count - i;
      const [[x, y], [nx, ny]] = [this.outline[i], this.outline[(i + 1) % count]];
      return [x + (nx - x) * rest, y + (ny - y) * rest];
    },
    splits() { // how far round each line is, by the sectors of whoever has all of them
      const all = live.rows.filter((r) => r.s1 && r.s2 && r.s3);
      if (!all.length) return [0];
      const [a, b, c] = ["s1", "s2", "s3"].map((s) => all.reduce((sum, r) => sum + r[s], 0));
      return [0, a / (a + b + c), (a + b) / (a + b + c)];
    },
    part(r, at, splits) { // time since the last line, against what the stretch to the next takes
      const line = r.line ?? 0, from = splits[line] ?? 0, to = splits[line + 1] ?? 1;
      const lap = r.recent?.findLast?.((l) => l[1] && !l[3])?.[1] ?? r.best ?? 66_000;
      const expected = splits.length > 1 || !r.next_ms ? lap * (to - from) : r.next_ms;
      const done = (at - r.passed_ms) / expected;
      return done <= 1 ? from + Math.max(0, done) * (to - from) : Math.max(to, done); // waits there; far too long is late
    },
  },
};
