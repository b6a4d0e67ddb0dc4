// Takes a course in from a file of GeoJSON; the API reads it, and says what is wrong with it.
export default {
  template: `
    <label class="geo"><span class="btn btn--line">Take a course in</span><input class="geo__file" type="file" accept=".geojson,.json,application/geo+json,application/json" aria-label="Take a course in, GeoJSON" @change="take($event.target)">
      <span v-if="sentence" class="entry__why" role="alert">{{ sentence }}</span></label>`,
  props: { place: Number },
  data: () => ({ sentence: "" }),
  methods: {
    async take(input) {
      this.sentence = "";
      const [file] = input.files;
      input.value = "";
      const answer = await fetch(`/api/v1/tracks/${this.place}/courses`, { method: "POST", headers: { "content-type": "application/json" }, body: await file.text() });
      if (answer.ok) return this.$emit("taken");
      const said = await answer.json().catch(() => ({}));
      this.sentence = said.detail ?? "This file is not GeoJSON.";
    },
  },
};
