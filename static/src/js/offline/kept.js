// A page opened from the device (<body data-kept-at>) says so and as of when, and its forms begin anew: a fresh identity
// for each entry, today's date, the place that the link names.
import { clientUuid } from "../client-uuid.js";
import { element, notice } from "../notice.js";
import { TEXTS } from "../texts.js";

const HANOI = { timeZone: "Asia/Ho_Chi_Minh" };
const DAY = new Intl.DateTimeFormat("vi-VN", { ...HANOI, day: "2-digit", month: "2-digit", year: "numeric" });
const TIME = new Intl.DateTimeFormat("vi-VN", { ...HANOI, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const day = (moment) => DAY.format(new Date(moment));
export const dayAndTime = (moment) => `${TIME.format(new Date(moment))} ngày ${day(moment)}`;

export const keptAt = () => document.body.dataset.keptAt || "";

function sayKept() {
  const box = notice({ tone: "info", icon: "wifi-off", closable: false }, element("p", {}, TEXTS.keptPage(dayAndTime(keptAt()))));
  box.setAttribute("role", "status");
  document.querySelector("#content").prepend(box);
}

/** The identity that the server put into the page has been used by whoever opened it before. */
function freshIdentities(root) {
  for (const input of root.querySelectorAll("input[data-client-uuid]")) {
    if (!location.pathname.includes(input.value)) input.value = clientUuid();
  }
}

function freshDay(root) {
  const then = day(keptAt());
  for (const input of root.querySelectorAll("form[data-outbox] input[name=date]")) {
    if (input.defaultValue === then) input.value = day(Date.now());
  }
}

function namedPlace(root) {
  const place = new URLSearchParams(location.search).get("dia-ban");
  for (const select of root.querySelectorAll("form[data-outbox] select[name=unit]")) {
    if (place && [...select.options].some((option) => option.value === place)) select.value = place;
  }
}

/** Before drafts are restored: what was typed wins over all this. */
export function renewKeptPage() {
  if (!keptAt()) return;
  sayKept();
  freshIdentities(document);
  freshDay(document);
  namedPlace(document);
}
