// What was typed and waits on the device. An item leaves when the server has said that it holds it, or when its person
// throws it away; nothing else takes it out. Received ones stay on view for a week, without their words.
//
// States: waiting · refused · ask (the privacy guard asks) · conflict · stored. `problem` says why it still waits.
import { all, change, put, remove } from "./database.js";
import { seal, sealFile, unseal } from "./sealing.js";

const SHOW_RECEIVED = 7 * 86_400_000; // ms
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("nm-outbox");
const listeners = new Set();

export function onChange(listener) {
  listeners.add(listener);
  if (channel) channel.onmessage = () => listeners.forEach((each) => each());
}

export function changed() {
  channel?.postMessage("");
  listeners.forEach((each) => each());
}

/**
 * Keeps an entry, and its photos in the same step. The same entry sent again replaces what waited of it.
 * @param {{path, uuid, person, principal, words: {fields, label, kind, page, draftKey, snapshot, typedAt}, files: File[]}} entry
 */
export async function keep({ path, uuid, person, principal, words, files = [] }) {
  const id = `${person} ${path} ${uuid}`;
  const common = { person, principal, at: Date.now(), state: "waiting", problem: "", tries: 0, next: 0 };
  const rows = [["outbox", { ...common, id, path, uuid, sealed: await seal(person, words) }]];
  for (const [index, { id: fileId, file }] of files.entries()) {
    const about = await seal(person, { name: file.name, type: file.type, size: file.size });
    const sealed = await sealFile(person, file);
    rows.push(["files", { ...common, id: fileId, visit: uuid, entry: id, order: index, about, sealed }]);
  }
  await put(rows);
  changed();
  return id;
}

export const itemsOf = async (person) =>
  (await all("outbox")).filter((row) => row.person === person).sort((one, other) => one.at - other.at);

export const filesOf = async (person) =>
  (await all("files")).filter((row) => row.person === person).sort((a, b) => a.at - b.at || a.order - b.order);

export const isOpen = (row) => row.state !== "stored";

/** Reasons that end by themselves and cost next to nothing to look at again; a clock set back makes nothing wait. */
const PASSING = ["no-signal", "login", "sealed", "principal"];
export const isDue = (row, now) =>
  row.state === "waiting" && (PASSING.includes(row.problem) || row.next <= now || row.next > now + 3_600_000);

/** Each item with its words; `words` is null while the device doesn't hold the key. */
export async function read(person) {
  const files = await filesOf(person);
  const shown = [];
  for (const row of await itemsOf(person)) {
    const words = await unseal(person, row.sealed);
    shown.push({ ...row, words, files: files.filter((file) => file.visit === row.uuid) });
  }
  return shown;
}

/** How many items of other people lie here sealed: a number and nothing else. */
export const sealedForOthers = async (person) =>
  (await all("outbox")).filter((row) => row.person !== person && isOpen(row)).length;

/** The server holds it: the words leave the device, the name of the entry and the time stay on view for a week. */
async function markStored(row, { url, receivedAt, hints }) {
  const words = await unseal(row.person, row.sealed);
  const receipt = { label: words?.label || "", kind: words?.kind || "" };
  const reasons = hints.length ? await seal(row.person, hints) : null;
  const stored = { ...row, state: "stored", problem: "", reasons, url, receivedAt, storedAt: Date.now() };
  await put([["outbox", { ...stored, sealed: await seal(row.person, receipt) }]]);
  // an entry that was refused or in conflict has found its way as another sending of the same identity
  const settled = (other) => other.uuid === row.uuid && other.id !== row.id && isOpen(other) && other.state !== "waiting";
  for (const other of (await itemsOf(row.person)).filter(settled)) await remove("outbox", other.id);
  changed();
}

/** The server shows what was sent as a page: what waits for the person on it is asked about once more, not guessed. */
export async function askAgain(person, uuid) {
  const open = (row) => row.uuid === uuid && ["refused", "ask"].includes(row.state);
  for (const row of (await itemsOf(person)).filter(open)) {
    await change("outbox", row.id, (now) => ({ ...now, state: "waiting", problem: "", next: 0 }));
  }
}

export async function settle(row, outcome) {
  if (outcome.state === "stored") return markStored(row, outcome);
  const reasons = outcome.reasons?.length ? await seal(row.person, outcome.reasons) : null;
  await change("outbox", row.id, (now) => ({ ...now, ...waiting(now, outcome), reasons }));
  return changed();
}

/** The next try comes after 15 seconds, then twice as long each time, up to a quarter of an hour. */
export function waiting(row, { state, problem = "" }) {
  const tries = row.tries + 1;
  const pause = Math.min(15_000 * 2 ** (tries - 1), 900_000) * (0.8 + 0.4 * Math.random());
  return { state, problem, tries, next: state === "waiting" ? Date.now() + pause : 0 };
}

export async function discard(person, id) {
  const row = (await itemsOf(person)).find((item) => item.id === id);
  if (!row) return;
  await remove("outbox", id);
  const others = (await itemsOf(person)).some((item) => item.uuid === row.uuid && isOpen(item));
  if (isOpen(row) && !others) {
    for (const file of await filesOf(person)) if (file.visit === row.uuid) await remove("files", file.id);
  }
  changed();
}

export async function dropOldReceipts(person) {
  const limit = Date.now() - SHOW_RECEIVED;
  const old = (await itemsOf(person)).filter((row) => row.state === "stored" && row.storedAt < limit);
  for (const row of old) await remove("outbox", row.id);
}
