// A button that saves typing: data-fill names a field by its id, data-fill-value is what goes into it.
export function initTaps() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-fill]");
    const field = button && document.getElementById(button.dataset.fill);
    if (!field) return;
    field.value = button.dataset.fillValue;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    field.focus();
  });
}
