import { metres, unpack } from "racetrace-link";

const SIZE = { w: 640, h: 520 }, EDGE = 34, HALF = 26, CLOSER = 6;

// The start/finish line on the track: dragged along it, or moved by keys and buttons, always square to it.
// What the laps come to is asked for while it moves, one question at a time; the newest place wins.
export default {
  template: `
    <span><button class="btn btn--line" @click="open">{{ label }}</button>
    <dialog ref="sheet" class="sheet gate" aria-label="Move the start/finish line" @close="shut">
      <div class="gate__form">
        <h2 class="t-20">Move the start/finish line</h2>
        <p class="gate__hint">Drag the line to where it is painted. All laps are cut there anew, at once.</p>
        <div class="gate__map">
          <svg ref="svg" :viewBox="'0 0 ' + size.w + ' ' + size.h" @pointerdown="grab" @pointermove="drag" @pointerup="drop" @pointercancel="drop">
            <polyline :points="road" class="gate__road"/>
            <line v-if="was" v-bind="was" class="gate__was"/>
            <g v-if="line" ref="knob" class="gate__knob" role="slider" tabindex="0" aria-label="Start/finish line along the track"
              :aria-valuenow="Math.round(moved)" :aria-valuetext="said" @keydown="key">
              <circle :cx="spot.x" :cy="spot.y" :r="24 * unit" class="gate__reach"/>
              <line v-bind="line" class="gate__line"/>
              <circle :cx="spot.x" :cy="spot.y" :r="9 * unit" class="gate__dot"/>
            </g>
          </svg>
          <button type="button" class="btn btn--line gate__closer" :aria-pressed="isClose" @click="closer">{{ isClose ? "Whole track" : "Closer" }}</button>
        </div>
        <div class="gate__steps" role="group" aria-label="Move along the track">
          <button v-for="m in [-10, -1, 1, 10]" type="button" class="btn btn--line num" @click="step(m)">{{ (m > 0 ? "+" : "−") + far(m) }}</button>
          <span class="gate__said num" aria-live="polite">{{ said }}</span>
        </div>
        <div class="gate__laps" :class="{ 'is-old': asking }">
          <table class="grid" v-if="laps.length"><thead><tr><th>Lap</th><th class="r">Now</th><th class="r">There</th><th class="r">Logger</th></tr></thead>
            <tbody><tr v-for="lap in laps" :key="lap.number"><td>{{ lap.label }}</td><td class="r num muted">{{ lap.now }}</td><td class="r num gate__new">{{ lap.there }}</td><td class="r num muted">{{ lap.stated }}</td></tr></tbody></table>
          <p v-else-if="asked !== null" class="hint">No lap begins and ends there.</p>
        </div>
        <p v-if="sentence" class="gate__refused" role="alert">{{ sentence }}</p>
        <div class="sheet__ends"><button type="button" class="btn btn--quiet" @click="close">Cancel</button>
          <button type="button" class="btn btn--primary" :disabled="saving || !place || !laps.length" @click="save">{{ saving ? "Cutting all laps" : "Save" }}</button></div>
      </div>
    </dialog></span>`,
  props: { label: String },
  data: () => ({ size: SIZE, place: 0, laps: [], asked: null, asking: false, saving: false, sentence: "", isClose: false, ready: false, view: null, unit: 1 }),
  computed: {
    road() { return this.ready ? this.spots().map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join(" ") : ""; },
    spot() { return this.onScreen(this.place); },
    line() { return this.ready ? this.across(this.place, HALF * this.unit) : null; },
    was() { return this.ready ? this.across(0, (HALF - 6) * this.unit) : null; },
    moved() { // the shorter way round
      const n = this.count, k = this.closed && this.place > n / 2 ? this.place - n : this.place;
      return k * this.pace;
    },
    said() {
      const m = Math.round(this.moved);
      return m ? `${metres(Math.abs(m))} ${m > 0 ? "further on" : "further back"}` : "where it is";
    },
  },
  methods: {
    open() {
      Object.assign(this, { place: 0, laps: [], asked: null, asking: false, saving: false, sentence: "", isClose: false, ready: false });
      this.$refs.sheet.showModal();
      this.$emit("open");
    },
    show(packed, pace, closed) {
      const columns = unpack(packed);
      // Plain arrays: nothing here needs to be watched.
      this.east = columns.get("east");
      this.north = columns.get("north");
      [this.count, this.pace, this.closed] = [this.east.length, pace, closed];
      this.frame();
      this.ready = true;
      this.ask();
      this.$nextTick(() => this.$refs.knob?.focus());
    },
    far(m) { return metres(Math.abs(m)); },
    frame() { // the whole track, or the stretch about the line
      const low = (c) => c.reduce((a, b) => Math.min(a, b)), high = (c) => c.reduce((a, b) => Math.max(a, b));
      const [w, e, s, n] = [low(this.east), high(this.east), low(this.north), high(this.north)];
      const scale = Math.min((SIZE.w - 2 * EDGE) / (e - w || 1), (SIZE.h - 2 * EDGE) / (n - s || 1));
      this.unit = Math.max(1, 1 / this.scale()); // so that a finger finds it on a small map
      this.view = this.isClose
        ? { scale: scale * CLOSER, east: this.east[this.place], north: this.north[this.place] }
        : { scale, east: (w + e) / 2, north: (s + n) / 2 };
    },
    onScreen(i) {
      const { scale, east, north } = this.view;
      return { x: SIZE.w / 2 + (this.east[i] - east) * scale, y: SIZE.h / 2 - (this.north[i] - north) * scale };
    },
    spots() {
      const every = Math.max(1, Math.floor(this.count / (this.isClose ? 3000 : 700))), found = [];
      for (let i = 0; i < this.count; i += every) found.push(this.onScreen(i));
      return this.closed ? [...found, found[0]] : found;
    },
    across(i, half) {
      const n = this.count, reach = Math.max(1, Math.round(4 / this.pace)), near = (k) => (this.closed ? (k + n) % n : Math.min(n - 1, Math.max(0, k)));
      const p = this.onScreen(i), a = this.onScreen(near(i - reach)), b = this.onScreen(near(i + reach));
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1, x = -(b.y - a.y) / length, y = (b.x - a.x) / length;
      return { x1: p.x - half * x, y1: p.y - half * y, x2: p.x + half * x, y2: p.y + half * y };
    },
    closer() {
      this.isClose = !this.isClose;
      this.frame();
    },
    scale() { // pixels for each unit of the view box
      const box = this.$refs.svg.getBoundingClientRect();
      return Math.min(box.width / SIZE.w, box.height / SIZE.h) || 1;
    },
    at(event) { // in the units of the view box
      const box = this.$refs.svg.getBoundingClientRect(), scale = this.scale();
      return { x: (event.clientX - box.left - (box.width - SIZE.w * scale) / 2) / scale, y: (event.clientY - box.top - (box.height - SIZE.h * scale) / 2) / scale };
    },
    grab(event) {
      if (!this.ready || event.button) return;
      this.held = true;
      this.$refs.svg.setPointerCapture(event.pointerId);
      this.drag(event);
    },
    drag(event) {
      if (!this.held) return;
      const p = this.at(event);
      let best = this.place, far = Infinity;
      for (let i = 0; i < this.count; i++) {
        const q = this.onScreen(i), d = (q.x - p.x) ** 2 + (q.y - p.y) ** 2;
        if (d < far) [far, best] = [d, i];
      }
      this.put(best);
    },
    drop() { this.held = false; },
    key(event) {
      const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (!way) return;
      event.preventDefault();
      this.step(way * (event.shiftKey ? 10 : 1));
    },
    step(metres) {
      if (!this.ready) return;
      const nodes = Math.sign(metres) * Math.max(1, Math.round(Math.abs(metres) / this.pace)), to = this.place + nodes;
      this.put(this.closed ? (to + this.count) % this.count : Math.min(this.count - 1, Math.max(0, to)));
      if (this.isClose) this.frame();
    },
    put(place) {
      if (place === this.place) return;
      [this.place, this.sentence] = [place, ""];
      this.ask();
    },
    ask() {
      if (this.asking) return;
      [this.asking, this.asked] = [true, this.place];
      this.$emit("move", this.place);
    },
    preview(laps) {
      [this.laps, this.asking] = [laps, false];
      if (this.asked !== this.place) this.ask();
    },
    save() {
      this.saving = true;
      this.$emit("save", this.place);
    },
    refuse(sentence) { [this.saving, this.asking, this.sentence] = [false, false, sentence]; },
    close() { this.$refs.sheet.close(); },
    shut() { this.held = false; },
  },
};
