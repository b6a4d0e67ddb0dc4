// What each column of a feed holds: a table, and cards on a phone. Whatever the feed said is text here.
export default {
  template: `
    <div><table class="grid colmap__table"><thead><tr><th scope="col">Column</th><th scope="col">What it said</th><th scope="col">What it holds</th></tr></thead>
      <tbody><tr v-for="(c, i) in columns" :key="c.name" class="colmap__row" :class="{ 'is-unused': !c.field }">
        <td class="colmap__name strong">{{ c.name }}</td>
        <td><div class="colmap__samples num"><span v-for="s in c.samples" class="colmap__sample">{{ s }}</span><span v-if="!c.samples.length" class="muted">nothing yet</span></div></td>
        <td class="colmap__holds"><select :value="c.field" :aria-label="'What ' + c.name + ' holds'" :aria-invalid="c.is_grave ? 'true' : null" :aria-describedby="c.fault ? id + i : null" @change="$emit('choose', { column: c.name, field: $event.target.value })"><option v-for="[value, word] in meanings" :key="value" :value="value">{{ word }}</option></select>
          <p v-if="c.fault" :id="id + i" class="colmap__fault" :class="c.is_grave ? 'tone-bad' : 'tone-warn'" role="alert">{{ c.fault }}</p>
          <p v-else-if="c.proposed" class="colmap__guess muted">Guessed: {{ c.proposed }}</p></td></tr></tbody></table>
      <div class="colmap__settings"><label v-for="s in settings" :key="s.name" class="colmap__setting"><span>{{ s.label }}</span><select :value="s.value" @change="$emit('set', { name: s.name, value: $event.target.value })"><option v-for="[value, word] in s.options" :key="value" :value="value">{{ word }}</option></select></label></div></div>`,
  props: { columns: Array, settings: Array, meanings: Array },
  data: () => ({ id: `map-${Math.random().toString(36).slice(2)}-` }),
};
