// A page that came back with errors is shown at the first of them, also when it lies far down or in a folded section.
export function goToFirstError() {
  const field = document.querySelector("main .is-invalid");
  if (!field) return;
  for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
}
