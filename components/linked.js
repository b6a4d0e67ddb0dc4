import { on, set, unpack, view } from "racetrace-link";

// Brings the columns of a comparison into the page, and keeps the zoom in its address.
export default {
  template: `<div class="linked" hidden></div>`,
  props: { zoom: Array },
  mounted() {
    if (this.zoom) set("zoom", this.zoom);
    this.off = on("zoom", () => {
      clearTimeout(this.later);
      this.later = setTimeout(this.keep, 200);
    });
  },
  unmounted() {
    this.off();
    clearTimeout(this.later);
  },
  methods: {
    show(packed) {
      set("columns", unpack(packed));
    },
    look(focus) {
      set("focus", focus);
    },
    address(parts) {
      this.rewrite((here) => Object.entries(parts).forEach(([name, value]) => here.searchParams.set(name, value)));
    },
    keep() {
      this.rewrite((here) => (view.zoom ? here.searchParams.set("zoom", view.zoom.map(Math.round).join("-")) : here.searchParams.delete("zoom")));
    },
    rewrite(change) {
      const here = new URL(location);
      change(here);
      history.replaceState(history.state, "", here.href.replaceAll("%2C", ","));
    },
  },
};
