// Says in Vietnamese when the signal is gone or a partial update failed, instead of a page that silently stays as it was.
// Writes into <div id="net-status" aria-live="polite"> of base.html.
import { element, notice } from "./notice.js";
import { TEXTS } from "./texts.js";

const place = () => document.getElementById("net-status");
const keptText = () => (document.querySelector("form[data-draft-key]") ? ` ${TEXTS.keptHere}` : "");

function show(look, ...content) {
  place()?.replaceChildren(notice(look, ...content));
}

function fail(text) {
  show({ tone: "danger", icon: "alert-triangle" }, element("p", {}, text));
}

function offline() {
  show({ tone: "warning", icon: "wifi-off", closable: false }, element("p", {}, TEXTS.offline + keptText()));
}

function online() {
  show({ tone: "success", icon: "wifi" }, element("p", {}, TEXTS.backOnline));
  setTimeout(() => place()?.replaceChildren(), 6000);
}

function askToLogIn(loginUrl) {
  const next = encodeURIComponent(location.pathname + location.search);
  const link = element("a", { href: `${loginUrl}?next=${next}` }, TEXTS.logInAgain);
  const text = element("p", {}, `${TEXTS.sessionOver}${keptText()} `, link);
  show({ tone: "warning", icon: "alert-triangle" }, text);
}

function responseFailed(status) {
  if (status === 403) fail(TEXTS.refused);
  else if (status === 404) fail(TEXTS.missing);
  else fail(TEXTS.serverError);
}

function watchHtmx() {
  const loginUrl = document.querySelector("meta[name=login-url]")?.content || "";
  const bar = element("div", { class: "nm-loading" });
  let timer = 0;
  // what only helps while one types says nothing when it can't
  const quiet = (event) => Boolean(event.target.closest?.("[data-quiet]"));
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!quiet(event)) timer = setTimeout(() => document.body.append(bar), 300);
  });
  document.addEventListener("htmx:afterRequest", () => {
    clearTimeout(timer);
    bar.remove();
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!quiet(event)) (navigator.onLine ? fail(TEXTS.noAnswer) : offline());
  });
  document.addEventListener("htmx:timeout", (event) => quiet(event) || fail(TEXTS.timeout));
  document.addEventListener("htmx:responseError", (event) => quiet(event) || responseFailed(event.detail.xhr.status));
  document.addEventListener("htmx:beforeSwap", (event) => {
    // the request was sent on to the login page: a whole page must not land in a part of this one
    const answeredBy = event.detail.xhr.responseURL;
    if (loginUrl && answeredBy && new URL(answeredBy).pathname === loginUrl && location.pathname !== loginUrl) {
      event.detail.shouldSwap = false;
      if (!quiet(event)) askToLogIn(loginUrl);
    }
  });
}

export function initNetStatus() {
  window.addEventListener("offline", offline);
  window.addEventListener("online", online);
  if (!navigator.onLine) offline();
  document.addEventListener("submit", (event) => {
    // without signal the browser would replace the filled form by its own error page
    if (!event.defaultPrevented && !navigator.onLine) {
      event.preventDefault();
      fail(TEXTS.notSentOffline + keptText());
    }
  });
  watchHtmx();
}
