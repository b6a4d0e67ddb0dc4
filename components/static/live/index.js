// The one board that all parts of a live page show: kept up by a socket of its own, or by what is handed in.
// A snapshot is the whole; a delta holds the cells that changed. Behind a delay, or paused, all parts are.
import { keep } from "./address.js";
import { news } from "./news.js";

export { keep };
export * from "./words.js";

const SILENT = 2500; // ms without a word from the server
const LOST = 4 * SILENT; // ms: the Wi-Fi went away, and nobody says so to a socket
const AWAY = { 4003: "shut", 4004: "off", 1013: "full" }; // how the server closes it on who gets nothing
const LATER = 5000; // ms before who was sent away asks again: what was switched off may be on by then
const MOVED = 20_000, MOST_NEWS = 40; // ms for which a place won or lost is shown
const WAITS = [300, 1000, 2000, 4000, 8000]; // ms before the next attempt
const bus = new EventTarget();
const fresh = () => ({ seq: null, head: {}, rows: [], news: [], feed: { state: "connecting" }, replay: null, isThere: false });

export const live = { ...fresh(), delay: 0, isPaused: false, mine: "", pair: [] };
let socket = null, url = "", attempts = 0, away = "", retry, ticking, painting = false;
let heard = 0, tried = 0, spoke = 0, offset = null, held = null; // of this machine's clock: when the server last said anything, a socket was opened, the feed last spoke; and to the feed's
let byKey = new Map();

export function on(event, handler) {
  const listener = () => handler(live);
  bus.addEventListener(event, listener);
  listener();
  return () => bus.removeEventListener(event, listener);
}

// Of what nobody looks at nothing is drawn; who shows it anew says so by `shown`.
export const onSeen = (part, event, handler) => on(event, (board) => part.$el.checkVisibility() && handler(board));
export const shown = () => ["board", "mine", "health"].forEach(tell);

const tell = (event) => bus.dispatchEvent(new Event(event));

function paint() { // as often as the screen does, however often the feed speaks
  if (painting) return;
  painting = true;
  const now = () => { painting = false; tell("board"); };
  document.hidden ? setTimeout(now) : requestAnimationFrame(now);
}

// What time it is for the feed, as this page sees it [ms]. It stands still while nothing is heard or all is held.
export const now = () => held ?? (offset === null ? Date.now() : performance.now() + offset);

function date(at) { // the quickest message tells the time best
  const found = at - performance.now();
  offset = offset === null || Math.abs(found - offset) > 3000 ? found : Math.max(offset - 5, found);
}

const KEPT = ["live", "replay"]; // states in which the board is as it should be

export function take(said) {
  heard = performance.now();
  away = "";
  said.at_ms ??= said.now_ms ?? said.feed?.now_ms;
  if (said.feed) live.feed = said.feed;
  if ((said.feed ?? said).state === "replay") play({ ...(said.feed ?? said), at_ms: (said.feed ?? said).now_ms });
  if (said.type === "feed") {
    live.feed = said;
    spoke = spoken(said);
    if (said.at_ms) date(said.at_ms);
    hold();
    return tell("health");
  }
  if (said.type === "replay") return play(said);
  if (said.type !== "snapshot" && said.type !== "delta") return;
  if (said.type === "delta" && !follows(said)) return;
  spoke = said.feed ? spoken(said.feed) : heard;
  const latest = said.at_ms ?? Math.max(said.head?.clock?.at_ms ?? 0, ...(said.rows ?? []).map((row) => row.passed_ms ?? 0));
  if (latest) date(latest);
  hold();
  said.type === "snapshot" ? whole(said) : patch(said);
  paint();
}

const spoken = ({ age_ms: age }) => (age === null ? null : heard - (age ?? 0)); // null: never

function play(replay) {
  live.replay = { ...replay, told: heard };
  tell("replay");
}

// Where a replay is by now: between two words of the server it goes on by itself, but not while it is cut off.
export const playedTo = (r) => Math.min(r.to_ms, r.at_ms + (r.is_playing ? (Math.min(performance.now(), heard + SILENT) - r.told) * r.speed : 0));

function follows(said) { // `after` is of a delta that sums up several; what left a hole is asked for anew
  if (!live.isThere || said.seq <= live.seq) return false;
  if ((said.after ?? said.seq - 1) === live.seq || !socket) return true;
  anew();
  return false;
}

function whole(said) {
  byKey = new Map(said.rows.map((row) => [row.key, Object.freeze({ ...row, moved: 0 })]));
  Object.assign(live, { seq: said.seq, head: Object.freeze(said.head), isThere: true });
  live.rows = ordered(said.order);
  live.news = news(null, live, live.rows, 0);
}

