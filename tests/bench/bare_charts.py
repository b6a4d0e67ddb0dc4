"""The least of a chart: a hand-written page that fetches packed samples and gives them to bare ECharts."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

import nicegui

ECHARTS: Final = Path(nicegui.__file__).parent / 'elements' / 'echart' / 'dist'
PAGE: Final = """<!doctype html><link rel="icon" href="data:,">
<body style="margin:0"><div id="chart" style="width:WIDTHpx;height:HEIGHTpx"></div><script type="module">
import { echarts } from "/echarts/index.js";
const rows = ROWS, laps = LAPS, length = METRES, band = (HEIGHT - 20) / rows.length, from = {};
const element = document.getElementById("chart"), places = rows.flatMap((row) => laps.map((k) => [row, k]));
let chart, columns;
element.dataset.painted = 0;
async function samples(path) {
  const buffer = await (await fetch(path)).arrayBuffer(), head = new DataView(buffer).getUint32(0, true);
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
    columns = await samples("/whole");
    chart = echarts.init(element);
    await paint(() => chart.setOption({
      animation: false, dataset: dataset(), series: series(),
      grid: rows.map((_, i) => ({ left: 136, right: 42, top: i * band + 3, height: band - 6 })),
      xAxis: rows.map((_, i) => ({ gridIndex: i, min: 0, max: length, axisLabel: { show: !rows[i + 1] } })),
      yAxis: rows.map((_, i) => ({ gridIndex: i, position: "right", scale: true, splitNumber: 3 })),
      dataZoom: [{ type: "inside", xAxisIndex: rows.map((_, i) => i), filterMode: "none" }],
    }));
  },
  async window() {
    columns = await samples("/window");
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


@contextmanager
def bare_charts(
    documents: Mapping[str, bytes], *, rows: Sequence[str], laps: int, metres: float, size: tuple[int, int]
) -> Iterator[str]:
    """Yield its address; `documents` are served as they are, by their paths."""
    page = PAGE.replace('WIDTH', str(size[0])).replace('HEIGHT', str(size[1])).replace('METRES', str(metres))
    page = page.replace('ROWS', json.dumps(list(rows))).replace('LAPS', json.dumps(list(range(laps))))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'

        def do_GET(self) -> None:
            if self.path.startswith('/echarts/'):
                self._answer((ECHARTS / Path(self.path).name).read_bytes(), 'text/javascript')
            elif self.path in documents:
                self._answer(documents[self.path], 'application/octet-stream')
            else:
                self._answer(page.encode(), 'text/html; charset=utf-8')

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

        def _answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header('Content-Type', kind)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(('127.0.0.1', 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f'http://127.0.0.1:{server.server_port}'
        server.shutdown()
