export default {
  template: `
    <div><table class="grid"><thead><tr><th></th><th>Lap</th><th class="r">Time</th><th class="r">Gap</th><th class="wide">Measured by</th>
      <th></th><th class="r wide">km</th><th class="r">Top km/h</th></tr></thead>
    <tbody><tr v-for="r in rows" :key="r.number" :data-lap="r.number" :class="{ 'is-faint': !r.counts, 'is-picked': picked.includes(r.number) }"
      tabindex="0" role="checkbox" :aria-checked="picked.includes(r.number)" @click="pick(r.number)" @keydown="key($event, r.number)">
      <td><div class="pick"><svg width="12" height="12" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2.4"><path d="M4 10.5 8 14.5 16 5.5"/></svg></div></td>
      <td class="strong">{{ r.label }}</td>
      <td class="r"><span class="cell cell--time num" :class="'cell--' + r.tone">{{ r.time }}</span></td>
      <td class="r"><div class="gapbar"><i :style="{ width: r.share * 64 + 'px' }"></i><span class="num" :class="{ 'tone-purple': r.gap === 'best' }">{{ r.gap }}</span></div></td>
      <td class="muted wide">{{ r.measured }} <span class="num">{{ r.fine }}</span></td>
      <td class="muted laps__note">{{ r.note }}</td><td class="r num wide">{{ r.length }}</td><td class="r num">{{ r.top }}</td>
    </tr></tbody></table></div>`,
  props: { rows: Array, chosen: Array },
  data() {
    return { picked: this.chosen };
  },
  methods: {
    pick(number) {
      this.picked = this.picked.includes(number) ? this.picked.filter((n) => n !== number) : [...this.picked, number];
      this.$emit("pick", this.picked);
    },
    key(event, number) {
      const row = event.currentTarget;
      if (event.key === "Enter" || event.key === " " || event.key === "x") this.pick(number);
      else if (event.key === "j" || event.key === "ArrowDown") row.nextElementSibling?.focus();
      else if (event.key === "k" || event.key === "ArrowUp") row.previousElementSibling?.focus();
      else return;
      event.preventDefault();
    },
  },
};
