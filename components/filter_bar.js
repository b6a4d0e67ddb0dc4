// What a list is narrowed by; all of it stands in the address, and another choice is another address.
export default {
  template: `
    <form role="search" :aria-label="label" @submit.prevent><label v-for="f in fields" :key="f.name" class="filter" :class="{ 'is-set': f.value }"><span>{{ f.label }}</span>
      <select v-if="f.options" :value="f.value" @change="go(f.name, $event.target.value)"><option v-for="[value, word] in f.options" :key="value" :value="value">{{ word }}</option></select>
      <input v-else :type="f.kind" :value="f.value" :placeholder="f.hint" maxlength="200" @change="go(f.name, $event.target.value)"></label></form>`,
  props: { label: String, fields: Array },
  methods: {
    go(name, value) {
      const address = new URL(location.href);
      value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
      for (const other of this.fields.find((f) => f.name === name).drops ?? []) address.searchParams.delete(other);
      address.searchParams.delete("skip");
      location.assign(address);
    },
  },
};
