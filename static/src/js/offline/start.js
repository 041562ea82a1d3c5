// On every page: registers the worker, finds out whose device this is, sends what waits, keeps pages when wanted.
import { TEXTS } from "../texts.js";
import { WORKER } from "./addresses.js";
import { change, isSupported } from "./database.js";
import { initOutboxForms, readyForms, sayArrived } from "./forms.js";
import { isWanted, keepPages } from "./keeping.js";
import { keptAt } from "./kept.js";
import { askAgain, dropOldReceipts, isOpen, itemsOf, onChange } from "./outbox.js";
import { initScreen, showBadge, showScreen } from "./screen.js";
import { hasKey } from "./sealing.js";
import { deliver } from "./sending.js";
import { device, forgetPerson, openSession } from "./session.js";

const RENEW = 10 * 60_000; // ms between two looks at who is logged in
const SETTLED = 3_000; // ms after which the page before the person's eyes has what it needs from the network
const LOOK = 30_000; // ms between two looks at what is due, while a page is open

const personHere = () => Number(document.body.dataset.person) || null;
const principalHere = () => Number(document.body.dataset.principal) || personHere();

/** While something is typed, a new release waits: the page goes on with the files that it began with. */
const isTyping = () => [...document.querySelectorAll("form[data-draft-key]")].some((form) => "touched" in form.dataset);

function letIn(registration) {
  const offer = () => !isTyping() && registration.waiting?.postMessage({ type: "take-over" });
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", (event) => event.target.state === "installed" && offer());
  });
}

/** Whether there is a worker to open what is kept; switched off by the person or the device, all else works as before. */
async function registerWorker() {
  try {
    letIn(await navigator.serviceWorker.register(WORKER, { scope: "/", updateViaCache: "none" }));
    return true;
  } catch {
    return false;
  }
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The identity of an entry that the server has just stored from a page of its own, or "". */
function justStored() {
  const [uuid] = location.pathname.match(/[0-9a-f]{8}-[0-9a-f-]{27}/) || [""];
  return document.querySelector("[data-draft-clear]") ? uuid : "";
}

/** The page was answered by the server just now: that is contact with it. */
const seen = () => change("meta", "device", (row) => ({ ...row, seen: Date.now() }));

async function knowPerson() {
  const person = personHere();
  const owner = await device();
  // at the login page: an account that was closed meanwhile makes its device forget
  if (!person && owner && navigator.onLine) await openSession();
  if (!person) return;
  const other = !owner || owner.person !== person || owner.principal !== principalHere();
  if (!keptAt()) {
    if (other || Date.now() - owner.seen > RENEW || !(await hasKey(person))) await openSession();
    else await seen();
  }
  await readyForms(person, principalHere(), await hasKey(person));
}

async function sendDue() {
  if (navigator.onLine) await deliver();
}

/** Only a page that the server has just answered keeps others: what it shows is this person's for certain. */
async function keepDue({ now = false } = {}) {
  const owner = await device();
  if (owner && personHere() && !keptAt() && isWanted(owner.person)) await keepPages({ now });
}

async function onSignal() {
  await sendDue();
  await keepDue();
}

async function work() {
  const registered = registerWorker();
  await knowPerson();
  await showScreen();
  const owner = await device();
  if (!owner) return;
  await dropOldReceipts(owner.person);
  if (justStored()) await askAgain(owner.person, justStored());
  await sendDue();
  if (await registered) {
    await later(SETTLED);
    await keepDue({ now: Boolean(document.querySelector("[data-draft-clear]")) });
  }
}

/** Logging out forgets what this person kept; what waits stays sealed, and the person hears of it first. */
async function onLogout(event) {
  if (event.defaultPrevented || !event.submitter?.matches("[data-logout]") || !navigator.onLine) return;
  event.preventDefault();
  const form = event.target;
  try {
    const owner = await device();
    const waiting = owner ? (await itemsOf(owner.person)).filter(isOpen).length : 0;
    if (waiting && !window.confirm(TEXTS.outboxLogout(waiting))) return;
    await forgetPerson();
  } catch {
    // without a store there is nothing to forget
  }
  HTMLFormElement.prototype.submit.call(form);
}

const quietly = (work) => () => work().catch(() => showBadge().catch(() => {}));

export function initOffline() {
  if (!isSupported() || !("serviceWorker" in navigator)) return;
  initOutboxForms();
  sayArrived();
  document.addEventListener("submit", onLogout);
  initScreen();
  onChange(quietly(showScreen));
  quietly(work)();
  window.addEventListener("online", quietly(onSignal));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && quietly(sendDue)());
  setInterval(quietly(sendDue), LOOK);
}
