import { ago, live, now, on, plate } from "racetrace-live";

export default {
  template: `
    <div><ol class="news__list" aria-label="What just happened, newest first">
      <li v-for="n in news" class="news__row feedlog__row"><span class="muted num news__when">{{ ago(at - n.at) }}</span><span v-if="n.row" class="plate num" :style="plate(n.row.colour)">{{ n.row.number }}</span><i v-else class="news__flag" :class="'news__flag--' + n.flag"></i><span class="news__text" :class="n.tone && 'tone-' + n.tone">{{ n.says }}</span></li>
      <li v-if="!news.length" class="news__row feedlog__none muted">Stops, best laps and flags will stand here.</li></ol></div>`,
  data: () => ({ news: [], at: 0 }),
  mounted() {
    this.off = [on("board", (board) => { this.news = board.news; this.at = now(); }), on("health", () => { if (!live.isPaused) this.at = now(); })];
  },
  unmounted() { this.off.forEach((f) => f()); },
  methods: { ago, plate },
};
