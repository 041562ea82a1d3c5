// <button data-copy="id of a textarea">: its text goes to the clipboard, and the button says so for a while.
import { element } from "./notice.js";
import { TEXTS } from "./texts.js";

async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.value);
  } catch {
    source.select(); // no permission, or no secure address: the older way still copies
    if (!document.execCommand("copy")) throw new Error("refused");
  }
}

export function initCopying() {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (!source) return;
    let said = TEXTS.copied;
    try {
      await copy(source);
    } catch {
      source.focus();
      said = TEXTS.copyByHand;
    }
    const status = button.nextElementSibling?.matches("[data-copy-status]")
      ? button.nextElementSibling
      : button.insertAdjacentElement("afterend", element("span", { class: "nm-soft ms-2", role: "status", "data-copy-status": "" }));
    status.textContent = "";
    requestAnimationFrame(() => (status.textContent = said)); // the same words again are read out again
  });
}
