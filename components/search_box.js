const SOON = 120; // ms after the last letter

export default {
  inheritAttrs: false,
  template: `
    <Teleport :to="bar" :disabled="!bar"><label v-bind="$attrs" role="search"><svg class="ico" width="16" height="16" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" aria-hidden="true"><path d="M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M13 13l4 4"/></svg>
      <input ref="field" type="search" data-key="/" :aria-label="label" :placeholder="label" :value="typed" :maxlength="longest" autocomplete="off" spellcheck="false" @input="type" @keydown.esc="leave">
      <kbd class="kbd">/</kbd></label></Teleport>`,
  data: () => ({ bar: null }),
  props: { label: String, typed: String, asked: Boolean, longest: Number },
  mounted() { // where there is room it stands in the bar, as on every other page
    this.wide = matchMedia("(min-width: 761px)");
    this.wide.addEventListener("change", this.move);
    this.move();
    if (this.asked) this.$nextTick(() => this.$refs.field.focus());
  },
  unmounted() {
    this.wide.removeEventListener("change", this.move);
    clearTimeout(this.timer);
  },
  methods: {
    move() {
      this.bar = this.wide.matches ? document.querySelector(".bar__search") : null;
    },
    type() {
      clearTimeout(this.timer);
      this.timer = setTimeout(this.find, SOON);
    },
    find() {
      const typed = this.$refs.field.value, address = new URL(location.href);
      address.searchParams.delete("before");
      typed ? address.searchParams.set("find", typed) : address.searchParams.delete("find");
      history.replaceState(history.state, "", address);
      this.$emit("find", typed);
    },
    leave(event) {
      event.preventDefault();
      this.$refs.field.value = "";
      this.find();
      this.$refs.field.blur();
    },
  },
};
