// Times, gaps and states in words. What a feed says is text, and stays text.
export const MARKS = { ob: "purple", pb: "green" };
export const FLAGS = {
  none: ["", ""],
  green: ["GREEN", "Track is clear"],
  yellow: ["YELLOW", "No overtaking"],
  double_yellow: ["DOUBLE YELLOW", "Slow down, be ready to stop"],
  sc: ["SAFETY CAR", "Close up, no overtaking"],
  vsc: ["VIRTUAL SAFETY CAR", "Keep to the pace given"],
  red: ["RED", "Stop as race control says"],
  chequered: ["FINISH", "Chequered flag"],
};
export const SHOWN = { green: "green flag", yellow: "yellow flag", double_yellow: "double yellow flag", sc: "safety car", vsc: "virtual safety car", red: "red flag", chequered: "chequered flag" };
export const STATES = { grid: "GRID", pit: "PIT", out_lap: "OUT", stopped: "STOPPED", retired: "RETIRED", finished: "FINISHED" };
export const FEEDS = {
  live: "", connecting: "Connecting", silent: "The feed is silent", stale: "The feed is silent", lost: "The feed is lost", down: "The feed is lost", mute: "The feed does not answer", gave_up: "The feed does not answer", replay: "",
  ended: "The feed has ended", off: "The feed is switched off", shut: "This is not for you to see any more", full: "Too many people watch", cut: "No connection to RaceTrace",
};
const AGAIN = "RaceTrace asks again by itself", WHY = "What it answered stands under Kept";
export const NEXT = { // what comes of it, or can be done
  silent: "The board goes on with the next word.", stale: "The board goes on with the next word.", lost: `${AGAIN}.`, down: `${AGAIN}. ${WHY}.`, mute: `${AGAIN}. ${WHY}.`, gave_up: `${AGAIN} every few minutes. ${WHY}.`, ended: "What was run stands under Kept.",
  off: "As soon as somebody follows it again, this page goes on by itself.", shut: "Sign in again, or ask who follows it.", full: "This page asks again by itself.",
  cut: "This page tries again by itself: look whether this device still has its network.",
};
export const EMPTY = { // said of a board with nobody on it
  connecting: "RaceTrace is connecting to the feed. Whoever drives will stand here.",
  live: "Nobody is on the board yet. It fills itself as soon as the feed names who drives.",
  replay: "Nobody was on the board yet at this moment of the recording. Play it, or go on to a later one.",
};
export const ended = (words) => (/[.!?]$/.test(words) ? words : `${words}.`);

const pad = (n, width = 2) => String(n).padStart(width, "0");
export const plural = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

export function lapTime(ms) { // 1:05.278
  if (ms === null || ms === undefined) return "";
  const minutes = Math.floor(ms / 60_000), rest = ((ms % 60_000) / 1000).toFixed(3).padStart(6, "0");
  return minutes >= 60 ? `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${rest}` : `${minutes}:${rest}`;
}

export const sector = (ms) => (ms === null || ms === undefined ? "" : ms < 60_000 ? (ms / 1000).toFixed(2) : lapTime(ms));

export function gap(pair) { // [ms, laps]
  if (!pair) return "";
  const [ms, laps] = pair;
  if (laps) return plural(laps, "lap");
  return ms >= 60_000 ? lapTime(ms) : (ms / 1000).toFixed(3);
}

export function signed(ms) { // of a difference: +0.342, −0.120, ±0.000
  const said = (Math.abs(ms) / 1000).toFixed(3);
  return (said === "0.000" ? "±" : ms > 0 ? "+" : "−") + said;
}

export function clock(ms) { // 2:41:02
  const s = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(s / 3600)}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}`;
}

export function spell(ms) { // 1:23 in the pit
  const s = Math.max(0, Math.floor(ms / 1000));
  return s >= 3600 ? clock(ms) : `${Math.floor(s / 60)}:${pad(s % 60)}`;
}

export function age(ms) {
  const s = Math.max(0, ms) / 1000;
  if (s < 9.95) return `${s.toFixed(1)} s`;
  return s < 60 ? `${Math.floor(s)} s` : s < 3600 ? `${Math.floor(s / 60)} min` : `${Math.floor(s / 3600)} h`;
}

export const ago = (ms) => (ms < 1000 ? "now" : ms < 60_000 ? `${Math.floor(ms / 1000)} s` : age(ms));

export function delay(s) {
  return s ? `−${s < 60 ? `${s} s` : `${+(s / 60).toFixed(1)} min`}` : "live";
}

// The session's clock at a moment of the feed.
export function counted(of, now) {
  if (!of || of.counting === "none") return "";
  if (of.counting === "laps") return of.laps_total ? `${of.laps_done ?? 0} / ${plural(of.laps_total, "lap")}` : of.laps_done ? `Lap ${of.laps_done}` : "";
  if (of.value_ms === null || of.value_ms === undefined) return of.text ?? "";
  const since = of.counting === "still" ? 0 : Math.max(0, now - of.at_ms);
  return clock(of.counting === "countdown" ? of.value_ms - since : of.value_ms + since);
}

export const TOLD = "told afterwards by the timing system"; // of laps that nobody heard as they were driven

// Laps since the last stop; where the start of the stint was not seen it may be longer, or nothing is known.
export const LEAST = "At least: the start of this stint was not seen";
export const stint = (row, spelt = String) => (row.stint_laps === null || row.stint_laps === undefined ? "" : (row.is_stint_least ? "≥ " : "") + spelt(row.stint_laps));

// The colour of a plate, if it can be told from the panels of both themes.
export function plate(colour) {
  if (!/^#[0-9a-f]{6}$/i.test(colour ?? "")) return {};
  const n = parseInt(colour.slice(1), 16), light = ((n >> 16) + ((n >> 8) & 255) + (n & 255)) / 3;
  return light > 60 && light < 225 ? { "--plate": colour } : {};
}

export const name = (row) => row.name || row.driver || (row.number ? `No ${row.number}` : "");
export const second = (row) => (row.driver && row.driver !== name(row) ? row.driver : "");
