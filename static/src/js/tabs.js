// Tabs that don't fit a phone are scrolled sideways: the page's own one is brought into view.
export function initTabs() {
  for (const tab of document.querySelectorAll(".nm-tabs [aria-current]")) {
    const bar = tab.closest(".nm-tabs");
    bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
  }
}
