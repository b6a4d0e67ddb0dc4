import { clock, live, on, send, spell } from "racetrace-live";

const SPEEDS = [1, 2, 5, 10, 30, 60];
const KNOWN = 30; // s: a step of the arrow keys

export default {
  template: `
    <div v-show="r" :data-at="Math.round(at)"><template v-if="r">
      <button class="btn btn--line replay__play" :aria-label="r.is_playing ? 'Pause the replay' : 'Play'" title="Play, pause (Space)" @click="say({ is_playing: !r.is_playing })">{{ r.is_playing ? 'Pause' : 'Play' }}</button>
      <label class="replay__speed"><span class="unseen">Speed</span><select :value="r.speed" @change="say({ speed: Number($event.target.value) })"><option v-for="s in speeds" :value="s">{{ s }}×</option></select></label>
      <div class="replay__where"><div class="replay__marks"><button v-for="m in marks" class="replay__mark" :style="{ left: m.left }" :title="m.says" @click="seek(m.at)"><i></i><span>{{ m.says }}</span></button></div>
        <input type="range" min="0" :max="r.to_ms - r.from_ms" :step="step" :value="at - r.from_ms" :style="{ '--fill': part + '%' }" aria-label="Place in the recording" :aria-valuetext="said" @input="drag" @change="seek(r.from_ms + Number($event.target.value))"></div>
      <span class="num replay__time">{{ said }}</span></template></div>`,
  data: () => ({ r: null, at: 0, speeds: SPEEDS }),
  computed: {
    part() { return ((this.at - this.r.from_ms) / Math.max(1, this.r.to_ms - this.r.from_ms)) * 100; },
    step() { return KNOWN * 1000; },
    said() { return `${spell(this.at - this.r.from_ms)} of ${clock(this.r.to_ms - this.r.from_ms)}`; },
    marks() { return (this.r.marks ?? []).map(([at, says]) => ({ at, says, left: ((at - this.r.from_ms) / Math.max(1, this.r.to_ms - this.r.from_ms)) * 100 + "%" })); },
  },
  mounted() {
    this.off = [on("replay", ({ replay }) => {
      this.told = performance.now();
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
    go() { // between two words of the server it goes on by itself
      if (!this.r || performance.now() < (this.held ?? 0)) return;
      const since = this.r.is_playing && !live.isPaused ? (performance.now() - this.told) * this.r.speed : 0;
      this.at = Math.min(this.r.to_ms, this.r.at_ms + since);
    },
    key(event) { // of what has the focus the space key is already
      if (event.key !== " " || !this.r || event.target.closest("button, input, select, textarea, a, dialog")) return;
      event.preventDefault();
      this.say({ is_playing: !this.r.is_playing });
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
