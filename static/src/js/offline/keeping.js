// Fetches the person's pages onto the device: one after another, only those that changed, and no longer than the signal
// is good. Phones keep them unless told not to; a computer only when asked.
import { CATALOGUE } from "./addresses.js";
import { get, isFull, put, remove } from "./database.js";
import { pagesOf } from "./pages.js";
import { seal } from "./sealing.js";
import { ask, device, ownerOf, told } from "./session.js";

const PATIENCE = 20_000; // ms for a page; slower than that, the person needs the signal more than we do
const AGAIN = 5 * 60_000; // ms between two looks at the catalogue
const choiceKey = (person) => `nm-keep:${person}`;

export const isPhone = () => matchMedia("(pointer: coarse)").matches;

export function isWanted(person) {
  try {
    return (localStorage.getItem(choiceKey(person)) || (isPhone() ? "on" : "off")) === "on";
  } catch {
    return false;
  }
}

export function choose(person, wanted) {
  localStorage.setItem(choiceKey(person), wanted ? "on" : "off");
}

/** How the page is named in a list: its title, and of what when its heading alone would not tell. */
function titleOf(parsed) {
  const steps = [...parsed.querySelectorAll(".breadcrumb-item")].map((step) => step.textContent.trim());
  return steps.length > 2 ? steps.slice(-2).join(" › ") : parsed.title.split(" · ")[0];
}

/** A page of this person, whole, and not one that is never kept; `gone` when it is no longer theirs. */
async function fetchPage(url, person) {
  const response = await ask(url, { headers: { "X-Nam-Manh-Keep": "1", Accept: "text/html" } }, PATIENCE);
  if (response.redirected) throw new Error("another page answered"); // the login: nothing more to fetch now
  const neverKept = /no-store/.test(response.headers.get("Cache-Control") || "");
  if (neverKept || [403, 404].includes(response.status)) return { gone: true };
  if (!response.ok || !/text\/html/.test(response.headers.get("Content-Type") || "")) return { gone: false };
  const html = await response.text();
  const parsed = new DOMParser().parseFromString(html, "text/html");
  if (parsed.body.dataset.person !== String(person)) return { gone: false };
  return { html, title: titleOf(parsed), policy: response.headers.get("Content-Security-Policy") || "" };
}

async function keepPage(owner, { url, stamp }, rank) {
  const page = await fetchPage(url, owner.person);
  const key = [ownerOf(owner), url];
  if (!page.html) {
    if (page.gone) await remove("pages", key);
    return 0;
  }
  const sealed = await seal(owner.person, page);
  const bytes = sealed.data.byteLength;
  const title = await seal(owner.person, page.title);
  await put([["pages", { owner: key[0], url, rank, stamp, keptAt: Date.now(), bytes, title, sealed }]]);
  return bytes;
}

async function readCatalogue() {
  const answer = await told(await ask(CATALOGUE, { headers: { Accept: "application/json" } }, PATIENCE));
  return Array.isArray(answer?.pages) ? answer : null;
}

async function dropOthers(owner, wanted) {
  const urls = new Set(wanted.map((page) => page.url));
  const held = await pagesOf(ownerOf(owner));
  for (const row of held) if (!urls.has(row.url)) await remove("pages", [row.owner, row.url]);
  return new Map(held.filter((row) => urls.has(row.url)).map((row) => [row.url, row]));
}

/** Goes through the catalogue until it is done, the room is used up or the signal fails; says which in meta "keeping". */
async function goThrough(owner, catalogue, report) {
  const held = await dropOthers(owner, catalogue.pages);
  let bytes = [...held.values()].reduce((sum, row) => sum + row.bytes, 0);
  for (const [done, page] of catalogue.pages.entries()) {
    if (held.get(page.url)?.stamp === page.stamp) continue;
    if (bytes > catalogue.bytes) return "full";
    report?.(done, catalogue.pages.length);
    bytes += (await keepPage(owner, page, done)) - (held.get(page.url)?.bytes || 0);
  }
  return "done";
}

async function run(report) {
  const owner = await device();
  if (!owner) return;
  let end = "signal";
  try {
    const catalogue = await readCatalogue();
    if (catalogue) end = await goThrough(owner, catalogue, report);
  } catch (error) {
    if (isFull(error)) end = "full";
  }
  await put([["meta", { at: Date.now(), end }, "keeping"]]);
}

/** Looks for what changed, unless another tab is at it or it was done a moment ago. */
export async function keepPages({ now = false, report } = {}) {
  const last = await get("meta", "keeping");
  const age = Date.now() - (last?.at ?? 0);
  if (!now && age >= 0 && age < AGAIN && last.end !== "signal") return;
  if (!navigator.locks) await run(report);
  else await navigator.locks.request("nm-keeping", { ifAvailable: true }, (lock) => lock && run(report));
}
