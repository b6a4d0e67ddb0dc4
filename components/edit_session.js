export default {
  template: `
    <span><button class="btn btn--line" @click="open">Edit</button>
    <dialog ref="sheet" class="sheet" aria-label="Edit the session" @click.self="close">
      <form method="dialog" class="sheet__form" @submit.prevent="save">
        <h2 class="t-20">Edit the session</h2>
        <label>Name<input v-model="fields.name" :maxlength="longest[0]" :placeholder="title" autofocus></label>
        <label>Type<select v-model="fields.session_type"><option value="">not said</option><option v-for="type in types" :key="type" :value="type">{{ said(type) }}</option></select></label>
        <label>Driver<input v-model="fields.driver_name" :maxlength="longest[0]" autocomplete="off"></label>
        <label>Car<input v-model="fields.car_name" :maxlength="longest[0]" autocomplete="off"></label>
        <label class="sheet__wide">Notes<textarea v-model="fields.notes" :maxlength="longest[1]" rows="6" @keydown.ctrl.enter="save" @keydown.meta.enter="save"></textarea></label>
        <div class="sheet__ends"><button type="button" class="btn btn--quiet" @click="close">Cancel</button><button type="submit" class="btn btn--primary">Save</button></div>
      </form>
    </dialog></span>`,
  props: { written: Object, title: String, types: Array, longest: Array },
  data() {
    return { fields: { ...this.written }, opened: this.written };
  },
  methods: {
    open() {
      this.fields = { ...(this.opened = this.written) };
      this.$refs.sheet.showModal();
    },
    close() {
      this.$refs.sheet.close();
    },
    save() {
      const isOther = ([name, value]) => value !== this.opened[name]; // the rest may have been written elsewhere
      this.$emit("save", Object.fromEntries(Object.entries(this.fields).filter(isOther)));
      this.close();
    },
    said(type) {
      return type[0].toUpperCase() + type.slice(1);
    },
  },
};
