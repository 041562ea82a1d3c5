// A month by keyboard: arrows go from day to day, Page Up and Page Down to the month before and after.
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const PAGES = { PageUp: "prev", PageDown: "next" };

export function initCalendar() {
  document.addEventListener("keydown", (event) => {
    const day = event.target.closest("[data-calendar-day]");
    if (!day || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const calendar = day.closest("[data-calendar]");
    if (event.key in PAGES) {
      event.preventDefault();
      calendar.querySelector(`a[rel="${PAGES[event.key]}"]`).click();
    } else if (event.key in STEPS) {
      const days = [...calendar.querySelectorAll("[data-calendar-day]")];
      const next = days[days.indexOf(day) + STEPS[event.key]];
      if (!next) return;
      event.preventDefault();
      next.focus();
    }
  });
}
