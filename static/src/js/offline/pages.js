// Kept pages: which are there, and one of them as an answer. Read by the service worker and by the page about the device.
import { all, get } from "./database.js";
import { unseal } from "./sealing.js";
import { device, forgetPerson, ownerOf } from "./session.js";

const FORGIVEN = ["dia-ban", "da-luu"]; // put right by the page itself; any other question needs the server

/** The address under which a page would be kept, or "" when the question in it needs the server. */
export function keptAddress(url) {
  const { pathname, searchParams } = new URL(url, self.location.origin);
  return [...searchParams.keys()].every((name) => FORGIVEN.includes(name)) ? pathname : "";
}

/** After so many days without the server, nothing is shown any more. A clock set back does not count. */
export async function forgetWhenOld(days) {
  const owner = await device();
  if (owner && Date.now() - owner.seen > days * 86_400_000) await forgetPerson();
}

export async function pagesOf(owner) {
  return (await all("pages")).filter((row) => row.owner === owner);
}

/** The kept page as an answer that says when it was kept, or null. */
export async function keptPage(url) {
  const owner = await device();
  const address = keptAddress(url);
  if (!owner || !address) return null;
  const row = await get("pages", [ownerOf(owner), address]);
  const page = row && (await unseal(owner.person, row.sealed));
  if (!page) return null;
  const html = page.html.replace("<body", `<body data-kept-at="${new Date(row.keptAt).toISOString()}"`);
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  if (page.policy) headers["Content-Security-Policy"] = page.policy;
  return new Response(html, { headers });
}
