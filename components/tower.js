import { EMPTY, FEEDS, LEAST, MARKS, NEXT, STATES, TOLD, ended, gap, health, lapTime, live, name, now, on, plate, second, sector, setMine, setPair, spell, stint } from "racetrace-live";

const GLIDE = 260; // ms
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

export default {
  template: `
    <div :data-rows="rows.length"><table class="grid" aria-label="Timing">
      <thead><tr><th class="r" aria-label="Place"></th><th class="tower__move"></th><th>No</th><th>Team</th><th v-if="has.gap" class="wide tower__train">Behind the leader</th><th class="r">Gap</th><th v-if="has.interval" class="r wide">Int</th>
        <th v-for="n in has.sectors" class="r wide">S{{ n }}</th><th class="r">Last</th><th class="r wide">Best</th><th v-if="!has.sectors.length" class="wide">Last 10 laps</th>
        <th class="r wide">Laps</th><th v-if="has.pits" class="r wide" title="Stops made">Pits</th><th v-if="has.pits" class="r wide" title="Laps since the last stop">Stint</th></tr></thead>
      <tbody ref="rows">
        <tr v-for="(r, i) in rows" :key="r.key" :data-key="r.key" data-row :class="{ 'is-in': r.state === 'pit', 'is-mine': isMine(r), 'is-picked': pair.includes(r.number), 'is-gone': r.is_gone }" @click="follow(r)"
          v-memo="[r, i, isMine(r), pair.includes(r.number), isMoved(r), tag(r), at(r, i), r.best === top, typical, columns, kind]">
          <td class="tower__pos num r">{{ i + 1 }}</td><td class="tower__move" :class="r.moved > 0 ? 'tone-gain' : 'tone-lose'"><span class="tower__arrow"><template v-if="isMoved(r)"><span aria-hidden="true">{{ r.moved > 0 ? '▲' : '▼' }}</span><span class="unseen">{{ r.moved > 0 ? 'up' : 'down' }} {{ Math.abs(r.moved) }}</span></template></span></td>
          <td class="tower__no"><button class="tower__follow" data-row-key="f" :aria-pressed="isMine(r)" :title="'Follow ' + r.number + ' (f)'" :aria-label="'Follow ' + r.number" @click.stop="follow(r)"><span class="plate num" :style="plate(r.colour)">{{ r.number }}</span></button><button hidden data-row-key="x" @click.stop="pick(r)">Compare the pace</button></td>
          <td class="tower__team"><div class="tower__who"><span class="tower__name">{{ name(r) }}</span><span v-if="second(r)" class="tower__driver muted">{{ second(r) }}</span><span v-if="tag(r)" class="tower__tag" :class="'tower__tag--' + r.state">{{ tag(r) }}</span><span v-if="r.penalty" class="tower__tag tower__tag--penalty" :title="'Penalty: ' + r.penalty">{{ r.penalty }}</span></div></td>
          <td v-if="has.gap" class="wide tower__train"><div class="train"><i v-if="behind(r, i) !== null" :class="{ 'is-lapped': behind(r, i) < 0 }" :style="{ left: at(r, i) }"></i></div></td>
          <td class="r num tower__gap">{{ i ? gap(r.gap) : first(r) }}</td><td v-if="has.interval" class="r num wide muted">{{ i ? gap(r.interval) : '' }}</td>
          <td v-for="n in has.sectors" class="r wide"><span class="tower__sector num" :class="'cell--' + tone(r['s' + n], r['s' + n + '_mark'])">{{ sector(r['s' + n]) }}</span></td>
          <td class="r tower__last"><span class="cell cell--time num" :class="'cell--' + tone(r.last, r.last_mark)">{{ lapTime(r.last) }}</span></td>
          <td class="r num wide" :class="r.best && r.best === top ? 'tone-purple' : 'muted'">{{ lapTime(r.best) }}</td>
          <td v-if="!has.sectors.length" class="wide"><span class="tenlaps" :title="said(r)"><i v-for="l in r.recent" :class="bar(l)" :style="{ height: tall(l[1]) + 'px' }"></i></span></td>
          <td class="r num wide">{{ r.laps || '' }}</td><td v-if="has.pits" class="r num wide muted">{{ r.pits ?? '' }}</td><td v-if="has.pits" class="r num wide muted" :title="r.is_stint_least ? least : null">{{ r.state === 'pit' ? '' : stint(r) }}</td></tr>
        <tr v-if="!isThere && !none" v-for="n in 12" class="is-waiting"><td colspan="20"><i></i></td></tr>
      </tbody></table>
      <p v-if="!rows.length && none" class="tower__none muted">{{ none }}</p></div>`,
  data: () => ({ rows: [], kind: "", isThere: false, mine: "", pair: [], ticks: 0, none: "", least: LEAST }),
  computed: {
    has() {
      const some = (key) => this.rows.some((r) => r[key] !== null && r[key] !== undefined && r[key] !== "");
      return { sectors: [1, 2, 3].filter((n) => some("s" + n)), gap: some("gap"), interval: some("interval"), pits: this.kind === "race" || this.rows.some((r) => r.pits || r.pit_since_ms) };
    },
    columns() { return JSON.stringify(this.has); },
    times() { return this.rows.flatMap((r) => r.recent ?? []).filter((l) => l[1] && !l[3]).map((l) => l[1]).sort((p, q) => p - q); },
    typical() { return Math.round((this.times[this.times.length >> 1] ?? 1) / 100) * 100 || 1; }, // coarse: or each lap would draw every row
    top() { return Math.min(...this.rows.map((r) => r.best ?? Infinity)); },
    scale() { return 1.05 ** Math.ceil(Math.log(Math.max(1000, ...this.rows.map((r, i) => this.behind(r, i) ?? 0))) / Math.log(1.05) + 0.5); },
  },
  mounted() {
    this.off = [
      on("board", this.show),
      on("mine", () => { this.mine = live.mine; this.pair = live.pair; }),
      on("health", () => { this.ticks++; this.none = this.nobody(); }), // for what counts on by itself
    ];
  },
  unmounted() { this.off.forEach((f) => f()); },
  methods: {
    gap, lapTime, name, plate, second, sector, stint,
    show({ rows, head, isThere }) {
      const was = STILL.matches || document.hidden ? null : this.places();
      Object.assign(this, { rows, kind: head.kind, isThere, none: this.nobody() });
      if (was) this.$nextTick(() => this.glide(was));
    },
    nobody() { // why nobody stands here; where nothing came at all, the bar above says it
      const { state, isThere } = health();
      if (!isThere) return NEXT[state] ? "Nothing is known of this board yet." : "";
      return EMPTY[state] ?? `${ended(FEEDS[state])} ${NEXT[state] ?? ""}`;
    },
    places() { return new Map([...this.$refs.rows?.children ?? []].map((el) => [el.dataset.key, el.offsetTop])); },
    glide(was) { // all are looked at before the first moves: what moves asks for a layout anew
      const by = new Map([...this.places()].map(([key, top]) => [key, (was.get(key) ?? top) - top]));
      for (const el of this.$refs.rows?.children ?? []) {
        const from = by.get(el.dataset.key);
        if (from) el.animate([{ transform: `translateY(${from}px)` }, { transform: "none" }], { duration: GLIDE, easing: "ease-out" });
      }
    },
    isMine(r) { return Boolean(r.number) && r.number === this.mine; },
    isMoved(r) { return this.ticks >= 0 && r.moved && performance.now() < r.until; },
    follow(r) { setMine(r.number); },
    pick(r) { setPair(this.pair.includes(r.number) ? this.pair.filter((n) => n !== r.number) : [...this.pair, r.number]); },
    first(r) { return this.kind === "race" && r.laps ? `Lap ${r.laps}` : ""; },
    behind(r, i) { return i === 0 ? 0 : !r.gap ? null : r.gap[1] ? -1 : r.gap[0]; }, // ms; −1: lapped
    at(r, i) {
      const ms = this.behind(r, i);
      return (ms < 0 ? 100 : Math.min(100, (ms / this.scale) * 100)) + "%";
    },
    tone(ms, mark) { return ms ? MARKS[mark] ?? "yellow" : ""; },
    bar([, ms, mark, isPit, isTold]) { return [isPit || !ms || ms > this.typical * 1.12 ? "is-slow" : MARKS[mark] ?? "", isTold && "is-told"]; },
    tall(ms) {
      const fastest = this.times[0] ?? 1;
      return ms ? Math.max(4, Math.min(20, 20 - ((ms - fastest) / (this.typical - fastest || 1)) * 9)) : 4;
    },
    said(r) { return (r.recent ?? []).map((l) => `Lap ${l[0]}: ${lapTime(l[1]) || "no time"}${l[3] ? ", pit" : ""}${l[4] ? `, ${TOLD}` : ""}`).join("\n"); },
    tag(r) {
      if (this.ticks >= 0 && r.state === "pit" && r.pit_since_ms && live.isThere) return `PIT ${spell(now() - r.pit_since_ms)}`;
      return r.is_gone ? "GONE" : r.state === "grid" && (r.laps || this.kind !== "race") ? "" : STATES[r.state] ?? "";
    },
  },
};
