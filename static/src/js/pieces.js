// Sends one file in pieces that the server acknowledges: after a lost signal it goes on where the server says.
// PUT /minh-chung/<visit>/phan/<uuid>/; the answers are told in reports/evidence/piece_views.py.
import { TEXTS } from "./texts.js";

const PIECE = 512 * 1024;
const TRIES = 6;

export class Refused extends Error {
  constructor(errors) {
    super(errors.join(" "));
    this.errors = errors;
  }
}

export class Asked extends Error {
  constructor(warnings) {
    super(warnings.join(" "));
    this.warnings = warnings;
  }
}

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** SHA-256 of the file; browsers know it on https and on this machine only. */
export const canSendInPieces = () => Boolean(window.crypto?.subtle);
export const checksum = async (file) => hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));

/** A number that this file has for this visit on every device and after every restart. */
export async function numberFor(visit, sha256) {
  const digest = hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${visit}:${sha256}`)));
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-8$3-8$4-$5");
}

/** What the server says; a page instead of JSON is the login, or a refusal of the person. */
function said(answer) {
  const json = answer.headers.get("Content-Type")?.includes("json");
  if (json && answer.status !== 401) return answer.json();
  const loggedOut = answer.status === 401 || answer.redirected;
  throw new Refused([loggedOut ? `${TEXTS.sessionOver} ${TEXTS.logInAgain}.` : TEXTS.refused]);
}

/** One request; a lost signal is tried again, later each time. */
async function asked(address, options) {
  for (let turn = 1; ; turn += 1) {
    const answer = await fetch(address, { credentials: "same-origin", ...options }).catch(() => null);
    if (answer && answer.status < 500) return said(answer);
    if (turn >= TRIES) throw new TypeError("no answer");
    await pause(2 ** turn * 500);
  }
}

/**
 * @param {File} file
 * @param {{address: string, token: string, sha256: string, about?: object, progress?: (done: number) => void}} how
 * @returns {Promise<object>} the server's answer with state "stored"
 */
export async function sendInPieces(file, { address, token, sha256, about = {}, progress = () => {} }) {
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  const fixed = { size: file.size, name: file.name, sha256, ...about };
  let answer = await asked(address, { headers });
  while (answer.state === "partial") {
    const offset = answer.received;
    progress(offset / file.size);
    const query = new URLSearchParams({ ...fixed, offset });
    const body = file.slice(offset, offset + PIECE);
    answer = await asked(`${address}?${query}`, { method: "PUT", headers, body });
  }
  if (answer.state === "stored") return answer;
  if (answer.state === "ask") throw new Asked(answer.warnings);
  throw new Refused(answer.errors || [answer.message || TEXTS.refused]);
}
