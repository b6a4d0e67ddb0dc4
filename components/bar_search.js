// The field in the bar: sessions while one types; what the server answers to older words is not shown.
const SOON = 120; // ms after the last letter

export default {
  template: `
    <div role="search" @focusout="leave"><label class="search"><svg class="ico" width="16" height="16" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" aria-hidden="true"><path d="M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M13 13l4 4"/></svg>
      <input ref="field" type="search" data-key="/" v-model="typed" aria-label="Search" placeholder="Search tracks, sessions, drivers" :maxlength="longest" autocomplete="off" spellcheck="false"
        role="combobox" aria-autocomplete="list" aria-controls="bar-hits" :aria-expanded="String(open)" :aria-activedescendant="open && hits[at] ? 'hit-' + at : null" @input="later" @focus="typed.trim() && ask()" @keydown="key">
      <kbd class="kbd">/</kbd></label>
      <div v-show="open" class="hits"><div id="bar-hits" role="listbox" aria-label="Found">
        <a v-for="(hit, i) in hits" :key="hit.href" :id="'hit-' + i" class="hits__one" :class="{ 'is-on': at === i }" role="option" :aria-selected="String(at === i)" tabindex="-1" :href="hit.href" @mousemove="at = i">
          <span class="hits__words"><b>{{ hit.title }}</b><span>{{ hit.about }}</span></span><span class="num">{{ hit.time }}</span></a></div>
        <p v-if="!hits.length" class="hits__none">{{ busy ? "Looking …" : "Nothing has all these words. Try fewer of them." }}</p>
        <a v-if="more" class="hits__more" :href="'/?find=' + encodeURIComponent(typed)">All that has these words</a></div></div>`,
  props: { longest: Number },
  data: () => ({ typed: "", hits: [], at: 0, open: false, busy: false, more: false }),
  unmounted() {
    clearTimeout(this.wait);
  },
  methods: {
    later() {
      clearTimeout(this.wait);
      this.wait = setTimeout(this.ask, SOON);
    },
    ask() {
      this.asked = this.typed.trim();
      if (!this.asked) return (this.open = false);
      this.open = this.busy = true;
      this.$emit("seek", this.asked);
    },
    found(answer) {
      if (answer.typed !== this.asked) return;
      Object.assign(this, { hits: answer.hits, more: answer.more, at: 0, busy: false });
    },
    leave(event) {
      if (!this.$el.contains(event.relatedTarget)) this.open = false;
    },
    key(event) {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by) this.at = Math.max(0, Math.min(this.hits.length - 1, this.at + by));
      else if (event.key === "Enter") { if (this.open && !this.busy && this.hits[this.at]) location.assign(this.hits[this.at].href); }
      else if (event.key === "Escape") { Object.assign(this, { typed: "", open: false }); this.$refs.field.blur(); }
      else return;
      event.preventDefault();
    },
  },
};
