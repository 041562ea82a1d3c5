// The service worker: serves the portal's own files and, when the signal fails, the pages kept on this device. It never
// answers a request that writes, and keeps nothing on its own: pages are fetched and sealed by keeping.js.
//
// sw.js is this file behind `self.__NAM_MANH = {files, shell, days}`, written by reports/offline/shell.py. A new release
// waits until the open pages let it in (start.js), so that nobody loses a page while typing.
import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { SHELL } from "./addresses.js";
import { forgetWhenOld, keptPage } from "./pages.js";
import { deliver, hasWaiting } from "./sending.js";

const { files, days } = self.__NAM_MANH;
const PATIENCE = 8_000; // ms; then a page that is kept is shown instead, and says so
const SILENT = [502, 503, 504]; // the server behind the proxy is away

precacheAndRoute(files, { cleanURLs: false, directoryIndex: null });
cleanupOutdatedCaches();
clientsClaim();

const kept = async (url) => {
  try {
    await forgetWhenOld(days);
    return await keptPage(url);
  } catch {
    return null; // a store that can't be read must not take the network's page away
  }
};

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function openPage({ request }) {
  const asked = fetch(request).catch(() => null);
  const first = await Promise.race([asked, later(PATIENCE)]);
  if (first && !SILENT.includes(first.status)) return first;
  return (await kept(request.url)) || (await asked) || (await matchPrecache(SHELL));
}

/** A page kept before a release asks for the files of that time; the present ones of the same name serve it. */
const plain = (url) => new URL(url, self.location.origin).pathname.replace(/\.[0-9a-f]{12}(?=\.\w+$)/, "");

async function openFile({ request }) {
  const found = await fetch(request).catch(() => null);
  if (found?.ok) return found;
  const present = files.find((file) => plain(file.url) === plain(request.url));
  return (present && (await matchPrecache(present.url))) || found || Response.error();
}

registerRoute(({ request, sameOrigin }) => sameOrigin && request.mode === "navigate", openPage);
registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/static/"), openFile);

self.addEventListener("message", (event) => {
  if (event.data?.type === "take-over") self.skipWaiting();
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "nm-outbox") return;
  const send = async () => {
    await deliver({ urgent: true });
    if (await hasWaiting()) throw new Error("still waiting"); // the browser tries again later
  };
  event.waitUntil(send());
});
