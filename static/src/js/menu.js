// <details data-menu> closes on Escape, on a click elsewhere and when focus leaves it.
export function initMenus() {
  const closeAllBut = (kept) =>
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (menu !== kept) menu.open = false;
    });
  document.addEventListener("click", (event) => closeAllBut(event.target.closest("details[data-menu]")));
  document.addEventListener("focusin", (event) => closeAllBut(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
