export default {
  template: `
    <div><table class="grid"><thead><tr><th class="laps__pick"></th><th>Lap</th><th class="r">Time</th><th class="r">Gap</th>
      <th class="wide">{{ sectors }}</th><th class="r wide">km</th><th class="r wide">Top km/h</th></tr></thead>
    <tbody><tr v-for="r in rows" :key="r.id" :data-lap="r.number" :class="{ 'is-faint': !r.counts, 'is-picked': picked.includes(r.id) }"
      @click="pick(r.id)" @keydown="key($event, r.id)">
      <td class="laps__pick"><button class="laps__choose" role="checkbox" :aria-checked="picked.includes(r.id)" :aria-label="'Choose ' + r.label">
        <span class="pick"><svg width="12" height="12" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2.4"><path d="M4 10.5 8 14.5 16 5.5"/></svg></span></button></td>
      <td><a class="laps__link" :href="'/laps/' + r.id" :title="'Open ' + r.label" @click.stop>{{ r.label }}</a></td>
      <td class="r"><span class="cell cell--time num" :class="'cell--' + r.tone" :title="r.measured">{{ r.time }}</span></td>
      <td v-if="r.counts" class="r"><div class="gapbar"><i :style="{ width: r.share * 64 + 'px' }"></i><span class="num" :class="{ 'tone-purple': r.gap === 'best' }">{{ r.gap }}</span></div></td>
      <td v-if="r.ribbon && r.counts" class="wide laps__ribbon"><svg class="ribbon" :viewBox="box" preserveAspectRatio="none" role="img" :aria-label="r.ribbon.said"><title>{{ r.ribbon.said }}</title>
        <path v-for="(d, tone) in r.ribbon.paths" :class="'c-' + tone" :d="d"/></svg></td>
      <td v-else-if="r.counts" class="wide muted laps__note">– {{ r.note }}</td>
      <td v-else class="muted laps__note" colspan="2">– {{ r.note }}</td>
      <td class="r num wide">{{ r.length }}</td><td class="r num wide">{{ r.top }}</td>
    </tr></tbody></table>
    <div class="legendline"><span><i class="s-purple"></i>best of all</span><span><i class="s-green"></i>own best so far</span><span><i class="s-yellow"></i>slower</span>
      <span v-if="sectors" class="wide"><i class="s-lose"></i>mini-sector, more than 5 % lost</span></div></div>`,
  props: { rows: Array, chosen: Array, box: String, best: Number },
  data() {
    return { picked: this.chosen };
  },
  computed: {
    sectors() { return this.rows.some((r) => r.ribbon) ? "24 mini-sectors" : ""; },
  },
  methods: {
    pick(id) {
      this.choose(this.picked.includes(id) ? this.picked.filter((n) => n !== id) : [...this.picked, id]);
    },
    choose(ids) {
      this.picked = ids;
      this.$emit("pick", ids);
    },
    key(event, id) {
      const row = event.currentTarget, to = (other) => other?.querySelector(".laps__choose").focus();
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "x") this.pick(id);
      else if (event.key === "b" && this.best && !this.picked.includes(this.best)) this.pick(this.best);
      else if (event.key === "j" || event.key === "ArrowDown") to(row.nextElementSibling);
      else if (event.key === "k" || event.key === "ArrowUp") to(row.previousElementSibling);
      else return;
      event.preventDefault();
    },
  },
};
