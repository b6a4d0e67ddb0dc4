// A few fields and what to do with them, in the pane where it matters; behind a button until it is wanted.
export default {
  template: `
    <div :class="{ 'is-open': isOpen }">
      <button v-if="opener && !isOpen" ref="opener" type="button" class="btn" :class="'btn--' + kind" @click="open">{{ opener }}</button>
      <form v-if="isOpen" ref="form" class="entry__form" novalidate @submit.prevent="save" @keydown.esc.stop.prevent="close">
        <label v-for="f in fields" :key="f.name" v-show="!f.only || values[f.only[0]] === f.only[1]" :class="{ entry__wide: f.wide }"><span>{{ f.label }}</span>
          <select v-if="f.options.length" v-model="values[f.name]"><option v-for="[value, word] in f.options" :key="value" :value="value">{{ word }}</option></select>
          <textarea v-else-if="f.kind === 'text'" v-model="values[f.name]" :maxlength="f.longest" rows="3" @keydown.ctrl.enter="save" @keydown.meta.enter="save"></textarea>
          <input v-else v-model="values[f.name]" :type="types[f.kind] ?? 'text'" :maxlength="f.longest" :placeholder="f.hint" :autocomplete="f.completes || 'off'" :aria-invalid="faulty === f.name || null" :inputmode="f.kind === 'number' ? 'decimal' : null" :list="f.known.length ? id + f.name : null" spellcheck="false">
          <span v-if="faulty === f.name" class="entry__why" role="alert">{{ sentence }}</span>
          <datalist v-if="f.known.length" :id="id + f.name"><option v-for="word in f.known" :key="word" :value="word"></option></datalist>
        </label>
        <p v-if="sentence && !faulty" class="entry__why" role="alert">{{ sentence }}</p>
        <div class="entry__ends"><button type="submit" class="btn" :class="'btn--' + kind" :disabled="saving">{{ submit }}</button><button v-if="opener || cancels" type="button" class="btn btn--quiet" @click="close">Cancel</button></div>
      </form>
    </div>`,
  props: { fields: Array, opener: String, submit: String, kind: String, focused: Boolean, cancels: Boolean },
  data() {
    return { isOpen: !this.opener, values: this.first(), saving: false, sentence: "", faulty: "", types: { day: "date", secret: "password" }, id: `entry-${Math.random().toString(36).slice(2)}-` };
  },
  mounted() {
    if (this.focused) this.into();
  },
  methods: {
    first() {
      return Object.fromEntries(this.fields.map((f) => [f.name, f.value]));
    },
    open() {
      Object.assign(this, { isOpen: true, values: this.first(), sentence: "", faulty: "" });
      this.$nextTick(this.into);
    },
    into() {
      this.$refs.form.querySelector("input, select, textarea")?.focus();
    },
    close() {
      if (this.cancels) this.$emit("cancel");
      if (!this.opener) return;
      Object.assign(this, { isOpen: false, saving: false });
      this.$nextTick(() => this.$refs.opener?.focus());
    },
    save() {
      if (this.saving) return;
      Object.assign(this, { saving: true, sentence: "", faulty: "" });
      this.$emit("save", { ...this.values });
    },
    refuse(sentence, beside) {
      const faulty = this.fields.some((f) => f.name === beside) ? beside : "";
      Object.assign(this, { saving: false, sentence, faulty });
      if (faulty) this.$nextTick(() => this.$refs.form.querySelector("[aria-invalid]")?.focus());
    },
    done() {
      Object.assign(this, { saving: false, values: this.first() });
      if (this.opener) this.close();
    },
  },
};
