// A notice built like templates/components/alert.html; signs come from <template id="ui-signs"> of base.html.
import { TEXTS } from "./texts.js";

export function sign(name) {
  const source = document.querySelector("#ui-signs");
  const found = source && [...source.content.children].find((svg) => svg.innerHTML.includes(`#${name}"`));
  return found ? found.cloneNode(true) : document.createTextNode("");
}

export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** @param {{tone: string, icon: string, closable?: boolean}} look  @param {...(string|Node)} content */
export function notice({ tone, icon, closable = true }, ...content) {
  const box = element(
    "div",
    { class: `nm-alert nm-tone-${tone}`, "data-alert": "" },
    element("span", { class: "nm-alert-sign" }, sign(icon)),
    element("div", { class: "nm-alert-text" }, ...content),
  );
  if (closable) {
    const attributes = { type: "button", class: "nm-iconbutton", "data-alert-close": "", "aria-label": TEXTS.close };
    box.append(element("button", attributes, sign("x")));
  }
  return box;
}

/** Buttons [data-alert-close] take their notice away. */
export function initNotices() {
  document.addEventListener("click", (event) => {
    event.target.closest("[data-alert-close]")?.closest("[data-alert]")?.remove();
  });
}
