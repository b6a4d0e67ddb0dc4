// The keys of the laps of a comparison: 1…9 look at one, r makes the lap looked at the reference, Delete removes it.
export default {
  template: `<div><slot></slot></div>`,
  mounted() {
    document.addEventListener("keydown", this.key);
  },
  unmounted() {
    document.removeEventListener("keydown", this.key);
  },
  methods: {
    key(event) {
      const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (writes || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (/^[1-9]$/.test(event.key) || event.key === "r" || event.key === "Delete") this.$emit("lapkey", event.key);
    },
  },
};
