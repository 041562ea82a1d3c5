// Runs before the first paint: the person's text size, contrast and theme, and the sign that scripts run at all.
import { applyDisplay } from "./display.js";

document.documentElement.classList.add("js");
applyDisplay();
