// A secret address: told once, to be copied now.
export default {
  template: `
    <div><p class="once__says">{{ sentence }}</p>
      <div class="once__line"><input ref="field" class="once__field" readonly :value="full" :aria-label="label" @focus="$event.target.select()"><button type="button" class="btn btn--line" @click="copy">{{ said }}</button></div></div>`,
  props: { path: String, label: String, sentence: String },
  data: () => ({ said: "Copy" }),
  computed: {
    full() { return new URL(this.path, location.origin).href; },
  },
  methods: {
    async copy() {
      this.$refs.field.select();
      try {
        await navigator.clipboard.writeText(this.full);
        this.said = "Copied";
      } catch {
        this.said = document.execCommand("copy") ? "Copied" : "Press Ctrl+C"; // over plain http there is no clipboard
      }
    },
  },
};
