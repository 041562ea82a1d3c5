// Keeps what is typed into <form data-draft-key="visit-new"> on this device until the server has stored it.
// The key is joined with <body data-person>, so that two people on one phone don't see each other's text.
// The form names its draft in a field; once the server has stored it, the next page finds that name in a cookie
// (nammanh/platform/drafts.py). An entry that came by the outbox is named by data-draft-clear="visit-new" on its page.
// Passwords, files and fields marked data-draft="off" (or inside such an element) are never kept, hidden ones only with data-draft="on"
// or "keep": kept, but not put back (the page knows better). Explicit logging out deletes the person's drafts.
import { element, notice } from "./notice.js";
import { addRow } from "./repeatable.js";
import { forget, keysStartingWith, read, write } from "./storage.js";
import { TEXTS } from "./texts.js";

const MOMENT = new Intl.DateTimeFormat("vi-VN", {
  timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric",
});
const KEEP_DAYS = 14;
const PREFIX = "nm-draft:";
let leaving = false; // logging out: whatever is still typed must not be written back
const person = () => document.body.dataset.person || "";
const keyOf = (name, whose = person()) => `${PREFIX}${whose}:${name}`;

function kept(field) {
  if (!field.name || field.closest('[data-draft="off"]') || field.name === "csrfmiddlewaretoken") return false;
  if (["password", "file", "submit", "button", "reset"].includes(field.type)) return false;
  if (/-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(field.name)) return false;
  return field.type !== "hidden" || field.hasAttribute("data-client-uuid") || /^(on|keep)$/.test(field.dataset.draft);
}

/** What comes back into a folded section, or is asked for there, must be seen. */
export function unfold(field) {
  for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}

function valueOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
  return field.value;
}

/** Boxes and radio buttons share a name; their value tells them apart. */
const idOf = (field) => (/checkbox|radio/.test(field.type) ? `${field.name}=${field.value}` : field.name);

function put(field, value) {
  if (typeof value === "boolean") field.checked = value;
  else if (Array.isArray(value)) [...field.options].forEach((option) => (option.selected = value.includes(option.value)));
  else field.value = value;
}

/** Every word of the form, in the shape that `restore` puts back. */
export function snapshot(form) {
  const fields = Object.fromEntries([...form.elements].filter(kept).map((field) => [idOf(field), valueOf(field)]));
  const totals = {};
  form.querySelectorAll('input[name$="-TOTAL_FORMS"]').forEach((total) => (totals[total.name] = Number(total.value)));
  return { savedAt: Date.now(), fields, totals };
}

function restore(form, draft) {
  for (const [name, total] of Object.entries(draft.totals)) {
    const input = form.elements[name];
    const box = input?.closest("[data-repeatable]");
    while (box && Number(input.value) < Math.min(total, 50)) addRow(box, { focus: false });
  }
  let changed = false;
  for (const field of [...form.elements].filter(kept)) {
    const value = draft.fields[idOf(field)];
    if (field.dataset.draft === "keep" || value === undefined || JSON.stringify(value) === JSON.stringify(valueOf(field))) continue;
    put(field, value);
    if (field.type === "hidden") continue;
    changed = true;
    unfold(field);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return changed;
}

function showNotice(form, draft, key) {
  const when = MOMENT.format(draft.savedAt);
  const discard = element("button", { type: "button", class: "btn" }, TEXTS.draftDiscard);
  const box = notice({ tone: "info", icon: "history" }, element("p", {}, TEXTS.draftRestored(when)), discard);
  box.classList.add("nm-draft");
  box.setAttribute("role", "status");
  discard.addEventListener("click", () => {
    form.dataset.draftStopped = "";
    forget(key);
    form.reset();
    location.replace(location.href);
  });
  form.before(box);
}

function watch(form) {
  const key = keyOf(form.dataset.draftKey);
  if (!form.elements.draft) {
    const named = { type: "hidden", name: "draft", value: form.dataset.draftKey, "data-draft": "off" };
    form.append(element("input", named));
  }
  let timer = 0;
  let touched = false;
  const save = () => {
    clearTimeout(timer);
    if (touched && !leaving && !("draftStopped" in form.dataset)) write(key, snapshot(form));
  };
  const later = () => {
    touched = true;
    form.dataset.touched = "";
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  window.addEventListener("pagehide", save);
  window.addEventListener("pageshow", (event) => event.persisted && (touched = false)); // gone back to: sent already
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
}

/** Words from elsewhere on the device, to be found in the form when it is opened next. */
export const keepDraft = (name, whose, draft) => write(keyOf(name, whose), draft);

export const forgetDraft = (name, whose) => forget(keyOf(name, whose));

function dropOld() {
  const limit = Date.now() - KEEP_DAYS * 86_400_000;
  keysStartingWith(PREFIX).forEach((key) => (read(key)?.savedAt ?? 0) < limit && forget(key));
}

const STORED = "nm_stored";

/** Before anything is restored: the server has said which entries are safely stored. */
export function clearStoredDrafts(root) {
  const [, stored] = document.cookie.match(new RegExp(`(?:^|; )${STORED}=([^;]+)`)) || [];
  if (stored) {
    forget(keyOf(decodeURIComponent(stored)));
    document.cookie = `${STORED}=; path=/; max-age=0; samesite=lax`;
  }
  const marks = [...root.querySelectorAll("[data-draft-clear]")];
  if (root.dataset?.draftClear) marks.push(root);
  marks.forEach((mark) => mark.dataset.draftClear.split(/\s+/).forEach((name) => name && forget(keyOf(name))));
}

export function initDrafts(root) {
  clearStoredDrafts(root);
  root.querySelectorAll("form[data-draft-key]").forEach((form) => {
    if ("draftWatched" in form.dataset) return;
    form.dataset.draftWatched = "";
    const key = keyOf(form.dataset.draftKey);
    const draft = read(key);
    // a form that came back with errors already holds the newest text
    if (draft?.fields && !form.querySelector(".is-invalid") && restore(form, draft)) showNotice(form, draft, key);
    watch(form);
  });
}

export function watchLogout() {
  dropOld();
  document.addEventListener("submit", (event) => {
    if (!event.target.querySelector("[data-logout]")) return;
    const keys = keysStartingWith(`${PREFIX}${person()}:`);
    if (!keys.length) return;
    leaving = window.confirm(TEXTS.draftLogout);
    if (leaving) keys.forEach(forget);
    else event.preventDefault();
  });
}