function patch(said) {
  const before = { head: live.head, rows: byKey, first: live.rows[0]?.key }, changed = [];
  live.seq = said.seq;
  if (said.head) live.head = Object.freeze({ ...live.head, ...said.head });
  for (const cells of said.rows ?? []) changed.push({ moved: 0, ...byKey.get(cells.key), ...cells });
  byKey = new Map(byKey);
  for (const row of changed) byKey.set(row.key, Object.freeze(row));
  if (said.order) move(said.order);
  live.rows = ordered(said.order ?? live.rows.map((row) => row.key));
  live.news = [...news(before, live, changed, now()), ...live.news].slice(0, MOST_NEWS);
}

const ordered = (order) => order.map((key) => byKey.get(key)).filter(Boolean);

function move(order) {
  const was = new Map(live.rows.map((row, i) => [row.key, i])), until = performance.now() + MOVED;
  order.forEach((key, i) => {
    const row = byKey.get(key);
    if (row && was.has(key) && was.get(key) !== i) byKey.set(key, Object.freeze({ ...row, moved: was.get(key) - i, until }));
  });
  byKey = new Map(order.filter((key) => byKey.has(key)).map((key) => [key, byKey.get(key)]));
}

// Whether what is seen can be trusted, and how old it is; null: the feed never said anything.
export function health() {
  const at = performance.now(), isCut = url && !away && at - heard > SILENT, said = isCut ? "cut" : away || live.feed.state, { isThere } = live;
  const state = said === "down" && spoke === null ? "mute" : said;
  return { state, isThere, age: spoke === null ? null : at - spoke, isStale: isThere && !live.isPaused && !KEPT.includes(state), says: isCut ? "" : live.feed.says };
}

function hold() {
  const isHeld = live.isPaused || health().isStale;
  if (isHeld !== (held !== null)) held = isHeld ? now() : null;
}

function tick() {
  const silence = performance.now() - heard;
  if (socket?.readyState === WebSocket.OPEN && silence > 900) socket.send('{"type":"ping"}'); // a busy board is its own pulse
  if (socket && quiet() > LOST) anew();
  hold();
  tell("health");
}

const quiet = () => performance.now() - Math.max(heard, tried);

function wake() { // the network is back, or somebody looks again at a phone that slept
  if (url && !live.isPaused && !document.hidden && (!socket || quiet() > SILENT)) anew();
}

function anew() {
  leave();
  connect();
}

export function start(path) {
  stop();
  url = path;
  spoke = heard = performance.now();
  ticking = setInterval(tick, 500);
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  const there = new URL(location).searchParams;
  live.mine = there.get("kart") ?? "";
  live.pair = (there.get("pair") ?? "").split(",").filter(Boolean).slice(0, 2);
  if (url) connect();
}

export function stop() {
  clearInterval(ticking);
  window.removeEventListener("online", wake);
  document.removeEventListener("visibilitychange", wake);
  leave();
  [url, attempts, away, offset, held, byKey] = ["", 0, "", null, null, new Map()];
  Object.assign(live, fresh());
}

function connect() {
  const to = new URL(url, location.href);
  to.protocol = location.protocol.replace("http", "ws");
  if (live.delay) to.searchParams.set("delay", live.delay);
  if (live.seq !== null) to.searchParams.set("seq", live.seq);
  const mine = (socket = new WebSocket(to)), played = live.replay;
  tried = performance.now();
  mine.onopen = () => { // another replay, from its beginning: it is to go on where this one was
    if (played) send({ type: "replay", at_ms: Math.round(playedTo(played)), speed: played.speed, is_playing: played.is_playing });
  };
  mine.onmessage = (event) => {
    if (mine !== socket) return;
    attempts = 0;
    take(JSON.parse(event.data));
  };
  mine.onclose = (event) => {
    if (mine !== socket) return;
    socket = null;
    away = AWAY[event.code] ?? "";
    if (away) live.feed = { state: away, says: event.reason };
    retry = setTimeout(connect, (away ? LATER : WAITS[Math.min(attempts++, WAITS.length - 1)]) * (0.8 + 0.4 * Math.random()));
    tell("health");
  };
}

function leave() {
  clearTimeout(retry);
  const old = socket;
  socket = null;
  old?.close();
}

export function send(said) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(said));
}

export function setDelay(s) { // the server then tells of another moment: the whole anew
  if (s === live.delay && !live.isPaused) return;
  live.delay = s;
  live.seq = offset = null;
  keep("delay", s ? String(s) : "");
  again();
}

export function setPaused(isPaused) { // what was said in the meantime comes at once, as it does to who was away
  if (isPaused === live.isPaused) return;
  if (!isPaused) return again();
  live.isPaused = true;
  hold();
  leave();
  tell("delay");
  tell("health");
}

function again() {
  live.isPaused = false;
  spoke = heard = performance.now();
  hold();
  if (url) anew();
  tell("delay");
  tell("health");
}

export function setMine(number) {
  live.mine = live.mine === number ? "" : number;
  keep("kart", live.mine);
  tell("mine");
}

export function setPair(pair) {
  live.pair = pair.slice(-2);
  keep("pair", live.pair.join(","));
  tell("mine");
}
