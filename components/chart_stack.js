import { echarts } from "nicegui-echart";
import { alpha, at, before, on, onTheme, set, signed, token, view } from "racetrace-link";

const RIGHT = 42, GUTTER = 136, AXIS = 20, HEAD = 20, LABEL = 46;

// Tokens for their names, through the whole option.
function coloured(part) {
  if (typeof part === "string") return part.startsWith("$") ? token(part.slice(1)) : part;
  if (Array.isArray(part)) return part.map(coloured);
  if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([k, v]) => [k, coloured(v)]));
  return part;
}

export default {
  template: `
    <div tabindex="0" aria-label="Traces over distance" data-painted="0" @keydown="key">
      <div class="stack__ruler" ref="ruler">
        <button v-for="c in placed" :key="c.name" class="turn" :class="['turn--' + c.side, { 'turn--tight': c.brief, 'is-on': hot === c.name }]"
          :style="{ left: c.left + 'px', width: c.px - 2 + 'px' }" :title="told(c)"
          @mouseenter="light(c.name)" @mouseleave="light(null)" @click="zoomTo(c)"><b>{{ c.name }}</b><span v-if="c.said && !c.brief" class="num">{{ c.said }}</span></button>
      </div>
      <div class="stack__body" ref="body">
        <div class="stack__plot" ref="plot"></div>
        <div class="stack__corner" v-show="lit" :style="lit"></div>
        <div class="stack__cursor" ref="cursor"><b class="num" ref="flag"></b></div>
        <div v-for="(row, i) in rows" class="read" :class="{ 'read--first': i === 0, 'read--tight': tight[i] }" :style="reads[i]">
          <div class="read__name">{{ row.label }}<i>{{ row.unit }}</i></div>
          <div v-for="v in values[i]" class="read__row num" :style="{ '--lap': 'var(--' + v.colour + ')' }">
            <i></i><span class="read__lap">{{ v.label }}</span><span class="read__value" :class="v.tone">{{ v.said }}</span></div>
          <div v-if="row.key === 'delta'" class="read__hint">▲ slower<br>▼ faster</div>
        </div>
      </div>
      <div class="stack__overview" ref="overview" @click="whole"><canvas ref="mini"></canvas><div class="stack__window" ref="window"></div></div>
    </div>`,
  props: { option: Object, rows: Array, laps: Array, corners: Array, stretch: Array },
  data() {
    return { turns: this.corners, placed: [], hot: null, lit: null, reads: [], tight: [], values: [] };
  },
  mounted() {
    if (view.zoom && (view.zoom[0] < this.stretch[0] || view.zoom[1] > this.stretch[1] + 1)) set("zoom", null); // of another track
    this.chart = echarts.init(this.$refs.plot); // not in data(): Vue must not make it reactive
    const zr = this.chart.getZr();
    zr.on("mousemove", (e) => set("cursor", this.metres(e.offsetX)));
    zr.on("globalout", () => set("cursor", null));
    zr.on("dblclick", this.whole);
    this.chart.on("datazoom", this.zoomed);
    this.chart.on("finished", () => (this.$el.dataset.painted = this.drawn ? "1" : "0")); // what a test can see
    this.off = [on("columns", (columns) => columns && this.draw()), on("cursor", this.place), on("zoom", this.applyZoom),
                on("corner", this.mark), on("focus", this.lift), onTheme(() => view.columns && this.draw())];
    this.seen = new ResizeObserver(() => { this.chart.resize(); this.layOut(); });
    this.seen.observe(this.$refs.body);
  },
  unmounted() {
    this.off.forEach((f) => f());
    this.seen.disconnect();
    clearTimeout(this.later);
    this.chart.dispose();
  },
  methods: {
    left() { return this.$refs.body.clientWidth < 560 ? 0 : GUTTER; },
    width() { return this.$refs.body.clientWidth - this.left() - RIGHT; },
    span() { return view.zoom ?? this.stretch; },
    pixel(m) { const [a, b] = this.span(); return this.left() + ((m - a) / (b - a)) * this.width(); },
    metres(x) {
      const [a, b] = this.span();
      return Math.max(a, Math.min(b, a + ((x - this.left()) / this.width()) * (b - a)));
    },
    bands() {
      const height = this.$refs.body.clientHeight - AXIS, head = this.left() ? 0 : HEAD;
      const total = this.rows.reduce((sum, row) => sum + row.weight, 0);
      let top = 0;
      return this.rows.map((row) => {
        const full = (height * row.weight) / total, band = { full: top, top: top + head, height: full - head };
        top += full;
        return band;
      });
    },
    // Series are set once per data and theme. A zoom only dispatches and moves the vertical axes.
    draw() {
      if (!this.option.series.every((s) => s.columns.every((name) => view.columns.has(name)))) return; // of the laps before
      const option = coloured(this.option), columns = view.columns;
      option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
      option.dataset = option.series.map((s) => ({ source: { x: columns.get(s.columns[0]), y: columns.get(s.columns[1]) } }));
      option.series.forEach((s, i) => { s.datasetIndex = i; s.encode = { x: "x", y: "y" }; });
      option.xAxis.forEach((axis) => (axis.axisLabel.formatter = (m) => (m < 1000 ? Math.round(m) + " m" : +(m / 1000).toFixed(2) + " km")));
      option.yAxis.forEach((axis, i) => (axis.axisLabel.formatter = (v) => (this.rows[i].signed ? (Math.abs(v) < 1e-9 ? "0" : signed(v, Math.abs(v * 10 - Math.round(v * 10)) < 1e-6 ? 1 : 2)) : String(+v.toFixed(2)).replace("-", "−"))));
      option.grid = this.grids();
      [option.dataZoom[0].startValue, option.dataZoom[0].endValue] = this.span();
      this.drawn = true;
      // replaceMerge: ECharts merges typed arrays value by value, so a shorter trace would end in the longer one.
      this.chart.setOption(option, { replaceMerge: ["dataset", "series", "grid", "xAxis", "yAxis"] });
      this.rescale();
      this.layOut();
      this.lift(view.focus);
    },
    grids() { return this.bands().map((g) => ({ left: this.left(), right: RIGHT, top: g.top + 3, height: Math.max(10, g.height - 6), outerBoundsMode: "none" })); }, // or a label at the edge would narrow its grid
    layOut() {
      const bands = this.bands(), wide = this.left() > 0;
      this.tight = bands.map((g) => wide && g.height < 24 + 16 * this.laps.length);
      this.reads = bands.map((g) => ({ top: g.full + "px", height: (wide ? g.height : HEAD) + "px" }));
      if (this.drawn) this.chart.setOption({ grid: this.grids() });
      this.follow();
    },
    follow() { // all that stands beside the canvas and follows the window seen
      const a = this.left(), b = a + this.width();
      this.placed = this.labels(a, b);
      this.mark(view.corner);
      this.drawMini();
      this.place(view.cursor);
    },
    labels(a, b) { // a short corner may spread as far as half the way to the next
      const seen = this.turns.map((c) => ({ ...c, start: Math.max(a, this.pixel(c.from)), end: Math.min(b, this.pixel(c.to)) })).filter((c) => c.end > c.start);
      const fences = [a, ...seen.slice(1).map((c, i) => (seen[i].end + c.start) / 2), b];
      return seen.map((c, i) => {
        const px = Math.min(fences[i + 1] - fences[i], Math.max(c.end - c.start, LABEL));
        const left = Math.max(fences[i], Math.min(fences[i + 1] - px, (c.start + c.end - px) / 2));
        return { ...c, px, left: left + 1, brief: px < 38 };
      }).filter((c) => c.px >= 16);
    },
    rescale() { // what is seen, and a little air
      const [a, b] = this.span(), columns = view.columns;
      const reach = this.rows.map(() => [Infinity, -Infinity]);
      this.option.series.forEach((s) => {
        const x = columns.get(s.columns[0]), y = columns.get(s.columns[1]), low = s.areaStyle && columns.get(s.columns[1].replace("width", "low"));
        const seen = reach[s.yAxisIndex], last = Math.min(x.length - 1, before(x, b) + 1);
        for (let i = before(x, a); i <= last; i++) {
          const v = low ? low[i] + y[i] : y[i];
          if (v < seen[0]) seen[0] = v;
          if (v > seen[1]) seen[1] = v;
        }
      });
      const yAxis = this.rows.map((row, i) => {
        const [low, high] = reach[i], air = 0.09 * (high - low || 1);
        return row.fixed || low > high ? {} : { min: low - air, max: high + air };
      });
      this.chart.setOption({ yAxis });
    },
    zoomed() {
      const { startValue, endValue } = this.chart.getOption().dataZoom[0], [a, b] = this.stretch;
      set("zoom", endValue - startValue > 0.995 * (b - a) ? null : [startValue, endValue]);
    },
    applyZoom() {
      if (!this.drawn) return;
      const [startValue, endValue] = this.span(), now = this.chart.getOption().dataZoom[0];
      if (Math.abs(now.startValue - startValue) + Math.abs(now.endValue - endValue) > 0.5) this.chart.dispatchAction({ type: "dataZoom", startValue, endValue });
      clearTimeout(this.later);
      this.later = setTimeout(this.rescale, 60);
      this.follow();
    },
    told(c) { return c.said ? c.name + ": " + c.said + " s" + (c.side === "even" ? ", not significant" : "") : c.name; },
    whole() { set("zoom", null); },
    zoomTo(c) { set("zoom", [Math.max(this.stretch[0], c.from - 60), Math.min(this.stretch[1], c.to + 60)]); },
    ruler(corners) { this.turns = corners; this.follow(); },
    light(name) { set("corner", name); },
    lift(focus) { // the lap looked at is drawn over the others, and thicker
      if (!this.drawn) return;
      this.chart.setOption({ series: this.option.series.map((s) => {
        if (s.lap === undefined) return {};
        const on = s.lap === focus;
        return s.areaStyle ? { areaStyle: { opacity: on ? 0.32 : 0.18 } } : { z: on ? 5 : s.z, lineStyle: { width: on ? 2 : s.lineStyle.width } };
      }) });
    },
    mark(name) {
      this.hot = name;
      const c = this.turns.find((turn) => turn.name === name);
      if (!c) return void (this.lit = null);
      const from = Math.max(this.left(), this.pixel(c.from)), to = Math.min(this.left() + this.width(), this.pixel(c.to));
      this.lit = to > from ? { left: from + "px", width: to - from + "px" } : null;
    },
    place(m) {
      const { cursor, flag } = this.$refs, x = m === null ? -1 : this.pixel(m);
      cursor.style.display = x >= this.left() - 1 && x <= this.left() + this.width() + 1 ? "" : "none";
      cursor.style.transform = `translateX(${x}px)`;
      flag.textContent = m === null ? "" : Math.round(m) + " m";
      if (view.columns) this.values = this.rows.map((row) => this.laps.map((lap, k) => this.value(row, lap, k, m)).filter(Boolean));
    },
    value(row, lap, k, m) {
      const delta = row.key === "delta", x = view.columns.get(delta ? `${k}/x` : `${k}/${row.key}/x`), y = view.columns.get(`${k}/${row.key}`);
      if (!y) return null;
      const v = m === null ? (delta ? y.at(-1) : NaN) : at(x, y, m, row.held);
      const tone = delta ? "tone-" + (v > 0.0005 ? "lose" : v < -0.0005 ? "gain" : "even") : "";
      return { ...lap, tone, said: Number.isNaN(v) ? "" : row.signed ? signed(v, row.digits) : v.toFixed(row.digits) };
    },
    drawMini() {
      const x = view.columns?.get("0/speed_mps/x"), y = view.columns?.get("0/speed_mps");
      const [start, end] = this.stretch, [a, b] = this.span(), left = this.left(), w = this.width(), win = this.$refs.window;
      win.style.left = left + ((a - start) / (end - start)) * w + "px";
      win.style.width = ((b - a) / (end - start)) * w + "px";
      if (!y) return;
      const c = this.$refs.mini, h = this.$refs.overview.clientHeight, r = devicePixelRatio, top = y.reduce((p, q) => (q > p ? q : p), 1);
      c.width = this.$refs.overview.clientWidth * r;
      c.height = h * r;
      const g = c.getContext("2d");
      g.scale(r, r);
      g.beginPath();
      g.moveTo(left, h);
      x.forEach((m, i) => g.lineTo(left + ((m - start) / (end - start)) * w, h - 3 - (y[i] / top) * (h - 7)));
      g.lineTo(left + w, h);
      g.closePath();
      g.fillStyle = alpha(token("muted"), 0.28);
      g.fill();
    },
    key(e) {
      const step = e.shiftKey ? 20 : 2, m = view.cursor ?? this.span()[0], [a, b] = this.stretch;
      if (e.key === "ArrowRight") set("cursor", Math.min(b, m + step));
      else if (e.key === "ArrowLeft") set("cursor", Math.max(a, m - step));
      else if (e.key === "]") set("cursor", (this.turns.find((c) => c.apex > m + 1) ?? this.turns[0])?.apex ?? m);
      else if (e.key === "[") set("cursor", (this.turns.findLast((c) => c.apex < m - 1) ?? this.turns.at(-1))?.apex ?? m);
      else if (e.key === "Escape") this.whole();
      else return;
      e.preventDefault();
    },
  },
};
