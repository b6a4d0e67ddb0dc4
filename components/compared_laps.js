// The chips of the laps of a comparison, and their keys: 1…9 look at one, r makes the lap looked at the reference, Delete
// removes it. Without a focus there is nothing to look at yet.
export default {
  template: `
    <div><div v-for="(lap, k) in laps" :key="lap.id" class="chip" :class="{ 'is-focus': k === focus }" :style="{ '--lap': 'var(--' + lap.colour + ')' }">
      <a class="chip__lap" :href="lap.href" :title="'Open ' + lap.label"><i class="chip__key"></i><span v-if="lap.who" class="chip__who">{{ lap.who }}</span><span>{{ lap.number }}</span></a>
      <button class="chip__look" :aria-pressed="k === reference ? null : k === focus" @click="look(k)"><span class="chip__time num">{{ lap.time }}</span>
        <span v-if="k === reference" class="tag">REF</span><span v-else-if="lap.behind" class="num" :class="'tone-' + lap.side">{{ lap.behind }}</span></button>
      <button v-if="k !== reference" class="chip__ref" :title="'Make ' + lap.label + ' the reference (r)'" :aria-label="'Make ' + lap.label + ' the reference'" @click="$emit('reference', k)"><span>REF</span></button>
      <button class="chip__more" :title="'More for ' + lap.label" :aria-label="'More for ' + lap.label"><span>⋯</span>
        <q-menu auto-close class="menu" anchor="bottom right" self="top right"><a class="menu__item" :href="lap.href">Open the lap</a>
          <button v-if="laps.length > 1" class="menu__item" @click="$emit('remove', k)">Remove</button></q-menu></button>
    </div></div>`,
  props: { laps: Array, reference: Number, focus: Number },
  mounted() {
    document.addEventListener("keydown", this.key);
  },
  unmounted() {
    document.removeEventListener("keydown", this.key);
  },
  methods: {
    look(k) {
      if (this.focus != null && k !== this.reference && k < this.laps.length) this.$emit("look", k);
    },
    key(event) {
      const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (writes || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (/^[1-9]$/.test(event.key)) this.look(Number(event.key) - 1);
      else if (event.key === "r" && this.focus != null) this.$emit("reference", this.focus);
      else if (event.key === "Delete" && this.focus != null) this.$emit("remove", this.focus);
    },
  },
};
