// The channels that are drawn, in order, and all others to choose from. Says what is wanted; the page draws it.
const HEIGHTS = ["small", "normal", "tall"];

export default {
  template: `
    <div role="region" aria-label="Channels" @keydown="key">
      <div class="picker__head"><b>Channels</b><span class="grow"></span><button class="btn" title="Back to the channels that are drawn when nobody chose" @click="$emit('usual')">The usual</button><button class="btn btn--icon" aria-label="Close" title="Close (Esc)" @click="$emit('close')">✕</button></div>
      <ol class="picker__shown" aria-label="Channels shown">
        <li v-for="(one, i) in chosen" :key="one.name" class="picker__one">
          <span class="picker__name" :title="label(one.name)">{{ label(one.name) }}</span>
          <span class="picker__heights" role="group" :aria-label="'Height of ' + label(one.name)"><button v-for="(height, h) in heights" :key="height" :class="{ 'is-on': one.height === height }" :aria-pressed="String(one.height === height)"
            :aria-label="height" :title="height" @click="set(i, height)"><i :style="{ height: 5 + 4 * h + 'px' }"></i></button></span>
          <button class="picker__move" :disabled="!i" :aria-label="label(one.name) + ' up'" @click="move(i, -1)">↑</button>
          <button class="picker__move" :disabled="i === chosen.length - 1" :aria-label="label(one.name) + ' down'" @click="move(i, 1)">↓</button>
        </li>
      </ol>
      <div class="picker__search"><input ref="input" type="search" v-model="typed" placeholder="Search channels" aria-label="Search channels"></div>
      <div class="picker__all">
        <fieldset v-for="group in found" :key="group.name"><legend>{{ group.name }}</legend>
          <label v-for="one in group.channels" :key="one.name" :class="{ 'is-off': full && !has(one.name) }">
            <input type="checkbox" :checked="has(one.name)" :disabled="(full && !has(one.name)) || (has(one.name) && chosen.length === 1)" @change="toggle(one.name)">
            <span>{{ one.label }}</span><i>{{ one.unit }}</i><em v-if="one.lacks">{{ one.lacks }}</em></label>
        </fieldset>
        <p v-if="!found.length" class="picker__none">No channel is called so.</p>
      </div>
      <p v-if="full" class="picker__none">{{ most }} channels at once are the most.</p>
    </div>`,
  props: { groups: Array, picked: Array, most: Number },
  data() {
    return { chosen: this.picked.map((one) => ({ ...one })), typed: "", heights: HEIGHTS };
  },
  computed: {
    full() { return this.chosen.length >= this.most; },
    found() {
      const words = this.typed.toLowerCase().split(/\s+/).filter(Boolean);
      const fits = (text) => words.every((word) => text.toLowerCase().includes(word));
      return this.groups.map((g) => ({ ...g, channels: g.channels.filter((c) => fits([c.label, c.name, c.unit, g.name].join(" "))) })).filter((g) => g.channels.length);
    },
  },
  mounted() {
    if (matchMedia("(min-width: 761px)").matches) this.$refs.input.focus(); // on the phone that raises the keyboard
  },
  unmounted() {
    if (this.later) { clearTimeout(this.later); this.later = null; }
  },
  methods: {
    label(name) { return this.groups.flatMap((g) => g.channels).find((c) => c.name === name)?.label ?? name; },
    has(name) { return this.chosen.some((one) => one.name === name); },
    toggle(name) {
      this.chosen = this.has(name) ? this.chosen.filter((one) => one.name !== name) : [...this.chosen, { name, height: "normal" }];
      this.say();
    },
    set(i, height) {
      this.chosen[i].height = height;
      this.say();
    },
    move(i, by) {
      const [one] = this.chosen.splice(i, 1);
      this.chosen.splice(i + by, 0, one);
      this.say();
    },
    say() { // several at once are one drawing
      clearTimeout(this.later);
      this.later = setTimeout(() => this.$emit("pick", this.chosen.map((one) => ({ ...one }))), 120);
    },
    key(event) {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      if (this.typed) this.typed = "";
      else this.$emit("close");
    },
  },
};
