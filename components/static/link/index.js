// What charts, map and tables of a page share in the browser: the packed columns, and where one looks.
// Nothing here talks to the server.
const bus = new EventTarget();
export const view = { columns: null, cursor: null, pin: null, zoom: null, corner: null, focus: null };

export function set(key, value) {
  const same = key !== "columns" && JSON.stringify(view[key]) === JSON.stringify(value);
  if (same) return;
  view[key] = value;
  bus.dispatchEvent(new CustomEvent(key));
}

// Calls the handler at once when there is a value already: components are mounted in any order.
export function on(key, handler) {
  const listener = () => handler(view[key]);
  bus.addEventListener(key, listener);
  if (view[key] !== null) listener();
  return () => bus.removeEventListener(key, listener);
}

// The twin of racetrace/telemetry/packing.py; a message carries it as text.
export function unpack(text) {
  if (Uint8Array.fromBase64) return unpacked(Uint8Array.fromBase64(text).buffer);
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return unpacked(bytes.buffer);
}

export function unpacked(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const columns = new Map();
  let at = 4 + length;
  for (const [name, samples] of JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)))) {
    columns.set(name, new Float32Array(buffer, at, samples));
    at += 4 * samples;
  }
  return columns;
}

// The last index whose x is not beyond `m`.
export function before(x, m) {
  let low = 0, high = x.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= m) low = middle;
    else high = middle;
  }
  return x[high] <= m ? high : low;
}

export function at(x, y, m, held = false) {
  const i = before(x, m), j = Math.min(i + 1, x.length - 1);
  if (held || x[j] <= x[i] || m <= x[i]) return y[i];
  return y[i] + (y[j] - y[i]) * Math.min(1, (m - x[i]) / (x[j] - x[i]));
}

export const token = (name) => getComputedStyle(document.body).getPropertyValue(`--${name}`).trim();

export function alpha(hex, a) {
  const n = parseInt(hex.slice(1), 16);
  return `rgba(${n >> 16},${(n >> 8) & 255},${n & 255},${a})`;
}

export function onTheme(handler) {
  const seen = new MutationObserver(() => requestAnimationFrame(handler));
  seen.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  return () => seen.disconnect();
}

// As components/words.py writes it.
export function signed(x, digits = 3) {
  const sign = Math.abs(x) < 0.5 * 10 ** -digits ? "±" : x > 0 ? "+" : "−";
  return sign + Math.abs(x).toFixed(digits);
}

// The units of the page, as components/shown_units.py says them.
const isImperial = () => document.querySelector('meta[name="racetrace-units"]')?.content === "imperial";

// A distance: 1240 m or 4068 ft; and on an axis, which has less room: 1.24 km or 0.77 mi.
export const metres = (m) => (isImperial() ? `${Math.round(m / 0.3048)} ft` : `${Math.round(m)} m`);
export function brief(m) {
  if (isImperial()) return m < 1609.344 ? metres(m) : `${+(m / 1609.344).toFixed(2)} mi`;
  return m < 1000 ? metres(m) : `${+(m / 1000).toFixed(2)} km`;
}

window.raceTrace = { set, view }; // for a test, which drives the cursor without a mouse
