// What the rail has no room for: a list below a button of the bar.
export default {
  template: `
    <div @keydown.esc="shut" @focusout="leave"><button ref="opener" type="button" class="btn btn--quiet btn--icon" :title="label" :aria-label="label" :aria-expanded="String(open)" @click="open = !open"><slot></slot></button>
      <nav v-show="open" class="places" :aria-label="label"><a v-for="place in places" :key="place.href" class="places__one" :class="place.classes" :href="place.href">{{ place.word }}</a></nav></div>`,
  props: { label: String, places: Array },
  data: () => ({ open: false }),
  methods: {
    shut() {
      if (this.open) this.$refs.opener.focus();
      this.open = false;
    },
    leave(event) {
      if (!this.$el.contains(event.relatedTarget)) this.open = false;
    },
  },
};
