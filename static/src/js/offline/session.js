// Who is logged in, as the server says; and what the device forgets, and when.
import { SESSION } from "./addresses.js";
import { clear, get, put, remove } from "./database.js";
import { learnKeys } from "./sealing.js";

const PATIENCE = 20_000; // ms
export const NO_SIGNAL = { state: "no-signal" };

/** Whose this device is: {person, principal, pass, seen}, or undefined. `seen`: when the server last answered it. */
export const device = () => get("meta", "device");
export const ownerOf = ({ person, principal }) => (principal && principal !== person ? `${person}:${principal}` : `${person}`);

/** A request that ends: no answer within `patience` is no signal. */
export async function ask(url, options = {}, patience = PATIENCE) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), patience);
  try {
    return await fetch(url, { credentials: "same-origin", cache: "no-store", ...options, signal: control.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** The JSON object of an answer, or null: a captive portal or a proxy answers with anything. */
export async function told(response) {
  if (!/\bjson\b/.test(response.headers.get("Content-Type") || "")) return null;
  try {
    const value = await response.json();
    return value && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/** Kept pages, keys and whose device it was are gone; the outbox stays, sealed until its person returns. */
export async function forgetPerson() {
  await clear("pages", "keys");
  await remove("meta", "device");
  await remove("meta", "keeping");
}

async function takeUp(answer) {
  const before = await device();
  if (before && before.person !== answer.person) await forgetPerson();
  await learnKeys(answer.person, answer.keys);
  const { person, principal, pass } = answer;
  await put([["meta", { person, principal, pass, seen: Date.now() }, "device"]]);
}

const isSession = (answer) =>
  answer?.state === "open" && Number.isInteger(answer.person) && answer.csrf && Array.isArray(answer.keys);

/** The session in force: {state: "open", csrf, …}, "login", "wipe" (already obeyed) or "no-signal". */
export async function openSession() {
  const pass = (await device())?.pass || "";
  let answer;
  try {
    const response = await ask(SESSION, { headers: { Accept: "application/json", "X-Nam-Manh-Pass": pass } });
    answer = await told(response);
  } catch {
    return NO_SIGNAL;
  }
  if (answer?.state === "wipe") await forgetPerson();
  else if (isSession(answer)) await takeUp(answer);
  else if (answer?.state !== "login") return NO_SIGNAL;
  return answer;
}
