// What the charts need beside ECharts: hands, finer samples, and figures of what is seen.
import { alpha, at, before, set, signed, token, unpacked, view } from "racetrace-link";

const HOLD = 500; // ms, until a finger that rests marks a place
const STILL = { mouse: 3, touch: 9 }; // px that a hand may tremble

// Mouse and finger as what they mean: `does` has point, leave, pan, zoom, mark and whole; all places are pixels.
export function hands(plot, does) {
  const down = new Map(); // where each pointer is that presses
  let moved = 0, isTouch = false, holding, left = null;
  const at = (e) => e.clientX - (left ??= plot.getBoundingClientRect().left); // to ask at each move would lay out the page
  const release = (e) => {
    clearTimeout(holding);
    down.delete(e.pointerId);
  };
  const means = {
    pointerdown(e) {
      isTouch = e.pointerType !== "mouse";
      if (e.button) return;
      const x = at(e);
      down.set(e.pointerId, x);
      moved = 0;
      clearTimeout(holding);
      if (!isTouch) plot.setPointerCapture(e.pointerId);
      else if (down.size === 1) {
        does.point(x);
        holding = setTimeout(() => does.mark(x), HOLD);
      }
    },
    pointermove(e) {
      const x = at(e), before = down.get(e.pointerId);
      if (before === undefined) return isTouch ? undefined : does.point(x);
      down.set(e.pointerId, x);
      moved += Math.abs(x - before);
      if (moved > STILL.touch) clearTimeout(holding);
      if (down.size === 2) { // what lies under the other finger stays there
        const [, other] = [...down].find(([id]) => id !== e.pointerId);
        return does.zoom(other, Math.max(12, Math.abs(before - other)) / Math.max(12, Math.abs(x - other)));
      }
      if (!isTouch && moved > STILL.mouse) does.pan(before - x);
      does.point(x);
    },
    pointerup(e) {
      if (!isTouch && e.shiftKey && down.has(e.pointerId) && moved <= STILL.mouse) does.mark(at(e));
      release(e);
    },
    pointercancel: release, // the page scrolls instead
    pointerleave(e) { if (e.pointerType === "mouse") does.leave(); },
    dblclick() { does.whole(); },
    contextmenu(e) { if (isTouch) e.preventDefault(); },
    wheel(e) {
      const unit = e.deltaMode ? 16 : 1, isAcross = e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY);
      const did = isAcross ? does.pan((e.deltaX || e.deltaY) * unit) : does.zoom(at(e), Math.exp(Math.max(-240, Math.min(240, e.deltaY * unit)) / 650));
      if (did) e.preventDefault(); // where there is nothing to zoom or to move, the page scrolls
    },
  };
  for (const [name, f] of Object.entries(means)) plot.addEventListener(name, f, { passive: false });
  return () => (left = null); // to be called where it may stand elsewhere
}

// What the keys do, as methods of the charts: while they have the focus, or nothing has it.
export const keys = {
  key(e) {
    const isOurs = this.$el.contains(e.target) || e.target === document.body;
    if (!isOurs || e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open], .q-menu")) return;
    const step = e.shiftKey ? 20 : 2, m = view.cursor ?? this.seen[0], [a, b] = this.stretch;
    if (e.key === "ArrowRight") this.look(Math.min(b, m + step));
    else if (e.key === "ArrowLeft") this.look(Math.max(a, m - step));
    else if (e.key === "]") this.look((this.turns.find((c) => c.apex > m + 1) ?? this.turns[0])?.apex ?? m);
    else if (e.key === "[") this.look((this.turns.findLast((c) => c.apex < m - 1) ?? this.turns.at(-1))?.apex ?? m);
    else if (e.key === "z") this.zoomAt(m);
    else if (e.key === "m") this.mark(m);
    else if (e.key === "Escape" && view.pin !== null) set("pin", null);
    else if (e.key === "Escape") this.whole();
    else return;
    e.preventDefault();
  },
  look(m) { // the window goes along
    const [a, b] = this.seen;
    if (m < a || m > b) this.move([m - (b - a) / 2, m + (b - a) / 2]);
    set("cursor", m);
  },
  zoomAt(m) { // the corner there, or the nearest
    const far = (c) => Math.max(c.from - m, m - c.to, 0), c = this.turns.reduce((p, q) => (!p || far(q) < far(p) ? q : p), null);
    if (c) this.zoomTo(c);
  },
};

