import { keep, shown } from "racetrace-live";

export default {
  template: `
    <div><div class="panes__ways" role="tablist" aria-label="Beside the tower" @keydown="key"><button v-for="([way, word]) in ways" :key="way" :ref="way" class="panes__way" role="tab" :id="'way-' + way" :aria-selected="way === here" :tabindex="way === here ? 0 : -1" @click="choose(way)">{{ word }}</button></div>
      <div ref="panes" class="panes__body" role="tabpanel" tabindex="0" :aria-labelledby="'way-' + here" :data-pane="here"><slot></slot></div></div>`,
  props: { ways: Array, chosen: String },
  data() { return { here: this.chosen }; },
  mounted() { this.show(); },
  updated() { this.show(); },
  methods: {
    show() { [...this.$refs.panes.children].forEach((pane, i) => { pane.hidden = this.ways[i]?.[0] !== this.here; }); },
    choose(way) {
      this.here = way;
      keep("pane", way === this.ways[0][0] ? "" : way);
      this.$nextTick(() => { this.show(); shown(); });
    },
    key(event) {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      const i = this.ways.findIndex(([way]) => way === this.here), [to] = this.ways[(i + by + this.ways.length) % this.ways.length];
      this.choose(to);
      this.$refs[to][0].focus();
      event.preventDefault();
    },
  },
};
