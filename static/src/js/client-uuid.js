// Gives every new entry an identity on the device: <input type="hidden" data-client-uuid>.
// A second sending of the same entry after a lost answer is then recognised by the server.
export function clientUuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function initClientUuids(root) {
  root.querySelectorAll("input[data-client-uuid]").forEach((input) => {
    if (!input.value) input.value = clientUuid();
  });
}

/** A row copied from a template brings the identity that the server wrote into the template: each copy gets its own. */
export function renewClientUuids(root) {
  root.querySelectorAll("input[data-client-uuid]").forEach((input) => (input.value = clientUuid()));
}
