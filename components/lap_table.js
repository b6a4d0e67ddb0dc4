export default {
  template: `
    <div><table class="grid"><thead><tr><th class="laps__pick"></th><th>Lap</th><th class="r">Time</th><th class="r">Gap</th>
      <th class="wide">{{ sectors }}</th><th class="wide">{{ speeds.size ? "Speed" : "" }}</th><th class="r wide">{{ units[0] }}</th><th class="r wide">Top {{ units[1] }}</th></tr></thead>
    <tbody><tr v-for="r in rows" v-show="r.counts || isOpen" :key="r.id" data-row :data-lap="r.number" :class="{ 'is-faint': !r.counts, 'is-picked': picked.includes(r.id) }" @click="pick(r.id)">
      <td class="laps__pick"><button class="laps__choose" role="checkbox" data-row-key="x" :aria-checked="picked.includes(r.id)" :aria-label="'Choose ' + r.label">
        <span class="pick" :data-key="r.id === best && !picked.includes(r.id) ? 'b' : null"><svg width="12" height="12" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2.4"><path d="M4 10.5 8 14.5 16 5.5"/></svg></span></button></td>
      <td><a class="laps__link" :href="'/laps/' + r.id" :title="'Open ' + r.label" @click.stop>{{ r.label }}</a></td>
      <td class="r"><span class="cell cell--time num" :class="'cell--' + r.tone" :title="r.measured">{{ r.time }}</span><span v-if="r.stated" class="laps__stated num muted wide" :title="r.measured">logger {{ r.stated }}</span><span v-if="r.official" class="laps__official" :title="r.measured">official</span></td>
      <td v-if="r.counts" class="r"><div class="gapbar"><i :style="{ width: r.share * 64 + 'px' }"></i><span class="num" :class="{ 'tone-purple': r.gap === 'best' }">{{ r.gap }}</span></div></td>
      <td v-if="r.ribbon && r.counts" class="wide laps__ribbon"><svg class="ribbon" :viewBox="box" preserveAspectRatio="none" role="img" :aria-label="r.ribbon.said"><title>{{ r.ribbon.said }}</title>
        <path v-for="(d, tone) in r.ribbon.paths" :class="'c-' + tone" :d="d"/></svg></td>
      <td v-else-if="r.counts" class="wide muted laps__note">– {{ r.note }}</td>
      <td v-else class="muted laps__note" colspan="2">– {{ r.note }}</td>
      <td class="wide laps__speed"><svg v-if="speeds.get(r.id)" class="spark" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true"><path :d="speeds.get(r.id)"/></svg></td>
      <td class="r num wide">{{ r.length }}</td><td class="r num wide">{{ r.top }}</td>
    </tr></tbody>
    <tbody v-if="folded"><tr data-row><td colspan="8" class="laps__folded">
      <button class="laps__fold" :aria-expanded="isOpen" @click="isOpen = !isOpen">{{ isOpen ? "Hide " + folded : folded }}</button></td></tr></tbody></table>
    <div class="legendline"><span><i class="s-purple"></i>best of all</span><span><i class="s-green"></i>own best so far</span><span><i class="s-yellow"></i>slower</span>
      <span v-if="sectors" class="wide"><i class="s-lose"></i>mini-sector, more than 5 % lost</span></div></div>`,
  props: { rows: Array, chosen: Array, folded: String, box: String, units: Array, best: Number },
  data() {
    const isOutside = (row) => !row.counts && this.chosen.includes(row.id);
    return { picked: this.chosen, isOpen: !this.folded || this.rows.some(isOutside), speeds: new Map() };
  },
  watch: {
    chosen(now) { this.picked = now; },
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
    draw(paths) {
      this.speeds = new Map(paths);
    },
  },
};
