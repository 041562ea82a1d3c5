// What the person sees of the device: the number in the top bar, and on /ngoai-tuyen/ the outbox, the kept pages and the
// switch. The same markup stands on the page that is shown without a signal.
import { keepDraft } from "../draft.js";
import { element, sign } from "../notice.js";
import { TEXTS } from "../texts.js";
import { choose, forgetPages, isWanted, keepPages, onKeeping } from "./keeping.js";
import { dayAndTime } from "./kept.js";
import { get } from "./database.js";
import { discard, discardFile, isOpen, itemsOf, filesOf, read, sealedForOthers } from "./outbox.js";
import { pagesOf } from "./pages.js";
import { unseal } from "./sealing.js";
import { deliver, isSparing } from "./sending.js";
import { device, openSession, ownerOf } from "./session.js";

const find = (name) => document.querySelector(`[data-device="${name}"]`);
const TONES = { waiting: "warning", refused: "danger", ask: "warning", conflict: "warning", stored: "success" };
const SIGNS = { waiting: "history", refused: "alert-triangle", ask: "alert-triangle", conflict: "alert-triangle", stored: "wifi" };
const FIRST = 8; // kept pages on view at once: the desk, the forms, the next visits
let sending = false;

export async function showBadge() {
  const owner = await device();
  const badge = document.querySelector("[data-outbox-badge]");
  if (!badge) return;
  const open = owner ? (await itemsOf(owner.person)).filter(isOpen) : [];
  const held = [...open, ...(owner ? await filesOf(owner.person) : [])];
  const asking = held.filter((row) => row.state !== "waiting").length; // refused, in conflict: for the person to settle
  badge.hidden = held.length === 0;
  badge.querySelector("[data-outbox-count]").textContent = asking ? TEXTS.askingCount(asking) : TEXTS.waitingCount(held.length);
}

function stateOf(item) {
  if (item.state === "stored") return TEXTS.states.stored(dayAndTime(item.receivedAt || item.storedAt));
  if (sending && item.state === "waiting") return TEXTS.states.sending;
  return TEXTS.states[item.state];
}

async function reasonsOf(item) {
  if (item.state === "waiting") return item.problem ? [TEXTS.problems[item.problem] || TEXTS.problems.strange] : [];
  return (item.reasons && (await unseal(item.person, item.reasons))) || [];
}

function button(label, act, look = "") {
  const node = element("button", { type: "button", class: `btn ${look}`.trim() }, label);
  node.addEventListener("click", act);
  return node;
}

/** Back into the form that it was typed in, every word restored by the form's own draft. */
function reopen(item) {
  keepDraft(item.words.draftKey, item.person, item.words.snapshot);
  location.assign(item.words.page);
}

