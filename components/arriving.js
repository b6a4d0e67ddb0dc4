import { sent } from "racetrace-files";

// Shows each file once. The server's word comes first, but for what only its sender knows: that the line is down,
// or that the file was never taken.
export default {
  template: `
    <div class="arriving"><section v-if="shown.length" class="panel" aria-label="Files on their way">
      <div class="panel__head"><h2 class="panel__title">Arriving</h2></div>
      <div v-for="f in shown" :key="f.key" class="job">
        <div class="job__line"><i v-if="f.end === 'refused'" class="dot dot--bad"></i><b class="job__name" :title="f.name">{{ f.name }}</b>
          <span class="job__size num muted">{{ f.size }}</span><span class="grow"></span><span v-if="!f.end" class="num">{{ f.percent }} %</span>
          <button v-if="f.end" class="job__close" :aria-label="'Close ' + f.name" title="Close" @click="close(f.key)">×</button></div>
        <div v-if="f.end !== 'refused'" class="meter" :class="{ 'meter--ok': f.end }" role="progressbar" :aria-label="f.name" :aria-valuenow="f.percent"><i :style="{ width: f.percent + '%' }"></i></div>
        <div v-if="!f.end" class="steps"><span v-for="(word, i) in steps" :class="{ 'is-done': i < f.step, 'is-now': i === f.step }" :aria-current="i === f.step ? 'step' : null">
          <svg v-if="i < f.step" width="12" height="12" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2.4" role="img" aria-label="done"><path d="M4 10.5 8 14.5 16 5.5"/></svg>{{ word }}</span></div>
        <div class="job__foot"><p class="job__says num" :class="'job__says--' + f.end" :role="f.end ? 'status' : null">{{ f.says }}</p>
          <template v-if="f.laps"><a v-if="f.compare" class="btn btn--line" :href="f.compare">{{ f.question }}</a><a class="btn btn--quiet" :href="f.laps">Laps</a></template></div>
      </div>
    </section></div>`,
  props: { files: Array, steps: Array },
  computed: {
    shown() {
      const ours = (told) => sent.get(told.key)?.holds && !told.safe;
      const told = this.files.filter((file) => !ours(file) && !(sent.has(file.key) && file.end === "refused" && !file.safe));
      const keys = new Set(told.map((file) => file.key));
      return [...told, ...[...sent.values()].filter((file) => !keys.has(file.key))];
    },
  },
  watch: {
    files(list) {
      list.filter((file) => file.safe && sent.has(file.key)).forEach((file) => (sent.get(file.key).safe = true));
    },
  },
  methods: {
    close(key) {
      sent.delete(key);
      this.$emit("close", key);
    },
  },
};
