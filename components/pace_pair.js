import { TOLD, lapTime, live, name, onSeen, plate, setPair, signed } from "racetrace-live";

const MEAN = 5; // laps

// The two that were chosen; else who is followed and the kart ahead; else the first two.
function chosen(rows, pair, mine) {
  const of = (number) => rows.find((r) => r.number === number);
  const [a, b] = pair.map(of).filter(Boolean);
  if (a && b) return [a, b];
  const i = Math.max(1, rows.findIndex((r) => r.number && r.number === (a?.number ?? mine)));
  return a && i < rows.length && rows[i] !== a ? [a, rows[0]] : [rows[i], rows[i - 1]];
}

export default {
  template: `
    <div><p class="pane__says">{{ says }}</p><template v-if="both.length">
      <div class="pacepair__choose"><label v-for="(r, k) in both"><span class="unseen">{{ k ? 'against' : 'kart' }}</span><span class="plate num" :style="plate(r.colour)">{{ r.number }}</span><select :value="r.number" @change="choose(k, $event.target.value)"><option v-for="o in rows" :value="o.number">{{ o.number }} {{ name(o) }}</option></select></label></div>
      <table class="grid pacepair__table" aria-label="Pace of the two"><thead><tr><th>Lap</th><th class="r">{{ both[0].number }}</th><th class="r">{{ both[1].number }}</th><th class="r">Difference</th></tr></thead>
        <tbody><tr v-for="l in laps" :class="{ 'is-faint': l.isPit }"><td class="num">{{ l.n }}<span v-if="l.isPit" class="muted"> pit</span><i v-if="l.isTold" class="told" role="img" :title="told" :aria-label="told"></i></td><td class="r num">{{ lapTime(l.a) }}</td><td class="r num">{{ lapTime(l.b) }}</td><td class="r"><span class="pacepair__diff num" :class="tone(l)"><i :style="{ width: wide(l) + 'px' }"></i>{{ signed(l.a - l.b) }}</span></td></tr>
          <tr v-if="mean" class="pacepair__mean"><td>Mean of {{ mean.n }}</td><td class="r num">{{ lapTime(mean.a) }}</td><td class="r num">{{ lapTime(mean.b) }}</td><td class="r"><b class="num" :class="mean.a < mean.b ? 'tone-gain' : 'tone-lose'">{{ signed(mean.a - mean.b) }}</b></td></tr></tbody></table><p v-if="laps.some((l) => l.isTold)" class="pacepair__told muted"><i class="told" aria-hidden="true"></i> {{ told }}.</p></template></div>`,
  data: () => ({ rows: [], pair: [], mine: "", isRace: false, told: `At least one of the two: ${TOLD}` }),
  computed: {
    both() { return this.rows.length > 1 ? chosen(this.rows, this.pair, this.mine) : []; },
    laps() { // of the same number: what either lost in it is what the gap grew by
      const [a, b] = this.both, theirs = new Map((b?.recent ?? []).map((l) => [l[0], l]));
      return (a?.recent ?? []).filter((l) => l[1] && theirs.get(l[0])?.[1]).map((l) => ({ n: l[0], a: l[1], b: theirs.get(l[0])[1], isPit: l[3] || theirs.get(l[0])[3], isTold: l[4] || theirs.get(l[0])[4] })).reverse();
    },
    fair() { return this.laps.filter((l) => !l.isPit).slice(0, MEAN); },
    mean() {
      const n = this.fair.length, sum = (side) => Math.round(this.fair.reduce((all, l) => all + l[side], 0) / n);
      return n ? { n, a: sum("a"), b: sum("b") } : null;
    },
    apart() { // now [ms]: positive when the first of the two is behind
      const [p, q] = this.both.map((r) => (r === this.rows[0] ? [0, 0] : r.gap));
      return !this.isRace || !p || !q || p[1] || q[1] ? null : p[0] - q[0];
    },
    says() {
      if (!this.both.length) return "Two karts are needed to set them against each other.";
      if (!this.mean) return "The laps of these two cannot be set against each other yet.";
      const [a, b] = this.both.map((r) => r.number), by = this.mean.a - this.mean.b, pace = `${(Math.abs(by) / 1000).toFixed(3)} s a lap`;
      const first = Math.abs(by) < 10 ? `${a} and ${b} are equally fast` : `${a} is ${pace} ${by < 0 ? "faster" : "slower"} than ${b}`;
      if (this.apart === null || Math.abs(by) < 10) return first + ".";
      const gap = `${(Math.abs(this.apart) / 1000).toFixed(3)} s`, closes = this.apart > 0 === by < 0, left = Math.abs(this.apart / by);
      return `${first}. The gap of ${gap} ${closes ? `shrinks${left < 40 ? `: about ${Math.ceil(left)} laps` : ""}` : "grows"}.`;
    },
  },
  mounted() {
    this.off = [
      onSeen(this, "board", ({ rows, head }) => { this.rows = rows.filter((r) => r.number && !r.is_gone); this.isRace = head.kind === "race"; }),
      onSeen(this, "mine", () => { this.mine = live.mine; this.pair = [...live.pair]; }),
    ];
  },
  unmounted() { this.off.forEach((f) => f()); },
  methods: {
    lapTime, name, plate, signed,
    tone(l) { return l.isPit ? "" : l.a < l.b ? "tone-gain" : "tone-lose"; },
    wide(l) { return l.isPit ? 0 : Math.min(60, Math.abs(l.a - l.b) / 25); },
    choose(k, number) {
      const pair = this.both.map((r) => r.number);
      pair[k] = number;
      setPair(pair[0] === pair[1] ? [pair[k], this.both[k].number] : pair);
    },
  },
};
