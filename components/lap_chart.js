import { echarts } from "nicegui-echart";
import { coloured } from "racetrace-stack";
import { TOLD, live, on } from "racetrace-live";
import { onTheme, token } from "racetrace-link";

const REST = 10_000; // ms between two fetches at least

// The stretches of a line that lead to some of its laps: each from the lap before, with nothing between them.
function ways(places, isOne) {
  const points = [];
  places.forEach((place, i) => {
    if (!isOne(i + 1)) return;
    if (i && points.at(-1)?.[0] !== i) points.push([i, null], [i, places[i - 1]]);
    points.push([i + 1, place]);
  });
  return points;
}

export default {
  template: `
    <div :data-laps="laps"><p class="pane__says">{{ says }}</p><div ref="plot" class="lapchart__plot" role="img" :aria-label="'Places lap by lap. ' + says"></div></div>`,
  props: { url: String, option: Object },
  data: () => ({ laps: 0, says: "Places lap by lap." }),
  mounted() {
    this.size = new ResizeObserver(() => this.seen());
    this.size.observe(this.$refs.plot);
    this.off = [on("board", this.seen), on("mine", this.draw), onTheme(this.draw)];
  },
  unmounted() {
    this.off.forEach((f) => f());
    this.size.disconnect();
    this.chart?.dispose();
  },
  methods: {
    seen() { // what nobody looks at is neither fetched nor drawn
      const plot = this.$refs.plot;
      if (!plot?.clientWidth) return;
      this.chart ??= echarts.init(plot);
      if (this.chart.getWidth() !== plot.clientWidth || this.chart.getHeight() !== plot.clientHeight) this.chart.resize();
      const lap = live.rows[0]?.laps ?? 0;
      if (lap !== this.asked && performance.now() - (this.at ?? -REST) >= REST) this.fetch(lap);
    },
    async fetch(lap) {
      [this.asked, this.at] = [lap, performance.now()];
      const to = new URL(this.url, location.href);
      if (live.delay) to.searchParams.set("delay", live.delay);
      const answer = await fetch(to).catch(() => null);
      if (!answer?.ok) {
        this.says = "The places of earlier laps cannot be had just now.";
        return;
      }
      this.told = await answer.json();
      this.draw();
    },
    draw() {
      if (!this.told || !this.chart) return;
      const { laps, entries } = this.told, mine = entries.find((e) => e.number && e.number === live.mine);
      this.laps = laps;
      const says = laps < 2 ? "Places come with the second lap." : mine ? this.way(mine) : `Places over ${laps} laps. Follow a kart to see its way.`;
      this.says = entries.some((e) => e.recalled?.length) ? `${says} Dotted: ${TOLD}.` : says;
      const theme = coloured(this.option);
      this.chart.setOption({ ...theme, xAxis: { ...theme.xAxis, max: Math.max(2, laps) }, yAxis: { ...theme.yAxis, max: Math.max(2, entries.length) }, series: entries.flatMap((e) => this.lines(e, e === mine)) }, { notMerge: true });
    },
    lines(entry, isMine) {
      const told = new Set(entry.recalled), heard = this.line(entry, isMine, ways(entry.places, (lap) => !told.has(lap)));
      if (!told.size) return [heard];
      return [heard, { ...heard, data: ways(entry.places, (lap) => told.has(lap)), lineStyle: { ...heard.lineStyle, type: [1, 4], cap: "round" }, endLabel: { show: false } }];
    },
    line(entry, isMine, data) { // user text stands in a formatter as text: the canvas knows no markup
      const last = entry.places.findLastIndex((place) => place !== null);
      return {
        type: "line", silent: true, showSymbol: false, step: false, z: isMine ? 5 : 2,
        data,
        lineStyle: { width: isMine ? 2.5 : 1.2, color: isMine ? token("accent") : token("even"), opacity: isMine ? 1 : 0.75 },
        endLabel: { show: last >= 0, formatter: () => entry.number, distance: 4, fontSize: 11, fontWeight: isMine ? 700 : 500, color: token(isMine ? "text" : "muted") },
      };
    },
    way(entry) {
      const places = entry.places.filter((place) => place !== null), first = places[0], now = places.at(-1), by = first - now;
      return `${entry.number} began in place ${first} and is in place ${now}${by ? `: ${Math.abs(by)} ${by > 0 ? "won" : "lost"}` : ""}.`;
    },
  },
};
