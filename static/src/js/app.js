// Loaded on every page. Every module improves markup that already works without it.
import htmx from "htmx.org";
import { initCalendar } from "./calendar.js";
import { initClientUuids, renewClientUuids } from "./client-uuid.js";
import { initCopying } from "./copy.js";
import { initDisclosures, watchDisclosures } from "./disclosure.js";
import { initDrafts, watchLogout } from "./draft.js";
import { initFilters } from "./filter.js";
import { goToFirstError } from "./first-error.js";
import { initMenus } from "./menu.js";
import { initNetStatus } from "./net-status.js";
import { initNotices } from "./notice.js";
import { renewKeptPage } from "./offline/kept.js";
import { initOffline } from "./offline/start.js";
import { initRepeatables, watchRepeatables } from "./repeatable.js";
import { initSearch } from "./search.js";
import { initSubmitOnce } from "./submit-once.js";
import { initTables } from "./table.js";
import { initTabs } from "./tabs.js";
import { initTaps } from "./taps.js";
import { initDisplay } from "./display.js";
import { watchTypedAt } from "./typed-at.js";
import { initWorkbench } from "./workbench.js";

function improve(root) {
  initTables(root);
  initRepeatables(root);
  initDrafts(root); // before identities are given: a restored entry keeps the one it had
  initClientUuids(root);
  initDisclosures(root);
}

initDisplay();
initTabs();
initNotices();
initMenus();
initFilters();
initSearch();
initCalendar();
initTaps();
initCopying();
initWorkbench();
watchDisclosures();
watchRepeatables();
watchTypedAt();
watchLogout();
initOffline(); // takes the forms that have an outbox before the two below
initNetStatus(); // its offline check comes before the button says "Đang gửi…"
initSubmitOnce();
renewKeptPage();
improve(document.body);
goToFirstError();

document.addEventListener("repeatable:added", (event) => {
  renewClientUuids(event.target);
  initDisclosures(event.target);
  htmx.process(event.target);
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  improve(target.parentElement || document.body);
  // the link that was followed is gone with the old part: keyboards and screen readers go on at the new one
  if (document.activeElement === document.body && target.id) {
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
});
