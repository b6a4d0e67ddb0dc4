// One lap put right: left out of the ranking, split in two, or made one with the next.
export default {
  template: `
    <span><button class="btn btn--line" @click="open">Correct a lap</button>
    <dialog ref="sheet" class="sheet" aria-label="Correct a lap">
      <form method="dialog" class="sheet__form" @submit.prevent="save">
        <h2 class="t-20">Correct a lap</h2>
        <label>Lap<select v-model.number="id" aria-label="Lap"><option v-for="lap in laps" :key="lap.id" :value="lap.id">{{ lap.label }}</option></select></label>
        <label>What to do<select v-model="deed" aria-label="What to do"><option v-for="(words, name) in deeds" :key="name" :value="name">{{ words }}</option></select></label>
        <label v-if="deed === 'exclude'" class="sheet__wide">Why<input v-model="reason" maxlength="200" list="fix-reasons" autocomplete="off" required>
          <datalist id="fix-reasons"><option>Traffic</option><option>Cut the track</option><option>Yellow flag</option><option>Mistake</option><option>Wrong tyres</option></datalist></label>
        <label v-if="deed === 'split'" class="sheet__wide">Seconds after its start<input v-model.number="seconds" type="number" inputmode="decimal" step="0.001" :min="1" :max="lap.last" required></label>
        <p v-if="hint" class="sheet__wide muted">{{ hint }}</p>
        <p v-if="sentence" class="sheet__wide gate__refused" role="alert">{{ sentence }}</p>
        <div class="sheet__ends"><button type="button" class="btn btn--quiet" @click="close">Cancel</button><button type="submit" class="btn btn--primary" :disabled="saving">{{ saving ? "Cutting" : "Save" }}</button></div>
      </form>
    </dialog></span>`,
  props: { laps: Array },
  data: () => ({ id: 0, deed: "exclude", reason: "", seconds: 0, saving: false, sentence: "" }),
  computed: {
    lap() { return this.laps.find((lap) => lap.id === this.id) ?? this.laps[0]; },
    deeds() {
      const deeds = this.lap.excluded ? { include: "Let it count again" } : { exclude: "Leave it out of the ranking" };
      deeds.split = "Split it in two";
      if (this.lap.next) deeds.merge = `Make it one with ${this.lap.next}`;
      return deeds;
    },
    hint() {
      if (this.deed === "split") return "Where the car passed the start line within 3 s of that moment, it is split at the passing.";
      if (this.deed === "include") return `Left out now: ${this.lap.excluded}`;
      return this.deed === "merge" ? "For a crossing that was none." : "It keeps its time, and is never called the best.";
    },
  },
  watch: {
    id() { this.seconds = this.lap.half; },
    deeds() { if (!this.deeds[this.deed]) this.deed = Object.keys(this.deeds)[0]; },
  },
  methods: {
    open() {
      Object.assign(this, { saving: false, sentence: "", reason: "" });
      if (!this.laps.some((lap) => lap.id === this.id)) this.id = (this.laps.find((lap) => lap.timed) ?? this.laps[0]).id;
      this.seconds = this.lap.half;
      this.$refs.sheet.showModal();
    },
    save() {
      [this.saving, this.sentence] = [true, ""];
      this.$emit("save", { id: this.id, deed: this.deed, reason: this.reason, seconds: Number(this.seconds) });
    },
    refuse(sentence) { [this.saving, this.sentence] = [false, sentence]; },
    close() { this.$refs.sheet.close(); },
  },
};
