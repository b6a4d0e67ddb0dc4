// Which course was driven: one of those around here, or none of them.
export default {
  template: `<label class="fix__course"><span>Course</span><select class="add__select" :value="chosen" :disabled="saving" @change="pick($event)">
      <option v-for="one in courses" :key="one.id" :value="one.id">{{ one.label }}</option><option :value="0">None of these</option></select>
      <span v-if="sentence" class="gate__refused" role="alert">{{ sentence }}</span></label>`,
  props: { courses: Array, chosen: Number },
  data: () => ({ saving: false, sentence: "" }),
  methods: {
    pick(event) {
      this.saving = true;
      this.$emit("choose", Number(event.target.value));
    },
    refuse(sentence) {
      [this.saving, this.sentence] = [false, sentence];
      this.$el.querySelector("select").value = this.chosen;
    },
  },
};
