// How the portal looks on this device: text size (A− A A+) and high contrast, as on .gov.vn sites, and light or dark.
// Markup: <button data-text-size="down|reset|up">, <button data-contrast aria-pressed>,
// <button data-theme-choice="auto|light|dark" aria-pressed>. Paper is always light.
import { read, write } from "./storage.js";

const KEY = "nm-display";
const SIZES = [-1, 0, 1, 2];
const THEMES = ["auto", "light", "dark"];
const STRIP = { light: "#8f1118", dark: "#4d0d12" }; // --nm-strip, for the bar of the device's own
const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");

function stored() {
  const value = read(KEY) || {};
  return {
    size: SIZES.includes(value.size) ? value.size : 0,
    contrast: value.contrast === "high" ? "high" : "",
    theme: THEMES.includes(value.theme) ? value.theme : "auto",
  };
}

function show(theme) {
  document.documentElement.dataset.bsTheme = theme;
  document.querySelector("meta[name='theme-color']")?.setAttribute("content", STRIP[theme]);
}

/** Called by boot.js before the first paint, so that nothing jumps and nothing flashes. */
export function applyDisplay({ size, contrast, theme } = stored()) {
  const root = document.documentElement;
  root.dataset.textSize = size;
  root.dataset.contrast = contrast;
  const device = prefersDark.matches ? "dark" : "light";
  show(theme === "auto" ? device : theme);
}

function press(selector, isChosen) {
  document.querySelectorAll(selector).forEach((button) => button.setAttribute("aria-pressed", String(isChosen(button))));
}

function change(update) {
  const next = { ...stored(), ...update };
  write(KEY, next);
  applyDisplay(next);
  press("[data-contrast][aria-pressed]", () => next.contrast === "high");
  press("[data-theme-choice]", (button) => button.dataset.themeChoice === next.theme);
}

export function initDisplay() {
  change({});
  prefersDark.addEventListener("change", () => applyDisplay());
  window.addEventListener("beforeprint", () => show("light"));
  window.addEventListener("afterprint", () => applyDisplay());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button:is([data-text-size], [data-contrast], [data-theme-choice])");
    if (!button) return;
    const { textSize, themeChoice } = button.dataset;
    if (themeChoice) {
      change({ theme: themeChoice });
      const menu = button.closest("details");
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (textSize) {
      const step = { down: -1, up: 1 }[textSize] || 0;
      const size = step ? stored().size + step : 0;
      change({ size: Math.max(-1, Math.min(2, size)) });
    } else {
      change({ contrast: stored().contrast ? "" : "high" });
    }
  });
}
