// A POST form is sent once: its button says "Đang gửi…" until the next page, a return to this one, or 30 seconds.
// Forms whose answer is a download opt out with data-submit-once="off".
import { TEXTS } from "./texts.js";

const PATIENCE = 30_000; // ms; a lost answer must not lock the form, client-uuid makes the second sending harmless
const waiting = new Map();

function release(form) {
  const button = waiting.get(form);
  waiting.delete(form);
  if (button) {
    button.node.disabled = false;
    button.node.replaceChildren(...button.label);
  }
}

function hold(form, submitter) {
  const node = submitter || form.querySelector("button[type=submit], button:not([type])");
  waiting.set(form, node && { node, label: [...node.childNodes] });
  // after the browser has collected the fields: a disabled button would not send its own name and value
  setTimeout(() => {
    if (node && waiting.has(form)) {
      node.disabled = true;
      node.textContent = TEXTS.sending;
    }
  });
  setTimeout(() => release(form), PATIENCE);
}

export function initSubmitOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const method = event.submitter?.formMethod || form.method;
    if (event.defaultPrevented || method !== "post" || form.dataset.submitOnce === "off") return;
    if (waiting.has(form)) event.preventDefault();
    else hold(form, event.submitter);
  });
  window.addEventListener("pageshow", () => [...waiting.keys()].forEach(release));
}
