export default {
  template: `
    <div><select v-if="groups.length" class="add__select" aria-label="Add a lap" @change="add">
      <option value="" selected>+ Add lap</option>
      <optgroup v-for="(group, i) in groups" :key="i" :label="group.label"><option v-for="lap in group.laps" :key="lap.id" :value="lap.id">{{ lap.label }}</option></optgroup>
    </select></div>`,
  props: { groups: Array },
  methods: {
    add(event) {
      const id = Number(event.target.value);
      event.target.value = "";
      if (id) this.$emit("add", id);
    },
  },
};
