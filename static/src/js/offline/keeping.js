// Fetches the person's pages onto the device: one after another, only those that changed, and no longer than the signal
// is good. Phones keep them unless told not to; a computer only when asked.
//
// How far it has come stands in meta "keeping" and is written together with each page: a run that is broken off, by the
// person going on to another page or by the signal, says so afterwards and is taken up where it ended.
import { CATALOGUE } from "./addresses.js";
import { clear, get, isFull, put, remove } from "./database.js";
import { pagesOf } from "./pages.js";
import { seal } from "./sealing.js";
import { ask, device, ownerOf, told } from "./session.js";

const PATIENCE = 20_000; // ms for a page; slower than that, the person needs the signal more than we do
const AGAIN = 5 * 60_000; // ms between two looks at the catalogue
const SETTLED = ["done", "full", "some"]; // ends after which a look a moment later would find the same
const SILENT = 2; // pages without an answer, one after another: that is the signal, not the page
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

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("nm-keeping");
let listener = () => {};

/** Tells how far a run has come, in this tab or another: the row of meta "keeping". */
export function onKeeping(listen) {
  listener = listen;
  if (channel) channel.onmessage = ({ data }) => listen(data);
}

function tell(figures) {
  listener(figures);
  channel?.postMessage(figures);
}

function isLogin(response) {
  const login = document.querySelector("meta[name=login-url]")?.content;
  return response.redirected && new URL(response.url).pathname === login;
}

/**
 * A page of this person, whole: {html, title, policy}. Otherwise `not`: "gone", it is not theirs or never kept; "strange",
 * something else was answered; "login"; "silent".
 */
async function fetchPage(url, person) {
  const response = await ask(url, { headers: { "X-Nam-Manh-Keep": "1", Accept: "text/html" } }, PATIENCE).catch(() => null);
  if (!response) return { not: "silent" };
  if (isLogin(response)) return { not: "login" };
  const neverKept = /no-store/.test(response.headers.get("Cache-Control") || "");
  if (neverKept || response.redirected || [403, 404].includes(response.status)) return { not: "gone" };
  if (!response.ok || !/text\/html/.test(response.headers.get("Content-Type") || "")) return { not: "strange" };
  const html = await response.text().catch(() => "");
  if (!html) return { not: "silent" };
  const parsed = new DOMParser().parseFromString(html, "text/html");
  if (parsed.body.dataset.person !== String(person)) return { not: "strange" };
  return { html, title: titleOf(parsed), policy: response.headers.get("Content-Security-Policy") || "" };
}

async function sealedRow(owner, { url, stamp }, rank, page) {
  const sealed = await seal(owner.person, page);
  const title = await seal(owner.person, page.title);
  return { owner: ownerOf(owner), url, rank, stamp, keptAt: Date.now(), bytes: sealed.data.byteLength, title, sealed };
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

/** One run through the catalogue, with its figures: `kept` of `total` are as the server has them, `missed` are not. */
class Run {
  constructor(owner, catalogue, held) {
    this.owner = owner;
    this.held = held;
    this.bytes = [...held.values()].reduce((sum, row) => sum + row.bytes, 0);
    this.silent = 0;
    this.figures = { end: "broken", total: catalogue.pages.length, kept: 0, missed: 0, beyond: catalogue.beyond || 0 };
  }

  async note(figures, rows = []) {
    Object.assign(this.figures, figures, { at: Date.now() });
    await put([...rows, ["meta", { ...this.figures }, "keeping"]]);
    tell(this.figures);
  }

  /** Fetches one page; returns why the run can't go on, or "". */
  async take(wanted, rank) {
    const { kept, missed, total } = this.figures;
    const page = await fetchPage(wanted.url, this.owner.person);
    this.silent = page.not === "silent" ? this.silent + 1 : 0;
    if (page.html) {
      const row = await sealedRow(this.owner, wanted, rank, page);
      await this.note({ kept: kept + 1 }, [["pages", row]]);
      this.bytes += row.bytes - (this.held.get(row.url)?.bytes || 0);
    } else if (page.not === "gone") {
      await remove("pages", [ownerOf(this.owner), wanted.url]);
      await this.note({ total: total - 1 });
    } else {
      await this.note({ missed: missed + 1 });
    }
    if (page.not === "login") return "login";
    return this.silent >= SILENT ? "signal" : "";
  }

  async through(catalogue) {
    const isFresh = (page) => this.held.get(page.url)?.stamp === page.stamp;
    await this.note({ kept: catalogue.pages.filter(isFresh).length });
    for (const [rank, page] of catalogue.pages.entries()) {
      if (isFresh(page)) continue;
      const stop = this.bytes > catalogue.bytes ? "full" : await this.take(page, rank);
      if (stop) return stop;
    }
    return this.figures.missed ? "some" : "done";
  }
}

async function run() {
  const owner = await device();
  if (!owner) return;
  const catalogue = await readCatalogue().catch(() => null);
  if (!catalogue) {
    const last = await get("meta", "keeping");
    await put([["meta", { total: 0, kept: 0, missed: 0, beyond: 0, ...last, end: "unseen" }, "keeping"]]);
    return;
  }
  const going = new Run(owner, catalogue, await dropOthers(owner, catalogue.pages));
  try {
    await going.note({ end: await going.through(catalogue) });
  } catch (error) {
    await going.note({ end: isFull(error) ? "full" : "broken" });
  }
}

async function isRecent() {
  const last = await get("meta", "keeping");
  const age = Date.now() - (last?.at ?? 0);
  return age >= 0 && age < AGAIN && SETTLED.includes(last.end);
}

/** Looks for what changed, unless another tab is at it or it was done a moment ago; with `now` after that tab, and anyway. */
export async function keepPages({ now = false } = {}) {
  if (!now && (await isRecent())) return;
  if (!navigator.locks) await run();
  else await navigator.locks.request("nm-keeping", { ifAvailable: !now }, (lock) => lock && run());
}

/** The person wants the room: nothing is kept until the next look. */
export async function forgetPages() {
  await clear("pages");
  await remove("meta", "keeping");
}
