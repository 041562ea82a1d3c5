// The device's own store. One place opens it, because iOS takes the connection away while a page sleeps: whatever fails
// on a lost connection is tried once more on a new one.
//   meta    what the device knows of itself: "device" (whose it is, since when the server was not seen), "keeping"
//   keys    the person's keys; no script can read them back
//   pages   kept pages, sealed
//   outbox  entries that wait, are refused, or were received lately; sealed
//   files   photos and papers of entries, sealed
import { openDB } from "idb";

const NAME = "nam-manh";
let opened = null;

function build(database) {
  database.createObjectStore("meta");
  database.createObjectStore("keys", { keyPath: ["person", "id"] });
  database.createObjectStore("pages", { keyPath: ["owner", "url"] });
  database.createObjectStore("outbox", { keyPath: "id" });
  database.createObjectStore("files", { keyPath: "id" });
}

function open() {
  opened ||= openDB(NAME, 1, {
    upgrade: build,
    blocking(_from, _to, event) {
      event.target.close(); // a newer release waits for this page to let go
      opened = null;
    },
    terminated() {
      opened = null;
    },
  }).catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

/** The device has no room left: said to the person, who alone can make some. */
export const isFull = (error) => error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";

async function attempt(work) {
  try {
    return await work(await open());
  } catch (error) {
    if (isFull(error)) throw error;
    opened = null;
    return work(await open());
  }
}

export const get = (store, key) => attempt((database) => database.get(store, key));
export const all = (store) => attempt((database) => database.getAll(store));
export const remove = (store, key) => attempt((database) => database.delete(store, key));

/** Resolves when the rows are on the disk, not only promised to be: `rows` is [[store, row], …], written all or none. */
export function put(rows) {
  return attempt(async (database) => {
    const stores = [...new Set(rows.map(([store]) => store))];
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    const done = transaction.done;
    try {
      await Promise.all([...rows.map(([store, row, key]) => transaction.objectStore(store).put(row, key)), done]);
    } catch (error) {
      throw await done.then(() => error, (reason) => (isFull(error) ? error : reason || error));
    }
  });
}

/** Reads a row and writes it back changed, in one step, so that two tabs don't undo one another. */
export function change(store, key, edit) {
  return attempt(async (database) => {
    const transaction = database.transaction(store, "readwrite", { durability: "strict" });
    const row = await transaction.store.get(key);
    if (row) await transaction.store.put(edit(row), transaction.store.keyPath ? undefined : key);
    await transaction.done;
    return row;
  });
}

export const clear = (...stores) =>
  attempt(async (database) => {
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    await Promise.all([...stores.map((store) => transaction.objectStore(store).clear()), transaction.done]);
  });

/** False in private windows of some browsers, without TLS, or on browsers too old: then nothing is kept at all. */
export const isSupported = () =>
  typeof indexedDB !== "undefined" && typeof crypto !== "undefined" && Boolean(crypto.subtle);
