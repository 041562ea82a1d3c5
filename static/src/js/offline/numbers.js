// The identity of a file: the same for the same file of the same visit on every device and after every restart, so that
// a photo that was sent from the form's own page and from the outbox is one photo. The server's form counts alike.
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const checksum = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));

export async function numberFor(visit, sha256) {
  const digest = await checksum(new TextEncoder().encode(`${visit}:${sha256}`));
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-8$3-8$4-$5");
}
