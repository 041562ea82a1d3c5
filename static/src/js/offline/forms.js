// <form data-outbox="chuyến đi">: what is typed goes into the outbox first and is sent from there, so that no failure on
// the way can take it. With a good signal the person sees no difference; the server's questions (privacy, conflict, a
// missing field) are answered on the server's own page, to which the form is then sent as it always was.
import { forgetDraft, snapshot, unfold } from "../draft.js";
import { element, notice } from "../notice.js";
import { TEXTS } from "../texts.js";
import { PAGE } from "./addresses.js";
import { get, isFull } from "./database.js";
import { forgetPages } from "./keeping.js";
import { dayAndTime } from "./kept.js";
import { keep } from "./outbox.js";
import { unseal } from "./sealing.js";
import { deliver, isSparing, sendWhenPossible } from "./sending.js";
import { device } from "./session.js";

const busy = new Set();
let ready = null; // {person, principal} once the device holds the key of whoever is at this page

export const allowForms = (owner) => (ready = owner);

const labelOf = (form) => {
  const place = form.elements.unit?.selectedOptions?.[0];
  return [place?.value ? place.textContent.trim() : "", form.elements.date?.value].filter(Boolean).join(" · ");
};

function filesIn(form) {
  const inputs = [...form.elements].filter((field) => field.type === "file" && !field.matches(":disabled"));
  return inputs.flatMap((input) => [...input.files]);
}

/** Whether something was typed that no draft may hold: about households. Then the draft is not all that was typed. */
function isBeyondDraft(form) {
  const typed = (field) => (/checkbox|radio/.test(field.type) ? field.checked : field.type !== "hidden" && field.value);
  return [...form.querySelectorAll('fieldset[data-draft="off"] :is(input, select, textarea)')].some(typed);
}

