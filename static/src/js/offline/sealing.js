// Everything personal lies on the device sealed (AES-GCM). The key comes from the server after the person has logged in
// and can't be read back by any script; at logout the device forgets it, and what is left can't be read (ADR 0022).
import { all, put } from "./database.js";

const bytesOf = (text) => new TextEncoder().encode(text);

async function usable(secret) {
  const raw = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Takes up the keys of a session; the first is the one to seal with. */
export async function learnKeys(person, keys) {
  const rows = [];
  for (const [index, { id, secret }] of keys.entries()) {
    rows.push(["keys", { person, id, current: index === 0, key: await usable(secret) }]);
  }
  await put(rows);
}

async function keysOf(person) {
  return (await all("keys")).filter((row) => row.person === person);
}

export async function hasKey(person) {
  return (await keysOf(person)).some((row) => row.current);
}

async function sealBytes(person, bytes) {
  const own = (await keysOf(person)).find((row) => row.current);
  if (!own) throw new Error("no key on this device");
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { keyId: own.id, iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, own.key, bytes) };
}

async function openBytes(person, sealed) {
  const own = (await keysOf(person)).find((row) => row.id === sealed.keyId);
  if (!own) return null;
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, own.key, sealed.data);
}

export const seal = (person, value) => sealBytes(person, bytesOf(JSON.stringify(value)));
export const sealFile = async (person, file) => sealBytes(person, await file.arrayBuffer());

/** What was sealed, or null while this device doesn't hold the key. */
export async function unseal(person, sealed) {
  const bytes = await openBytes(person, sealed);
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}

export const unsealFile = (person, sealed) => openBytes(person, sealed);
