// The files that this page sends, by the key that their news go by: what only the sender knows of them. They are kept
// in the browser until the server has them, so that a reload, or the way to another page, takes them up again.
import { reactive } from "vue";

export const sent = reactive(new Map());
// Without locks (they need a safe origin) two tabs would both send what is kept.
const isKept = "locks" in navigator && "indexedDB" in window;

export const keep = (key, file) => within("readwrite", (files) => files.put({ key, file }));
export const forget = (key) => within("readwrite", (files) => files.delete(key));
export const kept = () => within("readonly", (files) => files.getAll());
export const keeps = () => isKept;

// Does the work unless another tab is doing it.
export const alone = (key, work) =>
  isKept ? navigator.locks.request(`racetrace ${key}`, { ifAvailable: true }, (lock) => lock && work()) : work();

// Resolves with what was asked for; with nothing where the browser keeps nothing.
async function within(mode, ask) {
  if (!isKept) return;
  try {
    const database = await opened();
    const transaction = database.transaction("files", mode);
    const request = ask(transaction.objectStore("files"));
    await new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = () => fail(transaction.error);
    });
    database.close();
    return request.result;
  } catch (error) {
    console.warn("A file on its way could not be kept in this browser.", error);
  }
}

function opened() {
  return new Promise((done, fail) => {
    const request = indexedDB.open("racetrace", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files", { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}
