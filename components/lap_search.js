// Looks for a lap while one types: a pane below its button, on the phone a sheet. The server answers; what it
// answers to older words is not shown.
const WAIT = 90; // ms without a letter

export default {
  template: `
    <div @keydown="key">
      <button ref="opener" class="btn btn--line" :class="{ 'is-on': open }" title="Add a lap (a)" aria-haspopup="dialog" :aria-expanded="String(open)" @click="open ? close() : show()">+ Add lap</button>
      <div v-if="open" class="seek__veil" @click="close"></div>
      <section v-if="open" class="seek__pane" role="dialog" aria-label="Add a lap">
        <div class="seek__head">
          <input ref="input" class="seek__input" type="search" v-model="typed" maxlength="200" placeholder="Track, driver, car, date, time" aria-label="Track, driver, car, date or time"
            role="combobox" aria-expanded="true" aria-autocomplete="list" aria-controls="seek-laps" :aria-activedescendant="laps[at] ? 'seek-' + laps[at].id : null" @input="later">
          <button class="btn btn--icon" aria-label="Close" title="Close (Esc)" @click="close">✕</button>
        </div>
        <div class="seek__laps" ref="list">
          <div id="seek-laps" role="listbox" aria-label="Laps" :aria-busy="String(busy)">
            <div v-for="(group, i) in groups" :key="i" role="group" :aria-label="group.title + ', ' + group.who">
              <div v-if="group.other && !groups[i - 1]?.other" class="seek__other" aria-hidden="true">Other courses: comparable only where they share a stretch</div>
              <div class="seek__session" aria-hidden="true"><b>{{ group.title }}</b><span>{{ group.who }}</span></div>
              <div v-for="lap in group.laps" :key="lap.id" :id="'seek-' + lap.id" class="seek__lap" :class="{ 'is-on': laps[at] === lap }" role="option" :aria-selected="String(laps[at] === lap)"
                @click="add(lap)" @mousemove="at = laps.indexOf(lap)"><span>{{ lap.name }}</span><b class="num">{{ lap.time }}</b><span class="num" :class="'tone-' + lap.tone">{{ lap.gap }}</span></div>
            </div>
          </div>
          <button v-if="more" class="btn seek__more" @click="ask(page + 1)">More laps</button>
          <p v-if="!busy && !groups.length" class="seek__none">{{ typed.trim() ? "No lap fits these words. Try fewer of them." : "There is no other whole lap." }}</p>
        </div>
        <div class="seek__keys"><span><kbd class="kbd">↑</kbd> <kbd class="kbd">↓</kbd> choose</span><span><kbd class="kbd">Enter</kbd> add</span><span><kbd class="kbd">Esc</kbd> close</span></div>
      </section>
    </div>`,
  data: () => ({ open: false, typed: "", groups: [], at: 0, page: 0, more: false, busy: false }),
  computed: {
    laps() { return this.groups.flatMap((group) => group.laps); },
  },
  mounted() {
    document.addEventListener("keydown", this.opens);
  },
  unmounted() {
    document.removeEventListener("keydown", this.opens);
    clearTimeout(this.wait);
  },
  methods: {
    opens(event) {
      const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (event.key !== "a" || writes || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey || this.open) return;
      event.preventDefault();
      this.show();
    },
    show() {
      this.open = true;
      this.ask(0);
      this.$nextTick(() => { this.$refs.input.focus(); this.$refs.input.select(); });
    },
    close() {
      this.open = false;
      this.$refs.opener.focus();
    },
    later() {
      clearTimeout(this.wait);
      this.wait = setTimeout(() => this.ask(0), WAIT);
    },
    ask(page) {
      clearTimeout(this.wait);
      this.busy = true;
      this.asked = { typed: this.typed, page };
      this.$emit("seek", this.asked);
    },
    found(answer) {
      if (answer.typed !== this.asked?.typed || answer.page !== this.asked.page) return;
      const first = this.laps.length;
      const last = this.groups.at(-1), [head, ...rest] = answer.groups;
      if (!answer.page) this.groups = answer.groups;
      else if (head && last?.session === head.session) { last.laps.push(...head.laps); this.groups.push(...rest); }
      else this.groups.push(...answer.groups);
      Object.assign(this, { page: answer.page, more: answer.more, busy: false, at: answer.page ? first : 0 });
      if (!answer.page && this.$refs.list) this.$refs.list.scrollTop = 0;
    },
    add(lap) {
      this.$emit("add", lap.id);
      this.typed = "";
      this.close();
    },
    key(event) {
      if (!this.open) return;
      if (event.key === "Escape") this.close();
      else if (event.key === "ArrowDown") this.move(1);
      else if (event.key === "ArrowUp") this.move(-1);
      else if (event.key === "Enter" && event.target === this.$refs.input && this.laps[this.at]) this.add(this.laps[this.at]);
      else return event.stopPropagation(); // of a key that means something on the page
      event.preventDefault();
      event.stopPropagation();
    },
    move(by) {
      if (by > 0 && this.at === this.laps.length - 1 && this.more && !this.busy) return this.ask(this.page + 1);
      this.at = Math.max(0, Math.min(this.laps.length - 1, this.at + by));
      this.$nextTick(() => this.$refs.list.querySelector(".is-on")?.scrollIntoView({ block: "nearest" }));
    },
  },
};
