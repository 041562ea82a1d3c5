// Native dialogs: <a href="page that does the same" data-dialog-open="id">, <button data-dialog-close> inside.
export function initDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const closer = event.target.closest("[data-dialog-close]");
    if (closer) closer.closest("dialog")?.close();
    // the padding-free dialog itself is hit only outside of its content: on the backdrop
    else if (event.target.tagName === "DIALOG") event.target.close();
  });
}
