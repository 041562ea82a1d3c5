// Runs before the first paint: the person's text size and contrast, and the sign that scripts run at all.
import { applyDisplay } from "./text-size.js";

document.documentElement.classList.add("js");
applyDisplay();
