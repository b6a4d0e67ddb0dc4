const WRITES = "input, textarea, select, [contenteditable]";
const LATEST = "racetrace-compare"; // where the laps that were chosen last are compared, in this tab

export default {
  template: `
    <span class="wide"><button class="btn btn--quiet btn--icon" data-key="?" title="Keys (?)" aria-label="Keys" @click="open">?</button>
    <dialog ref="map" class="keys" aria-label="Keys" @click.self="$refs.map.close()" @close="isOpen = false"><template v-if="isOpen">
      <div class="keys__head"><h2 class="strong">Keys</h2><span class="grow"></span><button class="kbd keys__close" aria-label="Close" @click="$refs.map.close()">Esc</button></div>
      <div class="keys__groups"><section v-for="group in groups" class="keys__group"><h3 class="muted">{{ group.title }}</h3>
        <dl class="keys__list"><template v-for="of in group.keys"><dt><kbd v-for="key in of.keys" class="kbd">{{ key }}</kbd></dt><dd>{{ of.says }}</dd></template></dl></section></div></template>
    </dialog></span>`,
  props: { groups: Array, leads: Object },
  data: () => ({ isOpen: false }),
  mounted() {
    this.before = ""; // what was pressed of two keys
    window.addEventListener("keydown", this.key);
    window.addEventListener("pagehide", this.remember);
  },
  unmounted() {
    window.removeEventListener("keydown", this.key);
    window.removeEventListener("pagehide", this.remember);
  },
  methods: {
    open() {
      this.isOpen = true;
      this.$refs.map.showModal();
    },
    key(event) {
      const isElsewhere = event.target.closest?.(WRITES) || document.querySelector("dialog[open]");
      if (isElsewhere || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.key === "Shift") return;
      const pressed = this.before + event.key;
      const isFirst = Object.keys(this.leads).some((key) => key.startsWith(`${pressed} `));
      this.before = isFirst ? `${pressed} ` : "";
      if (pressed in this.leads && this.press(pressed)) event.preventDefault();
    },
    press(key) {
      const row = document.activeElement.closest("[data-row]");
      const control = row?.querySelector(`[data-row-key="${key}"]`) ?? document.querySelector(`[data-key="${key}"]`);
      if (control?.matches("input")) control.focus();
      else if (control) control.click();
      else if (key === "j" || key === "k") return this.step(row, key === "j" ? 1 : -1);
      else if (this.leads[key]) location.assign((key === "c" && sessionStorage.getItem(LATEST)) || this.leads[key]);
      else return false;
      return true;
    },
    step(row, by) {
      const rows = [...document.querySelectorAll("[data-row]")].filter((each) => each.checkVisibility());
      const to = row ? rows[rows.indexOf(row) + by] : rows.at(by > 0 ? 0 : -1);
      (to?.matches("a") ? to : to?.querySelector("a") ?? to?.querySelector("button"))?.focus();
      return Boolean(to);
    },
    remember() {
      const chosen = document.querySelector('[data-key="c"][href]')?.href ?? (location.pathname === "/compare" && location.search ? location.href : null);
      if (chosen) sessionStorage.setItem(LATEST, chosen);
    },
  },
};
