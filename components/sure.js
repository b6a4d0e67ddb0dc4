// For what cannot be taken back: one question, in words that say what goes.
export default {
  template: `
    <span><button type="button" class="btn btn--line" @click="$refs.ask.showModal()">{{ label }}</button>
    <dialog ref="ask" class="sheet" :aria-label="label" @click.self="$refs.ask.close()"><form method="dialog" class="sheet__form">
      <h2 class="t-20 sheet__wide">{{ label }}?</h2><p class="sheet__wide sure__says">{{ sentence }}</p>
      <div class="sheet__ends"><button class="btn btn--quiet" autofocus>Keep it</button><button class="btn btn--primary" @click="$emit('sure')">{{ label }}</button></div>
    </form></dialog></span>`,
  props: { label: String, sentence: String },
};
