import { on, set } from "racetrace-link";

export default {
  template: `
    <div><table class="grid"><thead><tr><th>Corner</th><th class="r">{{ alone ? "Time" : "Time lost" }}</th><th class="r">Entry</th><th class="r wide">Braking</th>
      <th class="r">Min</th><th class="r">Exit</th></tr></thead>
    <tbody><tr v-for="r in rows" :key="r.name" :class="{ 'is-on': r.name === hot, 'is-faint': r.side === 'even' }" data-row
      @mouseenter="light(r.name)" @mouseleave="light(null)" @click="go(r)">
      <td class="strong"><button class="corners__name" :title="'Zoom to ' + r.name + ' (Enter)'" @focus="light(r.name)" @blur="light(null)">{{ r.name }}</button></td>
      <td v-if="alone" class="r num strong">{{ r.took }}</td>
      <td v-else class="r num lost" :class="'tone-' + r.side" :title="r.lost + ' s ' + r.sigma + ' s (2 sigma)'"><i :class="'loss loss--' + r.side" :style="{ width: r.share * 56 + '%' }"></i>
        <span>{{ r.lost }}</span><em v-if="r.side === 'even'">not significant</em></td>
      <td class="r num">{{ r.entry[0] }}<small v-if="!alone">{{ r.entry[1] }}</small></td><td class="r num wide">{{ r.braking }}</td>
      <td class="r num">{{ r.min[0] }}<small v-if="!alone">{{ r.min[1] }}</small></td><td class="r num">{{ r.exit[0] }}<small v-if="!alone">{{ r.exit[1] }}</small></td>
    </tr></tbody></table></div>`,
  props: { rows: Array, stretch: Array },
  data: () => ({ hot: null }),
  computed: {
    alone() { return this.rows.some((r) => r.took !== undefined); },
  },
  mounted() {
    this.off = on("corner", (name) => (this.hot = name));
  },
  unmounted() {
    this.off();
  },
  methods: {
    light(name) {
      set("corner", name);
    },
    go(r) {
      set("zoom", [Math.max(this.stretch[0], r.from - 60), Math.min(this.stretch[1], Math.max(r.to, r.from) + 60)].map(Math.round)); // as an address says it
    },
  },
};
