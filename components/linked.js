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
    keep() {
      const here = new URL(location);
      if (view.zoom) here.searchParams.set("zoom", view.zoom.map(Math.round).join("-"));
      else here.searchParams.delete("zoom");
      history.replaceState(history.state, "", here.href.replaceAll("%2C", ","));
    },
  },
};
