import { on, set, unpack, view } from "racetrace-link";

// Brings the columns of a comparison into the page, and keeps the zoom and the second cursor in its address.
export default {
  template: `<div class="linked" hidden></div>`,
  props: { zoom: Array },
  mounted() {
    if (this.zoom) set("zoom", this.zoom);
    const pin = new URL(location).searchParams.get("pin") ?? "";
    if (/^\d{1,7}$/.test(pin)) set("pin", Number(pin)); // [m]
    const later = () => {
      clearTimeout(this.later);
      this.later = setTimeout(this.keep, 200);
    };
    this.off = [on("zoom", later), on("pin", later)];
  },
  unmounted() {
    this.off.forEach((f) => f());
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
      this.rewrite((here) => Object.entries(parts).forEach(([name, value]) => (value ? here.searchParams.set(name, value) : here.searchParams.delete(name))));
    },
    keep() {
      this.address({ zoom: view.zoom?.map(Math.round).join("-"), pin: view.pin === null ? "" : String(Math.round(view.pin)) });
    },
    rewrite(change) {
      const here = new URL(location);
      change(here);
      history.replaceState(history.state, "", here.href.replaceAll("%2C", ",").replaceAll("%3A", ":"));
    },
  },
};
