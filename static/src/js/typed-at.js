// <input type="hidden" data-typed-at> tells the server what time it was on this device when the entry was sent or kept.
// In the capturing phase: before anything reads the form.
export function watchTypedAt() {
  document.addEventListener("submit", (event) => {
    for (const input of event.target.querySelectorAll("input[data-typed-at]")) input.value = new Date().toISOString();
  }, true);
}
