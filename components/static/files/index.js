// The files that this page sends, by the key that their news go by: what only the sender knows of them.
import { reactive } from "vue";

export const sent = reactive(new Map());
