// Light for who asks the system for light, dark for anybody else; the switch wins, and is kept in this browser.
const NAME = "racetrace-theme";

export default {
  template: `<button data-key="t" class="btn btn--quiet btn--icon" title="Theme (t)" aria-label="Theme" @click="toggle"><slot></slot></button>`,
  mounted() {
    const kept = localStorage.getItem(NAME);
    Quasar.Dark.set(kept ? kept === "dark" : !matchMedia("(prefers-color-scheme: light)").matches);
  },
  methods: {
    toggle() {
      Quasar.Dark.toggle();
      localStorage.setItem(NAME, Quasar.Dark.isActive ? "dark" : "light");
    },
  },
};
