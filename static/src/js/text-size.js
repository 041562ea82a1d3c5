// Text size (A− A A+) and high contrast, as on .gov.vn sites; kept on this device.
// Markup: <button data-text-size="down|reset|up">, <button data-contrast aria-pressed>.
import { read, write } from "./storage.js";

const KEY = "nm-display";
const SIZES = [-1, 0, 1, 2];

function stored() {
  const value = read(KEY) || {};
  return { size: SIZES.includes(value.size) ? value.size : 0, contrast: value.contrast === "high" ? "high" : "" };
}

/** Called by boot.js before the first paint, so that nothing jumps. */
export function applyDisplay({ size, contrast } = stored()) {
  const root = document.documentElement;
  root.dataset.textSize = size;
  root.dataset.contrast = contrast;
}

function change(update) {
  const next = { ...stored(), ...update };
  write(KEY, next);
  applyDisplay(next);
  document.querySelectorAll("[data-contrast][aria-pressed]").forEach((button) => {
    button.setAttribute("aria-pressed", String(next.contrast === "high"));
  });
}

export function initTextSize() {
  change({});
  document.addEventListener("click", (event) => {
    const sizer = event.target.closest("button[data-text-size]");
    const contrast = event.target.closest("button[data-contrast]");
    if (sizer) {
      const step = { down: -1, up: 1 }[sizer.dataset.textSize] || 0;
      const size = step ? stored().size + step : 0;
      change({ size: Math.max(-1, Math.min(2, size)) });
    } else if (contrast) {
      change({ contrast: stored().contrast ? "" : "high" });
    }
  });
}
