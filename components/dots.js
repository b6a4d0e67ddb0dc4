export default {
  template: `
    <section><div class="dots__head"><h2 class="section__title">Where the laps differ</h2><span class="muted">seconds over the best passage, each {{ sure }}</span><div class="grow"></div>
      <div class="dots__legend muted"><span v-for="k in legend"><i class="dots__key" :style="k.colour && { background: 'var(--' + k.colour + ')' }"></i><span>{{ k.name }}</span></span></div></div>
    <div class="dots__plot" role="img" :aria-label="said"><div v-for="c in corners" class="dots__corner" :class="{ wide: c.minor }" :title="c.title">
      <span class="svg dots__svg"><svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true"><path class="dots__stem" d="M5 0V100"/><path class="dots__dot" :d="c.usual"/>
        <path v-for="[colour, d] in c.chosen" class="dots__dot" :style="{ stroke: 'var(--' + colour + ')' }" :d="d"/></svg></span>
      <span class="dots__name">{{ c.name }}</span><span class="num muted">{{ c.spread }}</span></div></div></section>`,
  props: { corners: Array, legend: Array, sure: String, said: String },
};
