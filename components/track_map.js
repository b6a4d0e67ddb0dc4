import { at, before, on, set, view } from "racetrace-link";

const FULL = 0.3; // s per 100 m at which a stretch is as thick as it gets
const STEPS = 4, SMOOTH = 20; // m to either side over which the rate is taken
const MARGIN = { x: 34, top: 30, bottom: 40 };

export default {
  template: `
    <div data-points="0">
      <svg ref="svg" class="map__svg" :viewBox="'0 0 ' + size.w + ' ' + size.h" @mousemove="point" @mouseleave="leave">
        <polyline :points="road" class="road"/><polyline :points="road" class="road road--in"/>
        <polyline v-for="run in runs" :points="run.points" :class="['run', 'run--' + run.side, { 'run--dim': run.dim }]" :style="{ strokeWidth: run.width }"/>
        <line v-if="gate" class="gate" v-bind="gate"/>
        <g v-for="label in labels" :class="['pin', { 'pin--worst': label.worst, 'is-on': hot === label.name }]">
          <line v-if="label.leader" v-bind="label.leader"/>
          <text :x="label.x" :y="label.y">{{ label.name }}<tspan v-if="label.worst" :class="'pin--' + label.side" dx="4">{{ label.said }}</tspan></text>
        </g>
        <circle v-for="dot in dots" :cx="dot.x" :cy="dot.y" :r="dot.front ? 6.5 : 5.5" :style="{ fill: 'var(--' + dot.colour + ')' }" class="map__dot"/>
      </svg>
      <div v-if="colours.length > 1" class="legend"><span>gains</span><i></i><span>loses</span></div>
    </div>`,
  props: { corners: Array, colours: Array, focus: Number, reference: Number, stretch: Array },
  data: () => ({ size: { w: 1, h: 1 }, road: "", runs: [], gate: null, labels: [], dots: [], hot: null }),
  watch: { focus() { this.draw(); } },
  mounted() {
    this.off = [on("columns", this.draw), on("zoom", this.draw), on("cursor", this.place), on("corner", (name) => (this.hot = name))];
    this.seen = new ResizeObserver(this.draw);
    this.seen.observe(this.$el);
  },
  unmounted() {
    this.off.forEach((f) => f());
    this.seen.disconnect();
  },
  methods: {
    draw() {
      const columns = view.columns, east = columns?.get(`${this.reference}/east`);
      if (!east || !this.$el.clientWidth) return;
      this.size = { w: this.$el.clientWidth, h: this.$el.clientHeight };
      this.path = columns.get("path");
      this.project = this.fit(east, columns.get(`${this.reference}/north`));
      this.spots = this.onScreen(this.reference);
      const closed = this.isClosed();
      this.road = this.said(closed ? [...this.spots, this.spots[0]] : this.spots);
      this.runs = this.coloured();
      this.gate = this.gateAt(0);
      this.labels = this.placedLabels();
      this.place(view.cursor);
      this.$el.dataset.points = this.spots.length; // what a test can see
    },
    fit(east, north) {
      const low = (c) => c.reduce((a, b) => Math.min(a, b)), high = (c) => c.reduce((a, b) => Math.max(a, b));
      const [w, s] = [low(east), low(north)], dx = high(east) - w || 1, dy = high(north) - s || 1;
      const room = { w: this.size.w - 2 * MARGIN.x, h: this.size.h - MARGIN.top - MARGIN.bottom };
      const scale = Math.max(1e-6, Math.min(room.w / dx, room.h / dy));
      const left = (this.size.w - dx * scale) / 2, top = MARGIN.top + (room.h - dy * scale) / 2;
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
    coloured() { // one line per run of equal step: a line per sample frays
      const x = view.columns.get(`${this.focus}/x`), delta = view.columns.get(`${this.focus}/delta`), [a, b] = view.zoom ?? this.stretch;
      const step = Array.from(this.path, (m) => {
        if (!delta) return 0;
        const rate = ((at(x, delta, m + SMOOTH) - at(x, delta, m - SMOOTH)) / (2 * SMOOTH)) * 100;
        return Math.round(Math.max(-1, Math.min(1, rate / FULL)) * STEPS);
      });
      const seen = (i) => this.path[i] >= a && this.path[i] <= b, runs = [];
      for (let i = 0; i + 1 < this.spots.length; ) {
        let j = i + 1;
        while (j + 1 < this.spots.length && step[j] === step[i] && seen(j) === seen(i)) j++;
        const size = Math.abs(step[i]) / STEPS, side = size ? (step[i] > 0 ? "lose" : "gain") : "even";
        runs.push({ points: this.said(this.spots.slice(i, j + 1)), side, dim: !seen(i), width: 2.5 + 4 * size });
        i = j;
      }
      return runs;
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
      const worst = this.corners.filter((c) => c.side !== "even").sort((p, q) => Math.abs(q.lost) - Math.abs(p.lost)).slice(0, 3);
      const rest = this.corners.filter((c) => !worst.includes(c)), taken = [];
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
          if (q.x < half + 4 || q.y < 12 || q.x > this.size.w - half - 4 || q.y > this.size.h - 30) continue;
          const gap = (r, h) => Math.max(Math.abs(q.x - r.x) - half - h, Math.abs(q.y - r.y) - 7 - (h ? 7 : 0));
          const free = Math.min(9, ...road.map((r) => gap(r, 0)), ...taken.map((t) => gap(t, t.half))) - far / 14;
          if (free > air) [air, best] = [free, q];
        }
      }
      if (!best) return null;
      taken.push(best);
      const { u, far } = best, from = (d) => [p.x + u.x * d, p.y + u.y * d];
      const leader = far > 24 ? { x1: from(8)[0], y1: from(8)[1], x2: from(far - 3)[0], y2: from(far - 3)[1] } : null;
      return { ...c, worst, leader, x: best.x, y: best.y };
    },
    point(e) {
      if (!this.spots) return;
      let best = 0, far = Infinity;
      this.spots.forEach((p, i) => {
        const d = (p.x - e.offsetX) ** 2 + (p.y - e.offsetY) ** 2;
        if (d < far) [far, best] = [d, i];
      });
      if (far < 900) set("cursor", this.path[best]);
    },
    leave() { set("cursor", null); },
    place(m) { // every lap where it is at the reference's time: the gap is seen on the road
      if (!this.spots) return;
      this.dots = m === null ? [] : this.colours.map((colour, k) => {
        const s = this.whereWas(k, m), n = view.columns;
        const spot = this.project(at(this.path, n.get(`${k}/east`), s), at(this.path, n.get(`${k}/north`), s));
        return { ...spot, colour, front: k === this.focus };
      });
    },
    whereWas(k, m) { // back, or on, along the lap for as long as it is behind, or ahead
      const x = view.columns.get(`${k}/x`), delta = view.columns.get(`${k}/delta`);
      const sx = view.columns.get(`${k}/speed_mps/x`), speed = view.columns.get(`${k}/speed_mps`);
      if (!delta || !speed) return m;
      const step = Math.sign(at(x, delta, m)), [a, b] = this.stretch;
      let left = Math.abs(at(x, delta, m)), s = m;
      while (left > 0 && s >= a && s <= b) {
        const v = Math.max(1, at(sx, speed, s) / 3.6);
        s -= step * Math.min(1, left * v);
        left -= 1 / v;
      }
      return Math.max(a, Math.min(b, s));
    },
  },
};
