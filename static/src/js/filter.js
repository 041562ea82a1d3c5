// On a phone the filter bar folds behind a button: <form data-filter> with <button data-filter-toggle aria-expanded>.
export function initFilters() {
  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-filter-toggle]");
    if (toggle) {
      const open = toggle.closest("[data-filter]").classList.toggle("is-open");
      toggle.setAttribute("aria-expanded", String(open));
    }
  });
}
