// Sends what waits: text first, photos after, one sender at a time over all tabs and the service worker. Says nothing on
// screen and touches no page, so that the worker can run it while none is open.
import { verdict } from "./answers.js";
import { filesOf, isDue, itemsOf, settle } from "./outbox.js";
import { sendFile } from "./photos.js";
import { unseal } from "./sealing.js";
import { ask, device, openSession } from "./session.js";

const PATIENCE = 60_000; // ms
const LOCK = "nm-outbox";

/** Runs `work` when no other tab sends; where the browser has no locks, the server's own identity check must do. */
function alone(work) {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

async function sendEntry(row, session) {
  const words = await unseal(row.person, row.sealed);
  if (!words) return { state: "waiting", problem: "sealed" };
  try {
    const response = await ask(
      row.path,
      {
        method: "POST",
        redirect: "manual", // to a login page or a hotel's: no answer to what was sent
        headers: { Accept: "application/json", "X-CSRFToken": session.csrf },
        body: new URLSearchParams(words.fields),
      },
      PATIENCE,
    );
    return await verdict(response, row.uuid);
  } catch {
    return { state: "waiting", problem: "no-signal" };
  }
}

/** Whether the server would take it for the right person: the one who typed it, entering for the same leader. */
const isTheirs = (row, session) => row.person === session.person && row.principal === session.principal;

async function sendEntries(rows, session) {
  const blocked = new Set();
  for (const row of rows) {
    if (blocked.has(row.uuid)) continue;
    const outcome = isTheirs(row, session)
      ? await sendEntry(row, session)
      : { state: "waiting", problem: "principal" };
    await settle(row, outcome);
    if (outcome.state !== "stored") blocked.add(row.uuid); // what follows on the same entry waits for it
    if (["no-signal", "login"].includes(outcome.problem)) return false;
  }
  return true;
}

async function sendFiles(person, session, urgent) {
  const unsent = new Set((await itemsOf(person)).filter((row) => row.state !== "stored").map((row) => row.uuid));
  const now = Date.now();
  for (const file of await filesOf(person)) {
    if (unsent.has(file.visit) || !isTheirs(file, session)) continue;
    if (!isDue(file, now) && !(urgent && file.state === "waiting")) continue;
    if ((await sendFile(file, session)) === "no-signal") return;
  }
}

/** The person has told the browser to spare data: photos then go up when they say so, and words as ever. */
export const isSparing = () => Boolean(navigator.connection?.saveData);

async function run({ urgent, byHand }) {
  const owner = await device();
  if (!owner) return { state: "nobody" };
  const withFiles = byHand || !isSparing();
  const now = Date.now();
  const wanted = (rows) => rows.filter((row) => isDue(row, now) || (urgent && row.state === "waiting"));
  const items = wanted(await itemsOf(owner.person));
  const files = withFiles ? wanted(await filesOf(owner.person)) : [];
  if (!items.length && !files.length) return { state: "empty" };
  const session = await openSession();
  if (session.state !== "open") {
    const problem = session.state === "login" ? "login" : "no-signal";
    for (const row of items) await settle(row, { state: "waiting", problem });
    return session;
  }
  if (session.person !== owner.person) return session;
  if ((await sendEntries(items, session)) && withFiles) await sendFiles(owner.person, session, urgent);
  return session;
}

/**
 * Sends what is due, or with `urgent` all that waits; `byHand`: the person asked for just this. Resolves when this round
 * is over; never throws for the network.
 */
export const deliver = ({ urgent = false, byHand = false } = {}) => alone(() => run({ urgent: urgent || byHand, byHand }));

/** Whether something of this device's person still waits for the network, and for nothing else. */
export async function hasWaiting() {
  const owner = await device();
  if (!owner) return false;
  const rows = [...(await itemsOf(owner.person)), ...(isSparing() ? [] : await filesOf(owner.person))];
  return rows.some((row) => row.state === "waiting");
}

/** Lets the browser send when the signal returns, also with no page open; where it can't, pages do it. */
export async function sendWhenPossible() {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register(LOCK);
  } catch {
    // refused by the person or unknown to the browser
  }
}
