export default {
  template: `
    <nav aria-label="Laps">
      <a v-if="before" class="btn btn--line" :href="before.href" title="The lap before (k)">← {{ before.label }}</a>
      <a v-if="after" class="btn btn--line" :href="after.href" title="The lap after (j)">{{ after.label }} →</a>
    </nav>`,
  props: { before: Object, after: Object },
  mounted() {
    document.addEventListener("keydown", this.key);
  },
  unmounted() {
    document.removeEventListener("keydown", this.key);
  },
  methods: {
    key(event) {
      const writes = event.target.closest("input, textarea, select, [contenteditable]");
      if (writes || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = event.key === "j" ? this.after : event.key === "k" ? this.before : null;
      if (to) location.assign(to.href);
    },
  },
};