/** Every word of the form, as the browser would send it, without its stale token and without files. */
function wordsIn(form, submitter) {
  const isWord = ([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string";
  const fields = [...new FormData(form)].filter(isWord);
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  return {
    fields,
    kind: form.dataset.outbox,
    label: labelOf(form),
    page: location.pathname,
    draftKey: form.dataset.draftKey || "",
    snapshot: snapshot(form),
    beyondDraft: isBeyondDraft(form),
    typedAt: Date.now(),
  };
}

function entryOf(form, submitter) {
  const address = new URL(form.getAttribute("action") || location.href, location.href);
  const uuid = form.elements.uuid?.value;
  return { ...ready, uuid, path: address.pathname, words: wordsIn(form, submitter), files: filesIn(form) };
}

function say(form, look, ...content) {
  form.parentElement.querySelectorAll("[data-outbox-said]").forEach((box) => box.remove());
  const box = notice({ closable: false, ...look }, ...content);
  box.dataset.outboxSaid = "";
  box.setAttribute("role", look.tone === "danger" ? "alert" : "status");
  box.tabIndex = -1;
  form.before(box);
  box.focus();
  box.scrollIntoView({ block: "center" });
}

/** The device is full: the words stay in the form, and the person may give up the kept pages for them. */
function sayFull(form) {
  const free = element("button", { type: "button", class: "btn" }, TEXTS.freePages);
  free.addEventListener("click", async () => {
    free.disabled = true;
    await forgetPages().catch(() => {});
    form.requestSubmit();
  });
  say(form, { tone: "danger", icon: "alert-triangle" }, element("p", {}, TEXTS.deviceFull), element("p", {}, free));
}

function sayWaiting(form, problem) {
  const box = element("a", { href: PAGE }, TEXTS.openOutbox);
  const again = element("a", { href: location.pathname }, TEXTS.oneMore);
  const login = document.querySelector("meta[name=login-url]")?.content;
  const links = problem === "login" ? [element("a", { href: `${login}?next=${PAGE}` }, TEXTS.logInAgain), " · ", box] : [box];
  const more = form.dataset.draftKey && !/[0-9a-f-]{36}/.test(location.pathname) ? [" · ", again] : [];
  const reason = element("p", {}, TEXTS.problems[problem] || TEXTS.problems.strange);
  const advice = form.dataset.outboxAdvice ? [element("p", {}, form.dataset.outboxAdvice)] : [];
  const kept = element("p", {}, TEXTS.keptInOutbox);
  say(form, { tone: "warning", icon: "history" }, kept, reason, ...advice, element("p", {}, ...links, ...more));
  form.hidden = true;
}

/** Fields that must be filled and are not; what lacks one is no entry yet, with or without a signal. */
const emptyOnes = (form) =>
  [...form.elements].filter((field) => field.willValidate && field.validity.valueMissing && !field.closest("[hidden]"));

/** As the page calls it; a group of choices by its heading, not by the first of them. */
function nameOf(field) {
  const heading = field.type === "radio" ? field.closest("fieldset")?.querySelector("legend") : field.labels[0];
  return heading?.firstChild?.textContent.trim();
}

function mark(field, isMissing) {
  field.classList.toggle("is-invalid", isMissing);
  if (isMissing) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

function sayMissing(form, fields) {
  const names = fields.map(nameOf).filter(Boolean);
  say(form, { tone: "danger", icon: "alert-triangle" }, element("p", {}, TEXTS.fieldsMissing([...new Set(names)].join(", "))));
  for (const field of fields) {
    mark(field, true);
    unfold(field);
  }
  form.addEventListener("input", ({ target }) => {
    for (const field of fields) if (field.name === target.name) mark(field, false); // all choices of a group at once
  });
  fields[0].focus();
}

/** The server's own page shows what it asks or refuses, beside the fields; the item stays until that is settled. */
function sendAsPage(form, submitter, csrf) {
  const token = form.elements.csrfmiddlewaretoken;
  if (token && csrf) token.value = csrf;
  // the outbox has the files and sends them when the words are through
  if (csrf) for (const field of form.elements) if (field.type === "file") field.value = "";
  if (submitter?.name) form.append(element("input", { type: "hidden", name: submitter.name, value: submitter.value }));
  HTMLFormElement.prototype.submit.call(form);
}

const ARRIVED = "nm-arrived"; // what the next page says, once

async function arrive(row, { words: { draftKey }, files }) {
  const url = new URL(row.url || PAGE, location.href);
  const hints = (row.reasons && (await unseal(row.person, row.reasons))) || [];
  if (files.length && isSparing()) hints.push(TEXTS.sparingArrived);
  sessionStorage.setItem(ARRIVED, JSON.stringify({ at: row.receivedAt || row.storedAt, hints }));
  if (draftKey) url.searchParams.set("da-luu", draftKey);
  location.assign(url);
}

async function send(form, submitter) {
  const entry = entryOf(form, submitter);
  const id = await keep(entry);
  form.dataset.draftStopped = ""; // the outbox holds every word from here on
  forgetDraft(entry.words.draftKey, entry.person);
  await sendWhenPossible();
  const session = await deliver({ urgent: true });
  const row = await get("outbox", id);
  if (row?.state === "stored") await arrive(row, entry);
  else if (row && row.state !== "waiting" && session.csrf) sendAsPage(form, submitter, session.csrf);
  else sayWaiting(form, row?.problem || "no-signal");
}

/** On the page of what has just been received: when, and what the server remarks on it. */
export function sayArrived() {
  const kept = sessionStorage.getItem(ARRIVED);
  if (!kept) return;
  sessionStorage.removeItem(ARRIVED);
  const { at, hints } = JSON.parse(kept);
  const place = document.getElementById("messages");
  place?.append(notice({ tone: "success", icon: "wifi" }, element("p", {}, TEXTS.arrived(dayAndTime(at)))));
  for (const hint of hints) place?.append(notice({ tone: "warning", icon: "alert-triangle" }, element("p", {}, hint)));
}

async function onSubmit(event) {
  const form = event.target;
  const submitter = event.submitter;
  if (event.defaultPrevented || !form.matches("form[data-outbox]") || !ready || !form.elements.uuid?.value) return;
  if (submitter?.name === "them") return; // one more row, on the page without scripts
  event.preventDefault();
  if (busy.has(form)) return;
  const missing = emptyOnes(form);
  if (missing.length) return sayMissing(form, missing);
  busy.add(form);
  const button = submitter || form.querySelector("button[type=submit]");
  const label = [...button.childNodes];
  button.textContent = TEXTS.sending;
  try {
    await send(form, submitter);
  } catch (error) {
    if (isFull(error)) sayFull(form);
    else if (navigator.onLine) sendAsPage(form, submitter, ""); // no store on this device: as ever
    else say(form, { tone: "danger", icon: "wifi-off" }, element("p", {}, TEXTS.notSentOffline), element("p", {}, TEXTS.keptHere));
  } finally {
    busy.delete(form);
    button.replaceChildren(...label);
  }
}

/** Before net-status.js and submit-once.js, which leave alone what is taken here. */
export function initOutboxForms() {
  document.addEventListener("submit", onSubmit);
}

/** Whose forms these are: set again when somebody else's page is opened. */
export async function readyForms(person, principal, hasKey) {
  const owner = await device();
  allowForms(hasKey && owner?.person === person ? { person, principal } : null);
}
