// Buttons that save typing: data-fill puts a value into a field, data-copy takes a field's text to the clipboard.
async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return false; // no permission, or no https: the text stays selected for the person's own Ctrl+C
  }
}

export function initTaps() {
  document.addEventListener("click", async ({ target }) => {
    const fill = target.closest("[data-fill]");
    const field = fill && document.getElementById(fill.dataset.fill);
    if (field) {
      field.value = fill.dataset.fillValue;
      for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
      field.focus();
    }
    const button = target.closest("[data-copy]");
    if (button && (await copy(document.getElementById(button.dataset.copy)))) {
      button.querySelector("span").textContent = button.dataset.copied;
    }
  });
  document.addEventListener("focusin", ({ target }) => target.matches("[data-select-all]") && target.select());
}
