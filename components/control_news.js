import { on } from "racetrace-live";

const SHOWN = 4; // until one asks for all

export default {
  template: `
    <div v-show="messages.length"><div class="news__head"><b>Race control</b><span class="grow"></span><button v-if="messages.length > few" class="news__more" :aria-expanded="isAll" @click="isAll = !isAll">{{ isAll ? 'Fewer' : 'All ' + messages.length }}</button></div>
      <ol class="news__list" aria-label="Messages of race control, newest first"><li v-for="m in shown" class="news__row"><span class="muted num news__when">{{ m.time }}</span><i class="news__flag" :class="'news__flag--' + m.kind"></i><span class="news__text"><b v-if="m.number" class="plate num">{{ m.number }}</b><span>{{ m.text }}</span></span></li></ol></div>`,
  data: () => ({ messages: [], isAll: false, few: SHOWN }),
  computed: {
    shown() { return this.isAll ? this.messages : this.messages.slice(0, SHOWN); },
  },
  mounted() { this.off = on("board", ({ head }) => { this.messages = head.messages ?? []; }); },
  unmounted() { this.off(); },
};
