// What an answer to something sent means. Only the server's own word "stored", with the identity of what was sent, lets
// it leave the outbox; an error page, a login page, a captive portal or half an answer never does.
import { told } from "./session.js";

const sameOrigin = (url) => (typeof url === "string" && /^\/(?!\/)/.test(url) ? url : "");
const sentences = (list) => (Array.isArray(list) ? list.map(String) : []);
const lines = (list) => (Array.isArray(list) ? list.map((row) => [].concat(row).join(": ")) : []);

/** @returns {{state: string, problem?: string, reasons?: string[], url?: string, receivedAt?: string, hints?: string[]}} */
export async function verdict(response, uuid) {
  const answer = await told(response);
  const state = answer?.state;
  if (response.ok && state === "stored" && String(answer.uuid).toLowerCase() === uuid.toLowerCase()) {
    const { url, received_at: receivedAt, hints } = answer;
    return { state: "stored", url: sameOrigin(url), receivedAt, hints: sentences(hints) };
  }
  if (response.status === 401 && state === "login") return { state: "waiting", problem: "login" };
  if (response.status === 403 && state === "csrf") return { state: "waiting", problem: "csrf" };
  if (response.status === 422 && state === "ask") return { state: "ask", reasons: sentences(answer.warnings) };
  if ([403, 404, 409, 422].includes(response.status) && state === "refused") {
    return { state: "refused", reasons: [...sentences(answer.errors), ...(answer.message ? [answer.message] : [])] };
  }
  if (response.status === 409 && state === "conflict") {
    return { state: "conflict", reasons: [String(answer.message || ""), ...lines(answer.stored)].filter(Boolean) };
  }
  return { state: "waiting", problem: response.status >= 500 ? "server" : "strange" };
}
