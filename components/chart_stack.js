import { echarts } from "nicegui-echart";
import { toRaw } from "vue";
import { at, brief, metres, on, onTheme, set, signed, view } from "racetrace-link";
import { changing, coloured, finer, hands, keys, reach, read, shape, shared, silhouette } from "racetrace-stack";

const RIGHT = 42, GUTTER = 136, AXIS = 20, HEAD = 20, LABEL = 46, TINY = 56;
const LEAST = 60; // m to be seen at once
const SETTLED = 150; // ms without a move

export default {
  template: `
    <div tabindex="0" aria-label="Traces over distance" data-painted="0" data-fine="">
      <div class="stack__ruler" ref="ruler">
        <button v-for="c in placed" :key="c.name" class="turn" :class="['turn--' + c.side, { 'turn--tight': c.brief, 'is-on': hot === c.name }]"
          :style="{ left: c.left + 'px', width: c.px - 2 + 'px' }" :title="told(c)"
          @mouseenter="light(c.name)" @mouseleave="light(null)" @click="zoomTo(c)"><b>{{ c.name }}</b><span v-if="c.said && !c.brief" class="num">{{ c.said }}</span></button>
      </div>
      <div class="stack__body" ref="body">
        <div v-for="c in zones" :key="c.name" class="stack__zone" :style="c.style"></div>
        <div class="stack__plot" ref="plot"></div>
        <div class="stack__corner" v-show="lit" :style="lit"></div>
        <div class="stack__between" ref="between"></div>
        <div class="stack__cursor stack__cursor--pin" ref="pin"></div>
        <div class="stack__cursor" ref="cursor"><b class="num" ref="flag"></b></div>
        <div v-for="(row, i) in rows" class="read" :class="[{ 'read--first': i === 0, 'read--both': both }, kinds[i]]" :style="reads[i]">
          <div class="read__name">{{ row.label }}<i>{{ row.unit }}</i></div>
          <div v-for="v in values[i]" class="read__row num" :style="{ '--lap': 'var(--' + v.colour + ')' }">
            <i></i><span class="read__lap">{{ kinds[i] === 'read--pairs' ? v.number : v.label }}</span><span class="read__value" :class="v.tone">{{ v.said }}</span><span v-if="both" class="read__more" :class="v.side">{{ v.more }}</span></div>
          <div v-if="row.key === 'delta' && laps.length < 4" class="read__hint">▲ slower<br>▼ faster</div>
        </div>
      </div>
      <div class="stack__overview" ref="overview" @click="whole"><canvas ref="mini"></canvas><div class="stack__window" ref="window"></div></div>
    </div>`,
  props: { option: Object, rows: Array, laps: Array, corners: Array, stretch: Array, reference: Number, source: String },
  data() {
    return { turns: this.corners, placed: [], zones: [], hot: null, lit: null, reads: [], kinds: [], values: [], both: false };
  },
  watch: {
    option() { // of other laps or channels: their samples are on the way
      this.drawn = false;
      this.$el.dataset.painted = "0";
      this.layOut();
    },
    stretch(now, old) { if (String(now) !== String(old)) this.begins(); },
    corners(now) { this.turns = now; },
  },
  mounted() {
    this.begins();
    this.chart = echarts.init(this.$refs.plot); // not in data(): Vue must not make it reactive
    const moved = hands(this.$refs.plot, {
      point: (x) => set("cursor", this.metres(x)),
      leave: () => set("cursor", null),
      mark: (x) => this.mark(this.metres(x)),
      pan: (px) => this.move(this.seen.map((m) => m + (px / this.width()) * (this.seen[1] - this.seen[0]))),
      zoom: (x, by) => this.move(this.seen.map((m) => this.metres(x) + (m - this.metres(x)) * by)),
      whole: this.whole,
    });
    this.chart.on("finished", () => Object.assign(this.$el.dataset, { painted: this.drawn ? "1" : "0", fine: this.fine ?? "" })); // what a test can see
    this.off = [on("columns", (columns) => columns && this.begin()), on("cursor", this.place), on("pin", () => this.place(view.cursor)), on("zoom", this.applyZoom),
                on("corner", this.lightUp), on("focus", this.lift), onTheme(() => this.drawn && this.draw(true))];
    document.addEventListener("keydown", this.key);
    this.across = this.$refs.body.clientWidth; // px; to ask for it anew at each move would lay out the page
    this.room = new ResizeObserver(() => { moved(); this.across = this.$refs.body.clientWidth; this.layOut(); this.chart.resize(); });
    this.room.observe(this.$refs.body);
  },
  unmounted() {
    this.off.forEach((f) => f());
    document.removeEventListener("keydown", this.key);
    this.room.disconnect();
    this.asked?.abort();
    clearTimeout(this.settling);
    cancelAnimationFrame(this.due);
    this.chart.dispose();
  },
  methods: {
    left() { return this.across < 560 ? 0 : GUTTER; },
    width() { return this.across - this.left() - RIGHT; },
    pixel(m) { const [a, b] = this.seen; return this.left() + ((m - a) / (b - a)) * this.width(); },
    metres(x) {
      const [a, b] = this.seen;
      return Math.max(a, Math.min(b, a + ((x - this.left()) / this.width()) * (b - a)));
    },
    head() { return this.left() ? 0 : HEAD * Math.ceil((90 + 58 * this.laps.length) / (this.width() + 22)); }, // on the phone the values stand above each chart
    bands() {
      const { body } = this.$refs, head = this.head(), least = head ? head + 36 : 22 + 14 * Math.ceil(this.laps.length / 2), weights = this.rows.map((row) => row.weight);
      const tall = head ? TINY * weights.reduce((sum, w) => sum + w, 0) + (head - HEAD) * weights.length : 0;
      body.style.minHeight = Math.max(tall, least * weights.length) + AXIS + "px"; // what does not fit is scrolled
      let top = 0;
      return shared(weights, body.clientHeight - AXIS, least).map((full) => {
        top += full;
        return { full: top - full, tall: full, top: top - full + head, height: full - head };
      });
    },
    begins() {
      const [a, b] = this.stretch;
      if (view.zoom && (view.zoom[0] < a || view.zoom[1] > b + 1)) set("zoom", null); // of another track
      if (view.pin !== null && (view.pin < a || view.pin > b + 1)) set("pin", null);
      this.seen = view.zoom ?? this.stretch; // the zoom of the page is told when this has settled: the map has more to draw
    },
    begin() { // with other samples
      if (!this.option.series.every((s) => s.columns.every((name) => view.columns.has(name)))) return; // of the laps before
      this.samples = view.columns;
      this.fine = ""; // what came finer was of the samples before
      this.draw();
      this.settle();
    },
    // Series are set once per samples and theme. A zoom is one action on all axes.
    draw(isOther = false) {
      const option = coloured(toRaw(this.option)); // Vue looks at every part that is read
      option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
      option.dataset = this.dataset();
      this.lifted(view.focus).forEach((lifted, i) => {
        const s = Object.assign(option.series[i], { datasetIndex: i, encode: { x: "x", y: "y" } });
        Object.entries(lifted).forEach(([key, of]) => (s[key] = typeof of === "object" ? { ...s[key], ...of } : of));
      });
      option.xAxis.forEach((axis) => (axis.axisLabel.formatter = brief));
      const isSigned = this.rows.map((row) => row.signed); // the rows may be others before the next is drawn
      option.yAxis.forEach((axis, i) => (axis.axisLabel.formatter = (v) => (isSigned[i] ? (Math.abs(v) < 1e-9 ? "0" : signed(v, Math.abs(v * 10 - Math.round(v * 10)) < 1e-6 ? 1 : 2)) : String(+v.toFixed(2)).replace("-", "−"))));
      reach(this.rows.length, this.option.series, this.samples, this.stretch).forEach((reached, i) => option.yAxis[i].min === null && Object.assign(option.yAxis[i], reached));
      option.grid = this.grids();
      this.windows().forEach((window, i) => Object.assign(option.dataZoom[i], window));
      this.drawn = true; // setOption paints at once, and then says that it has finished
      const before = this.shape, isSame = (this.shape = shape(toRaw(this.option))) === before && !isOther;
      // replaceMerge: ECharts merges typed arrays value by value, so a shorter trace would end in the longer one.
      this.chart.setOption(isSame ? changing(option) : option, { replaceMerge: isSame ? ["dataset"] : ["dataset", "series", "grid", "xAxis", "yAxis", "dataZoom"] });
      this.drawMini();
      this.follow();
    },
    dataset() { return this.option.series.map((s) => ({ source: { x: this.column(s.columns[0]), y: this.column(s.columns[1]) } })); },
    column(name) {
      const samples = this.samples.get(name);
      echarts.zrUtil.setAsPrimitive(samples); // or they are copied, one by one
      return samples;
    },
    grids() { return this.bands().map((g) => ({ left: this.left(), right: RIGHT, top: g.top + 3, height: Math.max(10, g.height - 6), outerBoundsMode: "none" })); }, // or a label at the edge would narrow its grid
    layOut() {
      const bands = this.bands(), wide = this.left() > 0, n = this.laps.length;
      this.kinds = bands.map((g) => (!wide || g.tall >= 26 + 16 * n ? "" : g.tall >= 22 + 14 * n ? "read--close" : "read--pairs"));
      this.reads = bands.map((g) => ({ top: g.full + "px", height: (wide ? g.tall : this.head()) + "px" }));
      if (this.drawn) this.chart.setOption({ grid: this.grids() });
      this.drawMini();
      this.follow();
    },
    follow() { // all that stands beside the canvas and follows the window seen
      const a = this.left(), b = a + this.width(), [start, end] = this.stretch, part = (m) => ((m - start) / (end - start)) * this.width();
      this.$refs.window.style.left = a + part(this.seen[0]) + "px";
      this.$refs.window.style.width = part(this.seen[1]) - part(this.seen[0]) + "px";
      this.placed = this.labels(a, b);
      this.zones = this.turns.map((c) => ({ name: c.name, style: this.stretchOf(c) })).filter((c) => c.style); // not of the canvas: there they cost a sixth of a frame
      this.lightUp(view.corner);
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
    windows() { // of each dataZoom: the distance, and the vertical axes that follow what is seen
      const reached = reach(this.rows.length, this.option.series, this.samples, this.seen);
      return this.option.dataZoom.map((zoom) => {
        const { min, max } = zoom.yAxisIndex === undefined ? { min: this.seen[0], max: this.seen[1] } : reached[zoom.yAxisIndex] ?? {};
        return { startValue: min, endValue: max };
      });
    },
    move([from, to]) { // says whether it did
      const [a, b] = this.stretch, span = Math.min(b - a, Math.max(LEAST, to - from)), by = (to - from - span) / 2;
      const start = Math.max(a, Math.min(b - span, from + by)), [old, end] = this.seen;
      if (Math.abs(start - old) + Math.abs(start + span - end) < 1e-6) return false;
      this.seen = [start, start + span];
      this.asked?.abort();
      this.due ??= requestAnimationFrame(this.slide);
      clearTimeout(this.settling);
      this.settling = setTimeout(this.settle, SETTLED);
      return true;
    },
    slide() {
      this.due = null;
      if (this.drawn) this.chart.dispatchAction({ type: "dataZoom", batch: this.windows().map((window, dataZoomIndex) => ({ dataZoomIndex, ...window })).filter((w) => w.endValue !== undefined) });
      this.follow();
    },
    settle() {
      const [a, b] = this.stretch, isWhole = this.seen[1] - this.seen[0] > 0.995 * (b - a);
      if (this.drawn) isWhole || !this.source ? this.show(view.columns, "") : this.refine(this.seen);
      set("zoom", isWhole ? null : this.seen); // the map draws while the samples are on their way
    },
    async refine(stretch) { // what fails leaves the samples that came first
      const said = stretch.map(Math.round).join("-"), asked = new AbortController();
      this.asked?.abort();
      this.asked = asked;
      if (this.fine === said) return;
      const found = await finer(this.source, this.rows, this.laps.length, stretch, asked.signal).catch(() => null);
      if (asked.signal.aborted) return;
      const isWhole = found && this.option.series.every((s) => s.columns.every((name) => found.has(name)));
      this.show(isWhole ? found : view.columns, isWhole ? said : "");
    },
    show(samples, said) { // once, where a zoom has come to rest
      if (samples === this.samples) return;
      this.samples = samples;
      this.fine = said; // and told when it is painted
      this.chart.setOption({ dataset: this.dataset(), dataZoom: this.windows() }, { replaceMerge: ["dataset"] });
      this.place(view.cursor);
    },
    applyZoom() {
      const [a, b] = view.zoom ?? this.stretch;
      if (Math.abs(a - this.seen[0]) + Math.abs(b - this.seen[1]) < 0.5) return;
      this.move([a, b]);
    },
    told(c) { return c.said ? c.name + ": " + c.said + " s" + (c.side === "even" ? ", not significant" : "") : c.name; },
    whole() { this.move(this.stretch); },
    zoomTo(c) { this.move([c.from - 60, c.to + 60]); },
    ruler(corners) { this.turns = corners; this.follow(); },
    light(name) { set("corner", name); },
    lift(focus) {
      if (this.drawn) this.chart.setOption({ series: this.lifted(focus) });
    },
    lifted(focus) { // the lap looked at is drawn over the others, and thicker
      return this.option.series.map((s) => {
        if (s.lap === undefined) return {};
        const on = s.lap === focus;
        return s.areaStyle ? { areaStyle: { opacity: on ? 0.32 : 0.18 } } : { z: on ? 5 : s.z, lineStyle: { width: on ? 2 : s.lineStyle.width } };
      });
    },
    lightUp(name) {
      this.hot = name;
      const c = this.turns.find((turn) => turn.name === name);
      this.lit = c ? this.stretchOf(c) : null;
    },
    stretchOf(c) {
      const from = Math.max(this.left(), this.pixel(c.from)), to = Math.min(this.left() + this.width(), this.pixel(c.to));
      return to > from ? { transform: `translateX(${from}px)`, width: to - from + "px" } : null;
    },
    mark(m) { set("pin", view.pin === null ? m : null); },
    place(m) {
      const { cursor, flag, pin, between } = this.$refs, a = this.left(), b = a + this.width(), stand = (line, x) => {
        line.style.display = x >= a - 1 && x <= b + 1 ? "" : "none";
        line.style.transform = `translateX(${x}px)`;
        return Math.max(a, Math.min(b, x));
      };
      const x = stand(cursor, m === null ? -9 : this.pixel(m)), p = stand(pin, view.pin === null ? -9 : this.pixel(view.pin));
      this.both = m !== null && view.pin !== null;
      between.style.display = this.both ? "" : "none";
      between.style.transform = `translateX(${Math.min(x, p)}px)`;
      between.style.width = Math.abs(x - p) + "px";
      flag.textContent = m === null ? "" : this.both ? this.between(m) : metres(m);
      const half = 4 + 3.4 * flag.textContent.length; // px
      flag.style.transform = `translateX(calc(-50% + ${Math.max(0, half - x) - Math.max(0, x + half - b - RIGHT)}px))`;
      if (this.samples) this.values = this.rows.map((row) => this.laps.map((lap, k) => read(this.samples, row, lap, k, m ?? view.pin, this.both ? view.pin : null)).filter(Boolean));
    },
    between(m) { // how far, and how long the reference was on the way
      const path = view.columns?.get("path"), time = view.columns?.get("time"), [from, to] = [view.pin, m].sort((p, q) => p - q);
      return metres(to - from) + (time ? ` · ${this.laps[this.reference].label} ${(at(path, time, to) - at(path, time, from)).toFixed(3)} s` : "");
    },
    drawMini() {
      const x = view.columns?.get("0/speed_mps/x"), y = view.columns?.get("0/speed_mps");
      if (y) silhouette(this.$refs.mini, x, y, (m) => this.left() + ((m - this.stretch[0]) / (this.stretch[1] - this.stretch[0])) * this.width());
    },
    ...keys,
  },
};