// The laps as they were recorded, finest from `from` to `to`, in the units of the rows; null where there are none.
export async function finer(source, rows, laps, [from, to], signal) {
  const answer = await fetch(`${source}&from=${from}&to=${to}`, { signal });
  if (!answer.ok) return null;
  const columns = unpacked(await answer.arrayBuffer());
  for (let k = 0; k < laps; k++) {
    for (const row of rows) {
      const y = columns.get(`${k}/${row.key}`);
      if (y && row.perUnit !== 1) y.forEach((v, i) => (y[i] = v / row.perUnit));
    }
    const delta = columns.get(`${k}/delta`), sigma = columns.get(`${k}/sigma`);
    if (!sigma) continue;
    columns.set(`${k}/low`, delta.map((v, i) => v - 2 * sigma[i]));
    columns.set(`${k}/width`, sigma.map((v) => 4 * v));
  }
  return columns;
}

// Heights that share `room` by weight, none less than `least`.
export function shared(weights, room, least) {
  const heights = weights.map(() => 0);
  let open = weights.map((_, i) => i), left = Math.max(room, least * weights.length);
  while (open.length) {
    const sum = open.reduce((total, i) => total + weights[i], 0), low = open.filter((i) => (left * weights[i]) / sum < least);
    for (const i of low.length ? low : open) heights[i] = low.length ? least : (left * weights[i]) / sum;
    if (!low.length) break;
    left -= least * low.length;
    open = open.filter((i) => !low.includes(i));
  }
  return heights;
}

// Tokens for their names, through the whole option.
export function coloured(part) {
  if (typeof part === "string") return part.startsWith("$") ? token(part.slice(1)) : part;
  if (Array.isArray(part)) return part.map(coloured);
  if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([k, v]) => [k, coloured(v)]));
  return part;
}

// What two options must have in common for the one to become the other by `changing`: half the time of a new one.
export const shape = ({ xAxis, yAxis, series }) =>
  JSON.stringify([xAxis, yAxis, series.map((s) => [s.xAxisIndex, s.stack, s.step, !s.areaStyle, !s.markLine])]);

export const changing = ({ dataset, dataZoom, grid, yAxis, series }) => ({
  dataset,
  dataZoom,
  grid, // the heights may be others
  yAxis: yAxis.map(({ min, max }) => ({ min, max })),
  series: series.map(({ lineStyle, areaStyle, z }) => ({ lineStyle, z, ...(areaStyle && { areaStyle }) })),
});

// The values of each row that are seen from `a` to `b`, and a little air; null where there are none.
export function reach(rows, series, samples, [a, b]) {
  const reached = Array.from({ length: rows }, () => [Infinity, -Infinity]);
  for (const s of series) {
    const x = samples.get(s.columns[0]), y = samples.get(s.columns[1]), low = s.areaStyle && samples.get(s.columns[1].replace("width", "low"));
    const of = reached[s.yAxisIndex], last = Math.min(x.length - 1, before(x, b) + 1);
    for (let i = before(x, a); i <= last; i++) {
      const v = low ? low[i] + y[i] : y[i];
      if (v < of[0]) of[0] = v;
      if (v > of[1]) of[1] = v;
    }
  }
  return reached.map(([low, high]) => (low > high ? null : { min: low - 0.09 * (high - low || 1), max: high + 0.09 * (high - low || 1) }));
}

// What the gutter says of a lap at `m`, and by how much that is more than at `pin`; a delta has its last value nowhere.
export function read(samples, row, lap, k, m, pin) {
  const isDelta = row.key === "delta", x = samples.get(isDelta ? `${k}/x` : `${k}/${row.key}/x`), y = samples.get(`${k}/${row.key}`);
  if (!y) return null;
  const v = m === null ? (isDelta ? y.at(-1) : NaN) : at(x, y, m, row.held), more = pin === null ? NaN : v - at(x, y, pin, row.held);
  const tone = (s) => (isDelta ? "tone-" + (s > 0.0005 ? "lose" : s < -0.0005 ? "gain" : "even") : "");
  const number = /\d*$/.exec(lap.label)[0], said = Number.isNaN(v) ? "" : row.signed ? signed(v, row.digits) : v.toFixed(row.digits);
  return { ...lap, number, said, tone: tone(v), more: Number.isNaN(more) ? "" : signed(more, row.digits), side: tone(more) };
}

// The whole lap as a low hill, by its speed.
export function silhouette(canvas, x, y, place) {
  const { clientWidth, clientHeight: h } = canvas, r = devicePixelRatio, top = y.reduce((p, q) => (q > p ? q : p), 1);
  canvas.width = clientWidth * r;
  canvas.height = h * r;
  const g = canvas.getContext("2d");
  g.scale(r, r);
  g.beginPath();
  g.moveTo(place(x[0]), h);
  x.forEach((m, i) => g.lineTo(place(m), h - 3 - (y[i] / top) * (h - 7)));
  g.lineTo(place(x.at(-1)), h);
  g.closePath();
  g.fillStyle = alpha(token("muted"), 0.28);
  g.fill();
}
