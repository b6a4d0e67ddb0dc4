import { delay, live, on, setDelay, setPaused } from "racetrace-live";

export default {
  template: `
    <div><div class="delay__line"><b>Delay</b><span class="muted">matches your stream</span><span class="grow"></span><b class="num delay__now" role="status">{{ said }}</b></div>
      <div class="delay__ways" role="group" aria-label="Delay">
        <button v-for="s in all" class="delay__way num" :class="{ 'is-on': s === behind && !isPaused }" :aria-pressed="s === behind && !isPaused" @click="choose(s)">{{ words(s) }}</button>
        <button class="delay__way delay__pause" data-key="p" :class="{ 'is-on': isPaused }" :aria-pressed="isPaused" title="Pause (p)" @click="pause">{{ isPaused ? 'Go on' : 'Pause' }}</button></div></div>`,
  props: { delays: Array },
  data: () => ({ behind: 0, isPaused: false }),
  computed: {
    all() { return [...new Set([...this.delays, this.behind])].sort((p, q) => p - q); },
    said() { return this.isPaused ? "paused" : delay(this.behind); },
  },
  mounted() { this.off = on("delay", () => { this.behind = live.delay; this.isPaused = live.isPaused; }); },
  unmounted() { this.off(); },
  methods: {
    words: delay,
    choose(s) { setDelay(s); },
    pause() { setPaused(!this.isPaused); },
  },
};
