import { LEAST, live, name, now, onSeen, plate, plural, spell, stint } from "racetrace-live";

export default {
  template: `
    <div><p class="pane__says">{{ says }}</p>
      <table class="grid" aria-label="Stops and stints"><thead><tr><th>No</th><th>Team, who drives</th><th class="r">Stops</th><th class="r">Stint</th><th class="r">Since</th></tr></thead>
        <tbody><tr v-for="r in sorted" :key="r.key" :class="{ 'is-mine': r.number && r.number === mine, 'is-in': inside(r) }">
          <td><span class="plate num" :style="plate(r.colour)">{{ r.number }}</span></td>
          <td class="pitboard__who"><div class="pitboard__name">{{ name(r) }}</div><div v-if="drivers(r)" class="pitboard__drivers muted"><template v-for="(d, i) in drivers(r)">{{ i ? ', ' : '' }}<b v-if="d === r.driver">{{ d }}</b><template v-else>{{ d }}</template></template></div></td>
          <td class="r num">{{ r.pits ?? 0 }}</td><td class="r num" :title="r.is_stint_least ? least : null">{{ inside(r) ? '' : stint(r, (n) => plural(n, 'lap')) }}</td>
          <td class="r num"><span v-if="inside(r)" class="tower__tag tower__tag--pit">IN {{ since(r) }}</span><template v-else>{{ since(r) }}</template></td></tr></tbody></table></div>`,
  data: () => ({ rows: [], started: 0, at: 0, mine: "", least: LEAST }),
  computed: {
    there() { return this.rows.filter((r) => !r.is_gone); },
    sorted() { return [...this.there].sort((p, q) => this.rank(p) - this.rank(q)); }, // who is in, then the longest out
    says() {
      const inside = this.there.filter(this.inside);
      return inside.length ? `${plural(inside.length, "kart")} in the pit lane: ${inside.map((r) => r.number).join(", ")}.` : "Nobody is in the pit lane.";
    },
  },
  mounted() {
    this.off = [
      onSeen(this, "board", ({ rows, head }) => { this.rows = rows; this.started = head.started_ms ?? 0; this.at = now(); }),
      onSeen(this, "health", () => { if (!live.isPaused) this.at = now(); }),
      onSeen(this, "mine", () => { this.mine = live.mine; }),
    ];
  },
  unmounted() { this.off.forEach((f) => f()); },
  methods: {
    name, plate, plural, stint,
    inside(r) { return Boolean(r.pit_since_ms); },
    begun(r) { return r.pit_since_ms ?? r.out_ms ?? this.started; },
    rank(r) { return (this.inside(r) ? 0 : 1e15) + this.begun(r); },
    isSeen(r) { return this.inside(r) || !(r.is_stint_least || r.stint_laps === null); },
    since(r) { return this.isSeen(r) && this.begun(r) && r.state !== "grid" ? spell(this.at - this.begun(r)) : ""; },
    drivers(r) { return r.drivers?.length ? r.drivers : r.driver && r.driver !== name(r) ? [r.driver] : null; },
  },
};
