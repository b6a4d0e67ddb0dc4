// What just happened, told from two states of the board: newest first.
import { SHOWN, lapTime } from "./words.js";

const WENT = { pit: "into the pit lane", out_lap: "back on track", stopped: "stopped", retired: "retired", finished: "finished" };

export function news(before, after, changed, at) {
  if (!before) return first(after);
  const told = [];
  for (const row of changed) {
    const was = before.rows.get(row.key);
    if (!was) continue;
    const tell = (says, tone = "") => told.push({ at, row, says, tone });
    if (was.state !== row.state && WENT[row.state]) tell(WENT[row.state]);
    if (row.last_mark === "ob" && row.last !== was.last) tell(`best lap of all, ${lapTime(row.last)}`, "purple");
    if (row.penalty && row.penalty !== was.penalty) tell(`penalty: ${row.penalty}`, "yellow");
  }
  const lead = after.rows[0];
  if (lead && before.first && lead.key !== before.first && after.head.kind === "race") told.push({ at, row: lead, says: "takes the lead", tone: "" });
  if (after.head.flag !== before.head.flag) told.push(flagged([at, after.head.flag]));
  return told.filter(Boolean).reverse();
}

const flagged = ([at, flag]) => (SHOWN[flag] ? { at, row: null, says: SHOWN[flag], tone: "", flag } : null);

function first({ head, rows }) {
  const inside = rows.filter((row) => row.pit_since_ms).map((row) => ({ at: row.pit_since_ms, row, says: WENT.pit, tone: "" }));
  return [...inside, ...(head.flags ?? []).map(flagged)].filter(Boolean).sort((p, q) => q.at - p.at).slice(0, 12);
}
