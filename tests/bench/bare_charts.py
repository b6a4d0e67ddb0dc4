"""The least of a chart: a hand-written page that fetches packed samples and gives them to bare ECharts.

It stands in the browser at an address of the measured server, so that it may ask that for a comparison too.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import nicegui
from playwright.sync_api import Browser, Page

ECHARTS: Final = Path(nicegui.__file__).parent / 'elements' / 'echart' / 'dist'
PAGE: Final = """<!doctype html><link rel="icon" href="data:,">
<body style="margin:0"><div id="chart" style="width:WIDTHpx;height:HEIGHTpx"></div><script type="module">
import { echarts } from "./index.js";
const rows = ROWS, laps = LAPS, refs = /laps=(\\d+),(\\d+)/.exec(SOURCE).slice(1);
const length = METRES, band = (HEIGHT - 20) / rows.length, from = {};
const element = document.getElementById("chart"), places = rows.flatMap((row) => laps.map((k) => [row, k]));
let chart, columns, turn = 0;
element.dataset.painted = 0;
async function samples(asked) {
  const buffer = await (await fetch(SOURCE + asked)).arrayBuffer();
  const head = new DataView(buffer).getUint32(0, true);
  const columns = new Map();
  let at = 4 + head;
  for (const [name, size] of JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, head)))) {
    columns.set(name, new Float32Array(buffer, at, size));
    at += 4 * size;
  }
  for (const k of laps) {
    const delta = columns.get(`${k}/delta`), sigma = columns.get(`${k}/sigma`);
    if (!sigma) continue;
    columns.set(`${k}/low`, delta.map((v, i) => v - 2 * sigma[i]));
    columns.set(`${k}/width`, sigma.map((v) => 4 * v));
  }
  return columns;
}
const drawn = () => places.flatMap(([row, k]) => {
  if (row !== "delta") return [[row, `${k}/${row}/x`, `${k}/${row}`]];
  const names = columns.has(`${k}/delta`) ? ["low", "width", "delta"] : [];
  return names.map((name) => [row, `${k}/x`, `${k}/${name}`]);
});
const dataset = () => drawn().map(([, x, y]) => ({ source: { x: columns.get(x), y: columns.get(y) } }));
const series = () => drawn().map(([row, , y], i) => ({
  type: "line", showSymbol: false, silent: true, datasetIndex: i, encode: { x: "x", y: "y" },
  xAxisIndex: rows.indexOf(row), yAxisIndex: rows.indexOf(row), emphasis: { disabled: true },
  lineStyle: /low|width/.test(y) ? { opacity: 0 } : { width: 1.3 },
  ...(/low|width/.test(y) && { stack: y.split("/")[0], stackStrategy: "all" }),
  ...(y.endsWith("width") && { areaStyle: { opacity: 0.2 } }),
}));
const paint = (change) => new Promise((done) => {
  const painted = () => { chart.off("finished", painted); done(); };
  chart.on("finished", painted);
  change();
});
window.bare = {
  async paint() {
    chart?.dispose();
    const ref = refs[turn++ % 2];
    columns = await samples(`&ref=${ref}&from=0&to=${length}&points=2500`); // of which a stretch has 2,000
    chart = echarts.init(element);
    await paint(() => chart.setOption({
      animation: false, dataset: dataset(), series: series(),
      grid: rows.map((_, i) => ({ left: 136, right: 42, top: i * band + 3, height: band - 6 })),
      xAxis: rows.map((_, i) => ({ gridIndex: i, min: 0, max: length, axisLabel: { show: !rows[i + 1] } })),
      yAxis: rows.map((_, i) => ({ gridIndex: i, position: "right", scale: true, splitNumber: 3 })),
      dataZoom: [{ type: "inside", xAxisIndex: rows.map((_, i) => i), filterMode: "none" }],
    }));
  },
  async window(from, to) {
    columns = await samples(`&ref=${refs[0]}&from=${from}&to=${to}`);
    await paint(() => chart.setOption({ dataset: dataset() }, { replaceMerge: ["dataset"] }));
  },
  zoom(startValue, endValue) { // and the vertical axes follow
    chart.dispatchAction({ type: "dataZoom", startValue, endValue });
    const reach = rows.map(() => [Infinity, -Infinity]);
    drawn().forEach(([row, x, y]) => {
      const xs = columns.get(x), ys = columns.get(y), of = reach[rows.indexOf(row)];
      if (!y.endsWith("width")) ys.forEach((v, i) => {
        if (xs[i] < startValue || xs[i] > endValue) return;
        of[0] = Math.min(of[0], v);
        of[1] = Math.max(of[1], v);
      });
    });
    chart.setOption({ yAxis: reach.map(([min, max]) => (min < max ? { min, max } : {})) });
  },
};
document.body.dataset.ready = 1;
</script>"""


def bare_charts(
    browser: Browser,
    url: str,
    source: str,
    *,
    rows: Sequence[str],
    laps: int,
    metres: float,
    size: tuple[int, int],
) -> Page:
    """Return the page, painted; `source` is where a server has the laps, without reference and stretch."""
    page = PAGE.replace('WIDTH', str(size[0])).replace('HEIGHT', str(size[1])).replace('METRES', str(metres))
    page = page.replace('ROWS', json.dumps(list(rows))).replace('LAPS', json.dumps(list(range(laps))))
    page = page.replace('SOURCE', json.dumps(source))
    bare = browser.new_page()
    bare.route(f'{url}/bare/', lambda route: route.fulfill(body=page, content_type='text/html'))
    bare.route(f'{url}/bare/*.js', lambda route: route.fulfill(path=ECHARTS / Path(route.request.url).name))
    bare.goto(f'{url}/bare/')
    bare.wait_for_selector('body[data-ready]')
    bare.unroute_all()  # what is routed is slower
    bare.evaluate('() => bare.paint()')
    return bare