/** What no draft may hold goes to the server as it was typed, whose own page shows it with what is asked about it. */
async function reopenAtServer(item, asked) {
  const { csrf } = await openSession();
  if (!csrf) return asked.replaceWith(element("span", { class: "nm-soft" }, TEXTS.reopenNeedsSignal));
  const form = element("form", { method: "post", action: item.path, hidden: "" });
  for (const [name, value] of [...item.words.fields, ["csrfmiddlewaretoken", csrf]]) {
    form.append(element("input", { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

function reopenButton(item) {
  if (item.words.beyondDraft && item.state === "waiting") return "";
  const label = item.state === "waiting" ? TEXTS.reopenToEdit : TEXTS.reopen;
  return button(label, ({ target }) => (item.words.beyondDraft ? reopenAtServer(item, target) : reopen(item)));
}

async function throwAway(item) {
  if (window.confirm(TEXTS.discardAsk(item.words?.label || ""))) await discard(item.person, item.id);
}

/** Each photo or paper that the server will not take, with its reason; of the others only how many wait. */
async function fileLines(files) {
  const refused = files.filter((file) => file.state === "refused");
  const count = files.length - refused.length;
  const lines = count ? [element("p", {}, TEXTS.filesWaiting(count))] : [];
  for (const file of refused) {
    const about = await unseal(file.person, file.about);
    const why = (file.reasons && (await unseal(file.person, file.reasons))) || [];
    const words = TEXTS.fileRefused(about?.name || "", why.join(" "));
    lines.push(element("p", {}, words, " ", button(TEXTS.discardFile, () => discardFile(file))));
  }
  return lines;
}

async function row(item) {
  const label = [item.words?.kind, item.words?.label].filter(Boolean).join(": ") || TEXTS.sealedItem;
  const badge = element("span", { class: `nm-badge nm-tone-${TONES[item.state]}` }, sign(SIGNS[item.state]), ` ${stateOf(item)}`);
  const lines = (await reasonsOf(item)).map((reason) => element("p", { class: "nm-soft" }, reason));
  const typed = element("p", { class: "nm-soft" }, TEXTS.typedAt(dayAndTime(item.words?.typedAt || item.at)));
  const actions = element("div", { class: "nm-actions" });
  if (item.state === "stored") {
    if (item.url) actions.append(element("a", { class: "btn", href: item.url }, TEXTS.openStored));
  } else if (item.words) {
    if (item.words.draftKey) actions.append(reopenButton(item));
    actions.append(button(TEXTS.discard, () => throwAway(item)));
  }
  const files = await fileLines(item.files);
  return element("li", { class: "nm-outbox-item" }, element("p", {}, element("strong", {}, label), " ", badge), typed, ...lines, ...files, actions);
}

async function showOutbox(owner) {
  const list = find("outbox");
  const items = owner ? await read(owner.person) : [];
  const known = new Set(items.map((item) => item.uuid));
  const loose = owner ? (await filesOf(owner.person)).filter((file) => !known.has(file.visit)) : [];
  list.replaceChildren(...(await Promise.all(items.reverse().map(row))));
  find("outbox-empty").hidden = items.length > 0 || loose.length > 0;
  const held = isSparing() && (loose.length || items.some((item) => item.files.length));
  const sparing = held ? [element("p", {}, TEXTS.sparing)] : [];
  find("outbox-files").replaceChildren(...(await fileLines(loose)), ...sparing);
  const others = await sealedForOthers(owner?.person);
  find("outbox-others").textContent = others ? TEXTS.sealedForOthers(others) : "";
  find("send").hidden = !items.some((item) => isOpen(item) || item.files.length) && !loose.length;
}

async function link(owner, page) {
  const title = (await unseal(owner.person, page.title)) || page.url;
  return element("li", {}, element("a", { href: page.url }, title));
}

async function showPages(owner) {
  const pages = owner ? await pagesOf(ownerOf(owner)) : [];
  const bytes = pages.reduce((sum, page) => sum + page.bytes, 0);
  const last = await get("meta", "keeping");
  const links = await Promise.all(pages.sort((a, b) => a.rank - b.rank).map((page) => link(owner, page)));
  find("pages").replaceChildren(...links.slice(0, FIRST));
  find("more-pages").replaceChildren(...links.slice(FIRST));
  find("more").hidden = links.length <= FIRST;
  const figure = TEXTS.keptFigure(pages.length, (bytes / 1_048_576).toFixed(1).replace(".", ","));
  const told = [pages.length ? figure : TEXTS.keptNone];
  if (last) told.push(TEXTS.keptEnd[last.end](last));
  if (last?.at) told.push(TEXTS.keptLooked(dayAndTime(last.at)));
  find("pages-figure").textContent = told.join(" ");
  const box = find("keep");
  if (box && owner) box.checked = isWanted(owner.person);
}

export async function showScreen() {
  await showBadge();
  if (!find("outbox")) return;
  const owner = await device();
  await showOutbox(owner);
  await showPages(owner);
}

async function sendNow(event) {
  event.target.disabled = sending = true;
  await showScreen();
  const session = await deliver({ byHand: true });
  event.target.disabled = sending = false;
  await showScreen();
  if (session.state === "login") find("login").hidden = false;
}

/** How far the run has come, while it goes on here or in another tab. */
async function showKeeping(figures) {
  if (!find("pages-figure")) return;
  if (figures.end !== "broken") return showScreen();
  find("pages-figure").textContent = TEXTS.keptProgress(figures.kept + figures.missed, figures.total);
}

async function keepNow() {
  find("pages-figure").textContent = TEXTS.keptStart;
  await keepPages({ now: true });
  await showScreen();
}

async function dropPages() {
  await forgetPages();
  await showScreen();
}

async function switched(event) {
  const owner = await device();
  if (!owner) return;
  choose(owner.person, event.target.checked);
  if (!event.target.checked) return dropPages();
  await navigator.storage?.persist?.().catch(() => false);
  await keepNow();
}

export function initScreen() {
  find("send")?.addEventListener("click", sendNow);
  find("keep")?.addEventListener("change", switched);
  find("keep-now")?.addEventListener("click", keepNow);
  find("free")?.addEventListener("click", dropPages);
  onKeeping(showKeeping);
}
