export default {
  template: `
    <span><button class="btn btn--line" @click="open">Edit</button>
    <dialog ref="sheet" class="sheet" aria-label="Edit the session" @click.self="close">
      <form method="dialog" class="sheet__form" @submit.prevent="save">
        <h2 class="t-20">Edit the session</h2>
        <label>Name<input v-model="fields.name" :maxlength="longest[0]" :placeholder="title" autofocus></label>
        <label>Type<select v-model="fields.session_type"><option value="">not said</option><option v-for="type in types" :key="type" :value="type">{{ said(type) }}</option></select></label>
        <label>Driver<input v-model="fields.driver_name" :maxlength="longest[0]" autocomplete="off" list="known-drivers"></label>
        <datalist id="known-drivers"><option v-for="name in drivers" :key="name" :value="name"></option></datalist>
        <label>Event<select v-model="fields.event"><option value="">none</option><option v-for="[id, name] in events" :key="id" :value="String(id)">{{ name }}</option></select></label>
        <label>Car<select v-model="fields.car"><option value="">not said</option><option v-for="[id, name] in cars" :key="id" :value="String(id)">{{ name }}</option><option value="new">New car …</option><option value="typed">Another, only its name</option></select></label>
        <label v-if="fields.car === 'typed'">Name of the car<input v-model="fields.car_name" :maxlength="longest[0]" autocomplete="off"></label>
        <label v-if="fields.car === 'new'">Class<input v-model="fields.category" :maxlength="longest[0]" autocomplete="off" placeholder="Kart OK, GT4, Roadster Cup"></label>
        <template v-if="fields.car === 'new'"><label>Make<input v-model="fields.make" :maxlength="longest[0]" autocomplete="off"></label><label>Model<input v-model="fields.model" :maxlength="longest[0]" autocomplete="off"></label></template>
        <label class="sheet__wide">Notes<textarea v-model="fields.notes" :maxlength="longest[1]" rows="6" @keydown.ctrl.enter="save" @keydown.meta.enter="save"></textarea></label>
        <div class="sheet__ends"><button type="button" class="btn btn--quiet" @click="close">Cancel</button><button type="submit" class="btn btn--primary">Save</button></div>
      </form>
    </dialog></span>`,
  props: { written: Object, title: String, types: Array, longest: Array, cars: Array, events: Array, drivers: Array, car: String, event: String },
  data() {
    return { fields: this.first(), opened: this.first() };
  },
  methods: {
    first() {
      return { ...this.written, car: this.car, event: this.event, make: "", model: "", category: "" };
    },
    open() {
      this.opened = this.first();
      this.fields = { ...this.opened };
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
