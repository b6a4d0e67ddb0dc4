import { on, playedTo, send, spell } from "racetrace-live";

const SPEEDS = [1, 2, 5, 10, 30, 60];
const STEP = 1000, FAR = 30_000; // ms: as fine as a hand is, and as far as an arrow key goes
const WAYS = { ArrowLeft: -FAR, ArrowDown: -FAR, ArrowRight: FAR, ArrowUp: FAR };

export default {
  template: `
    <div v-show="r" :data-at="Math.round(at)"><template v-if="r">
      <button class="btn btn--line replay__play" :aria-label="isOver ? 'Play it again' : r.is_playing ? 'Pause the replay' : 'Play'" title="Play, pause (Space)" @click="turn">{{ isOver ? 'Again' : r.is_playing ? 'Pause' : 'Play' }}</button>
      <label class="replay__speed"><span class="unseen">Speed</span><select :value="r.speed" @change="say({ speed: Number($event.target.value) })"><option v-for="s in speeds" :value="s">{{ s }}×</option></select></label>
      <div class="replay__where"><div class="replay__marks"><button v-for="m in marks" class="replay__mark" :style="{ left: m.left }" :title="m.says" @click="seek(m.at)"><i></i><span>{{ m.says }}</span></button></div>
        <input type="range" min="0" :max="r.to_ms - r.from_ms" :step="step" :value="at - r.from_ms" :style="{ '--fill': part + '%' }" aria-label="Place in the recording" :aria-valuetext="said" @keydown="far" @input="drag" @change="seek(r.from_ms + Number($event.target.value))"></div>
      <span class="num replay__time">{{ said }}</span></template></div>`,
  data: () => ({ r: null, at: 0, step: STEP }),
  computed: {
    speeds() { return [...new Set([...SPEEDS, this.r.speed])].sort((p, q) => p - q); },
    part() { return ((this.at - this.r.from_ms) / Math.max(1, this.r.to_ms - this.r.from_ms)) * 100; },
    isOver() { return this.at >= this.r.to_ms; },
    said() { return `${spell(this.at - this.r.from_ms)} of ${spell(this.r.to_ms - this.r.from_ms)}`; },
    marks() { return (this.r.marks ?? []).map(([at, says]) => ({ at, says, left: ((at - this.r.from_ms) / Math.max(1, this.r.to_ms - this.r.from_ms)) * 100 + "%" })); },
  },
  mounted() {
    this.off = [on("replay", ({ replay }) => {
      this.r = replay;
      this.go();
    }), on("health", this.go)];
    window.addEventListener("keydown", this.key);
  },
  unmounted() {
    this.off.forEach((f) => f());
    window.removeEventListener("keydown", this.key);
  },
  methods: {
    go() {
      if (this.r && performance.now() >= (this.held ?? 0)) this.at = playedTo(this.r);
    },
    key(event) { // of what has the focus the space key is already
      if (event.key !== " " || !this.r || event.target.closest("button, input, select, textarea, a, dialog")) return;
      event.preventDefault();
      this.turn();
    },
    turn() { this.say(this.isOver ? { is_playing: true, at_ms: this.r.from_ms } : { is_playing: !this.r.is_playing }); },
    far(event) {
      const by = WAYS[event.key];
      if (!by) return;
      event.preventDefault();
      this.seek(Math.max(this.r.from_ms, Math.min(this.r.to_ms, this.at + by)));
    },
    say(what) { send({ type: "replay", ...what }); },
    drag(event) {
      this.held = performance.now() + 1500; // the hand, not the clock, says where
      this.at = this.r.from_ms + Number(event.target.value);
    },
    seek(at) {
      this.at = at;
      this.say({ at_ms: at });
    },
  },
};
