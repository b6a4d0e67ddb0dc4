import { at, before, metres, on, set, view } from "racetrace-link";

const FULL = 0.3; // s per 100 m at which a stretch is as thick as it gets
const STEPS = 4, SMOOTH = 20; // m to either side over which the rate is taken
const MARGIN = { x: 34, top: 30, bottom: 52 };
const RULERS = [1, 2, 5, 10, 20, 50, 100, 200, 500]; // m

export default {
  template: `
    <div data-points="0" role="group" :aria-label="label">
      <svg ref="svg" class="map__svg" aria-hidden="true" :viewBox="'0 0 ' + size.w + ' ' + size.h" @pointermove="point" @pointerdown="point" @pointerleave="leave">
        <template v-if="!near"><polyline :points="road" class="road"/><polyline :points="road" class="road road--in"/></template>
        <polyline v-for="run in runs" :points="run.points" :class="['run', run.side && 'run--' + run.side, { 'run--dim': run.dim }]" :style="{ strokeWidth: run.width, stroke: run.stroke }"/>
        <line v-if="gate" class="gate" v-bind="gate"/>
        <g v-for="label in labels" :class="['pin', { 'pin--worst': label.worst, 'is-on': hot === label.name }]" @click="go(label)" @pointerenter="light(label.name)" @pointerleave="light(null)">
          <line v-if="label.leader" v-bind="label.leader"/><rect :x="label.x - label.half - 6" :y="label.y - 15" :width="2 * label.half + 12" height="30"/>
          <text :x="label.x" :y="label.y">{{ label.name }}<tspan v-if="label.worst" :class="'pin--' + label.side" dx="4">{{ label.said }}</tspan></text>
        </g>
        <circle v-for="dot in dots" :cx="dot.x" :cy="dot.y" :r="dot.front ? 6.5 : 5.5" :style="{ fill: 'var(--' + dot.colour + ')' }" class="map__dot"/>
      </svg>
      <p v-if="isNowhere" class="map__none muted">There are no positions in these files: no map can be drawn.</p>
      <button v-if="zoomed && !isNowhere" class="btn btn--line map__whole" title="Show the whole lap (Esc)" @click="whole">Whole lap</button>
      <div v-if="!isNowhere" class="map__foot">
        <label v-if="choices.length > 1" class="map__by"><span>Colour</span><select :value="by" aria-label="Colour the map by" @change="recolour($event.target.value)">
          <option v-for="one in choices" :key="one.key" :value="one.key">{{ one.label }}</option></select></label>
        <span class="grow"></span>
        <div v-if="ruler" class="map__ruler"><i :style="{ width: ruler.px + 'px' }"></i>{{ ruler.said }}</div>
        <div v-if="by === 'gain' && colours.length > 1" class="legend"><span>gains</span><i></i><span>loses</span><span class="legend__unit">±{{ full }} s / 100 m</span></div>
        <div v-else-if="by === 'lap'" class="legend"><span v-for="(colour, k) in colours" :key="k" class="legend__lap"><b :style="{ background: 'var(--' + colour + ')' }"></b>{{ names[k] }}</span></div>
        <div v-else-if="scale" class="legend" :class="scale.sign ? 'legend--sign' : 'legend--heat'"><span class="num">{{ scale.low }}</span><i></i><span class="num">{{ scale.high }} {{ scale.unit }}</span></div>
      </div>
    </div>`,
  props: { isNowhere: Boolean, corners: Array, colours: Array, names: Array, focus: Number, reference: Number, stretch: Array, choices: Array, colour: String, label: String },
  data() {
    return { size: { w: 1, h: 1 }, road: "", runs: [], gate: null, labels: [], dots: [], hot: null, by: this.colour, scale: null, ruler: null, near: false, zoomed: false, full: FULL };
  },
  watch: {
    focus() { if (this.of === this.drawn) this.soon(); }, // of other laps the samples are on the way, and draw it
    choices() { if (!this.choices.some((one) => one.key === this.by)) this.recolour(this.choices[0].key); },
  },
  computed: {
    of() { return [...this.names, this.reference].join(); },
  },
  mounted() {
    this.off = [on("columns", this.soon), on("zoom", this.draw), on("cursor", this.place), on("corner", (name) => (this.hot = name))];
    this.seen = new ResizeObserver(this.soon);
    this.seen.observe(this.$el);
  },
  unmounted() {
    this.off.forEach((f) => f());
    cancelAnimationFrame(this.due);
    this.seen.disconnect();
  },
  methods: {
    soon() { this.due ??= requestAnimationFrame(this.draw); }, // once, whatever came together; the charts go first
    draw() {
      cancelAnimationFrame(this.due);
      this.due = null;
      const columns = view.columns, east = columns?.get(`${this.reference}/east`);
      if (!east || this.isNowhere || !this.$el.clientWidth) return;
      this.size = { w: this.$el.clientWidth, h: this.$el.clientHeight };
      this.path = columns.get("path");
      this.drawn = this.of;
      this.zoomed = !!view.zoom;
      this.near = this.zoomed && this.by === "lap"; // lines of laps are metres apart: they are seen from near only
      this.project = this.fit(east, columns.get(`${this.reference}/north`));
      this.spots = this.onScreen(this.reference);
      this.road = this.said(this.isClosed() ? [...this.spots, this.spots[0]] : this.spots);
      this.scale = null;
      this.runs = this.by === "lap" ? this.lines() : this.by === "gain" ? this.gains() : this.values();
      this.gate = this.gateAt(0);
      this.labels = this.placedLabels();
      this.place(view.cursor);
      this.$el.dataset.points = this.spots.length; // what a test can see
    },
    fit(east, north) {
      const [a, b] = this.near ? view.zoom : this.stretch;
      const [from, to] = [before(this.path, a), before(this.path, b) + 1];
      const low = (c) => c.subarray(from, to).reduce((p, q) => Math.min(p, q)), high = (c) => c.subarray(from, to).reduce((p, q) => Math.max(p, q));
      const [w, s] = [low(east), low(north)], dx = high(east) - w || 1, dy = high(north) - s || 1;
      const room = { w: this.size.w - 2 * MARGIN.x, h: this.size.h - MARGIN.top - MARGIN.bottom };
      const scale = Math.max(1e-6, Math.min(room.w / dx, room.h / dy));
      const left = (this.size.w - dx * scale) / 2, top = MARGIN.top + (room.h - dy * scale) / 2;
      const m = RULERS.findLast((m) => m * scale < 70);
      this.ruler = this.near && m ? { said: metres(m), px: m * scale } : null;
      return (e, n) => ({ x: left + (e - w) * scale, y: top + (dy - (n - s)) * scale });
    },
    onScreen(k) {
      const north = view.columns.get(`${k}/north`);
      return Array.from(view.columns.get(`${k}/east`), (e, i) => this.project(e, north[i]));
    },
    isClosed() {
      const a = this.spots[0], b = this.spots.at(-1);
      return Math.hypot(a.x - b.x, a.y - b.y) < 12;
    },
    said(points) { return points.map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join(" "); },
    isSeen(i) {
      const [a, b] = view.zoom ?? this.stretch;
      return this.path[i] >= a && this.path[i] <= b;
    },
    runsOf(step, style) { // one line per run of equal step: a line per sample frays
      const runs = [];
      for (let i = 0; i + 1 < this.spots.length; ) {
        let j = i + 1;
        while (j + 1 < this.spots.length && step[j] === step[i] && this.isSeen(j) === this.isSeen(i)) j++;
        runs.push({ points: this.said(this.spots.slice(i, j + 1)), dim: !this.isSeen(i), ...style(step[i]) });
        i = j;
      }
      return runs;
    },
    gains() {
      const x = view.columns.get(`${this.focus}/x`), delta = view.columns.get(`${this.focus}/delta`);
      const step = Array.from(this.path, (m) => {
        if (!delta) return 0;
        const rate = ((at(x, delta, m + SMOOTH) - at(x, delta, m - SMOOTH)) / (2 * SMOOTH)) * 100;
        return Math.round(Math.max(-1, Math.min(1, rate / FULL)) * STEPS);
      });
      return this.runsOf(step, (s) => ({ side: s ? (s > 0 ? "lose" : "gain") : "even", width: 2.5 + (4 * Math.abs(s)) / STEPS }));
    },
    values() { // of a channel of the lap looked at, on one scale for all laps
      const one = this.choices.find((choice) => choice.key === this.by), of = (k) => [view.columns.get(`${k}/${one?.name}/x`), view.columns.get(`${k}/${one?.name}`)];
      const all = this.colours.flatMap((_, k) => Array.from(of(k)[1] ?? [])).filter(Number.isFinite), [x, y] = of(this.focus);
      if (!y || !all.length) return this.runsOf(this.path.map(() => 0), () => ({ side: "even", width: 2.5 }));
      let low = all.reduce((p, q) => Math.min(p, q)), high = all.reduce((p, q) => Math.max(p, q));
      const sign = one.signed && low < 0 && high > 0, steps = 2 * STEPS, said = (v) => v.toFixed(one.digits).replace("-", "−");
      if (sign) low = -(high = Math.max(-low, high));
      this.scale = { low: said(low), high: (sign ? "+" : "") + said(high), unit: one.unit, sign };
      const step = Array.from(this.path, (m) => {
        const v = at(x, y, m, one.held);
        return sign ? Math.round((v / high) * STEPS) : Math.round(((v - low) / (high - low || 1)) * steps);
      });
      return this.runsOf(step, (s) => sign
        ? { stroke: s ? `var(--heat-${s > 0 ? "high" : "low"})` : "var(--even)", width: 2.5 + (4 * Math.abs(s)) / STEPS }
        : { stroke: `color-mix(in oklch, var(--heat-high) ${(100 * s) / steps}%, var(--heat-low))`, width: 2.5 + (4 * s) / steps });
    },
    lines() { // each lap's own, the one looked at on top
      const order = this.colours.map((_, k) => k).sort((p, q) => (p === this.focus) - (q === this.focus));
      const [a, b] = view.zoom ?? this.stretch, from = before(this.path, a), to = before(this.path, b) + 1, last = this.path.length;
      const parts = [[0, from + 1, true], [to - 1, last, true], [from, to, false]].filter(([i, j]) => j - i > 1);
      return parts.flatMap(([i, j, dim]) => order.map((k) => ({
        points: this.said(this.onScreen(k).slice(i, j)), dim, stroke: `var(--${this.colours[k]})`, width: k === this.focus ? 2.2 : 1.6,
      })));
    },
    frame(i) { // direction of travel and its normal on the screen
      const n = this.spots.length, p = this.spots[Math.max(0, i - 2)], q = this.spots[Math.min(n - 1, i + 2)];
      const length = Math.hypot(q.x - p.x, q.y - p.y) || 1;
      return { x: -(q.y - p.y) / length, y: (q.x - p.x) / length };
    },
    gateAt(i) {
      const p = this.spots[i], n = this.frame(i);
      return { x1: p.x - 11 * n.x, y1: p.y - 11 * n.y, x2: p.x + 11 * n.x, y2: p.y + 11 * n.y };
    },
    placedLabels() { // the three worst first; what finds no room is left out: rather no label than one over another
      const seen = this.corners.filter((c) => !this.near || this.isSeen(before(this.path, c.apex)));
      const worst = seen.filter((c) => c.side !== "even").sort((p, q) => Math.abs(q.lost) - Math.abs(p.lost)).slice(0, 3);
      const rest = seen.filter((c) => !worst.includes(c)), taken = [];
      const road = this.spots.filter((_, i) => i % Math.ceil(this.spots.length / 300) === 0);
      return [...worst, ...rest].map((c) => this.beside(c, worst.includes(c), road, taken)).filter(Boolean);
    },
    beside(c, worst, road, taken) {
      const p = this.spots[before(this.path, c.apex)], half = worst ? 30 : 11;
      let best = null, air = 1.5;
      for (const far of [15, 22, 31, 43, 57]) {
        for (let k = 0; k < 12; k++) {
          const u = { x: Math.cos((k * Math.PI) / 6), y: Math.sin((k * Math.PI) / 6) };
          const q = { x: p.x + u.x * (far + half * Math.abs(u.x)), y: p.y + u.y * (far + 5 * Math.abs(u.y)), half, u, far };
          if (q.x < half + 4 || q.y < 12 || q.x > this.size.w - half - 4 || q.y > this.size.h - MARGIN.bottom + 8) continue;
          const gap = (r, h) => Math.max(Math.abs(q.x - r.x) - half - h, Math.abs(q.y - r.y) - 7 - (h ? 7 : 0));
          const free = Math.min(9, ...road.map((r) => gap(r, 0)), ...taken.map((t) => gap(t, t.half))) - far / 14;
          if (free > air) [air, best] = [free, q];
        }
      }
      if (!best) return null;
      taken.push(best);
      const { u, far } = best, from = (d) => [p.x + u.x * d, p.y + u.y * d];
      const leader = far > 24 ? { x1: from(8)[0], y1: from(8)[1], x2: from(far - 3)[0], y2: from(far - 3)[1] } : null;
      return { ...c, worst, half, leader, x: best.x, y: best.y };
    },
    point(e) {
      if (!this.spots) return;
      const box = this.$refs.svg.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
      let best = 0, far = Infinity;
      this.spots.forEach((p, i) => {
        const d = (p.x - x) ** 2 + (p.y - y) ** 2;
        if (d < far && (!this.near || this.isSeen(i))) [far, best] = [d, i];
      });
      if (far < 900) set("cursor", this.path[best]);
    },
    leave(e) { if (e.pointerType === "mouse") set("cursor", null); }, // a finger is lifted to see what is below it
    light(name) { set("corner", name); },
    go(c) { set("zoom", [Math.max(this.stretch[0], c.from - 60), Math.min(this.stretch[1], Math.max(c.to, c.from) + 60)].map(Math.round)); }, // as an address says it
    whole() { set("zoom", null); },
    recolour(key) {
      this.by = key;
      this.draw();
      this.$emit("colour", key);
    },
    place(m) { // every lap where it is at the reference's time: the gap is seen on the road
      if (!this.spots) return;
      this.dots = m === null ? [] : this.colours.map((colour, k) => {
        const s = this.whereWas(k, m), n = view.columns;
        const spot = this.project(at(this.path, n.get(`${k}/east`), s), at(this.path, n.get(`${k}/north`), s));
        return { ...spot, colour, front: k === this.focus };
      });
    },
    whereWas(k, m) { // where its time along the line, the reference's and what it is behind, is the reference's at m
      const n = view.columns, time = n.get("time"), x = n.get(`${k}/x`), delta = n.get(`${k}/delta`);
      if (!time || !delta) return m;
      const goal = at(this.path, time, m);
      let [low, high] = this.stretch;
      for (let i = 0; i < 24; i++) { // to a millimetre of a track of 10 km
        const s = (low + high) / 2;
        if (at(this.path, time, s) + at(x, delta, s) < goal) low = s;
        else high = s;
      }
      return (low + high) / 2;
    },
  },
};
