import { gap, live, name, onSeen, setMine } from "racetrace-live";

const STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 300]; // s between two ticks
const TRAIN = 1000; // ms
const LANES = 4, CLOSE = 3.4; // % of the width that a number needs

export default {
  template: `
    <div><div class="gapstrip__head"><b>Behind the leader</b> <span class="muted">{{ says }}</span></div>
      <div class="gapstrip__axis" :style="{ height: 30 + 16 * lanes + 'px' }">
        <i v-for="t in trains" class="gapstrip__train" :style="t"></i><span v-for="t in ticks" class="gapstrip__tick num" :style="{ left: t.left }">{{ t.said }}</span>
        <button v-for="k in keys" :key="k.key" class="gapstrip__key" :class="{ 'is-mine': k.number === mine, 'is-lapped': k.isLapped }" :style="{ left: k.left + '%' }" :title="k.title" :aria-label="k.title" tabindex="-1" @click="follow(k)">
          <i></i><b class="num" :style="{ top: 22 + 16 * k.lane + 'px' }">{{ k.number }}</b></button></div>
      <div v-if="lapped.length" class="gapstrip__lapped"><span class="muted">Lapped</span><span v-for="r in lapped" class="gapstrip__lap num" :class="{ 'is-mine': r.number === mine }"><i></i>{{ r.number }}<small class="muted">{{ gap(r.gap) }}</small></span></div></div>`,
  data: () => ({ rows: [], mine: "" }),
  computed: {
    timed() { return this.rows.map((r, i) => [r, i ? r.gap : [0, 0]]).filter(([, g]) => g && !g[1]); },
    lapped() { return this.rows.filter((r) => r.gap?.[1]); },
    end() { return Math.max(2000, ...this.timed.map(([, g]) => g[0])) * 1.03; },
    says() { return this.timed.length > 1 ? "joined: less than a second apart" : "gaps come with the next laps"; },
    ticks() {
      const step = STEPS.find((s) => this.end / 1000 / s <= 6) ?? 600;
      return Array.from({ length: Math.floor(this.end / 1000 / step) + 1 }, (_, i) => ({ said: i ? `${i * step} s` : "0", left: (i * step * 100_000) / this.end + "%" }));
    },
    keys() {
      const ends = [];
      return this.timed.map(([r, g]) => {
        const left = (g[0] / this.end) * 100;
        let lane = ends.findIndex((end) => left - end > CLOSE);
        if (lane < 0) lane = ends.length < LANES ? ends.length : ends.indexOf(Math.min(...ends));
        ends[lane] = left;
        return { key: r.key, number: r.number, left, lane, title: `${r.number} ${name(r)}, ${g[0] ? gap(g) + " s behind" : "leads"}` };
      });
    },
    trains() { // who is no more than a second behind the one ahead
      const found = [];
      for (let i = 1; i < this.timed.length; i++) {
        const [from, to] = [this.timed[i - 1][1][0], this.timed[i][1][0]];
        if (to - from <= TRAIN) found.push({ left: (from * 100) / this.end + "%", width: ((to - from) * 100) / this.end + "%" });
      }
      return found;
    },
    lanes() { return Math.max(1, ...this.keys.map((k) => k.lane + 1)); },
  },
  mounted() { this.off = [onSeen(this, "board", ({ rows }) => { this.rows = rows; }), onSeen(this, "mine", () => { this.mine = live.mine; })]; },
  unmounted() { this.off.forEach((f) => f()); },
  methods: {
    gap,
    follow(k) { setMine(k.number); },
  },
};
