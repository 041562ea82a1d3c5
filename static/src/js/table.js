// Stacked tables on phones: names each cell after its column where the page did not, and restates the table roles
// that some browsers drop when rows are laid out as cards. A table of months opens at the newest ones, and is there
// again when the screen is turned.
const atEnd = new ResizeObserver((entries) => entries.forEach(({ target }) => { target.scrollLeft = target.scrollWidth; }));

export function initTables(root) {
  for (const frame of root.querySelectorAll("[data-opens-at-end]:not([data-opened])")) {
    frame.dataset.opened = "";
    atEnd.observe(frame);
  }
  for (const table of root.querySelectorAll("table.nm-table-stacked")) {
    const names = [...table.querySelectorAll("thead tr:last-child > *")].map((cell) => cell.textContent.trim());
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody, tfoot").forEach((group) => group.setAttribute("role", "rowgroup"));
    table.querySelectorAll("thead th").forEach((cell) => cell.setAttribute("role", "columnheader"));
    for (const row of table.querySelectorAll("tr")) {
      row.setAttribute("role", "row");
      if (row.parentElement.tagName === "THEAD") continue;
      [...row.cells].forEach((cell, index) => {
        cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
        if (cell.tagName === "TD" && !cell.hasAttribute("data-label") && cell.colSpan === 1 && names[index]) {
          cell.dataset.label = names[index];
        }
      });
    }
  }
}
