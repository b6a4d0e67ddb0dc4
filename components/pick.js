// One of a few words, chosen at once.
export default {
  template: `<select class="add__select" :aria-label="label" :value="chosen" @change="$emit('pick', $event.target.value)"><option v-for="[value, word] in options" :key="value" :value="value">{{ word }}</option></select>`,
  props: { label: String, options: Array, chosen: String },
};
