// Photos and papers of an entry go up piece by piece after its words: a lost signal costs one piece, not the photo.
import { change, remove } from "./database.js";
import { changed, waiting } from "./outbox.js";
import { seal, unseal, unsealFile } from "./sealing.js";
import { ask, told } from "./session.js";

const PIECE = 256 * 1024; // bytes: about half a minute on a weak 2G signal
const PATIENCE = 90_000; // ms
const MOST_TURNS = 400;
const REFUSALS = [403, 404, 413, 422]; // a piece that broke off in the middle (400) is simply sent again

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const addressOf = (file) => `/minh-chung/${file.visit}/phan/${file.id}/`;

async function settle(file, outcome) {
  const reasons = outcome.reasons?.length ? await seal(file.person, outcome.reasons) : null;
  await change("files", file.id, (now) => ({ ...now, ...waiting(now, outcome), reasons }));
  changed();
  return outcome.problem || outcome.state;
}

async function stored(file) {
  await remove("files", file.id);
  changed();
  return "stored";
}

/** How an answer leaves the file: {received} to go on from, or the end of it. */
async function meaning(response, file) {
  const answer = await told(response);
  if (answer?.state === "stored" && response.ok && [undefined, file.id].includes(answer.uuid)) return { end: "stored" };
  if (answer?.state === "refused" && REFUSALS.includes(response.status)) {
    return { end: { state: "refused", reasons: (answer.errors || []).map(String) } };
  }
  if (answer?.state === "conflict") return { end: { state: "refused", reasons: [String(answer.message || "")] } };
  if (answer?.state === "login") return { end: { state: "waiting", problem: "login" } };
  if (Number.isInteger(answer?.received) && [200, 201, 202, 409].includes(response.status)) return answer;
  return { end: { state: "waiting", problem: response.status >= 500 ? "server" : "strange" } };
}

async function pieces(file, bytes, about, session) {
  const sha256 = hex(await crypto.subtle.digest("SHA-256", bytes));
  const headers = { Accept: "application/json", "X-CSRFToken": session.csrf };
  let state = await meaning(await ask(addressOf(file), { headers, redirect: "manual" }, PATIENCE), file);
  for (let turn = 0; !state.end && turn < MOST_TURNS; turn += 1) {
    const offset = state.received;
    const query = new URLSearchParams({ offset, size: bytes.byteLength, name: about.name, sha256 });
    const body = new Blob([bytes.slice(offset, offset + PIECE)], { type: "application/octet-stream" });
    const options = { method: "PUT", redirect: "manual", headers, body };
    state = await meaning(await ask(`${addressOf(file)}?${query}`, options, PATIENCE), file);
  }
  return state.end || { state: "waiting", problem: "server" };
}

/** Sends one file from where the server says that it holds it. Returns "stored", the state, or why it still waits. */
export async function sendFile(file, session) {
  const bytes = await unsealFile(file.person, file.sealed);
  const about = await unseal(file.person, file.about);
  if (!bytes || !about) return settle(file, { state: "waiting", problem: "sealed" });
  try {
    const end = await pieces(file, bytes, about, session);
    return end === "stored" ? await stored(file) : await settle(file, end);
  } catch {
    return settle(file, { state: "waiting", problem: "no-signal" });
  }
}
