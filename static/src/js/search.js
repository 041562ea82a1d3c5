// The search box of the page's head: an ARIA combobox whose options are links, fetched by htmx while one types.
// "/" goes to it from anywhere, unless something is being typed or the person has switched the key off on this device.
import { read, write } from "./storage.js";
import { TEXTS } from "./texts.js";

const KEY = "nm-search-key";
const TYPED = "input, textarea, select, [contenteditable]";

export function initSearch() {
  const form = document.querySelector("[data-search]");
  if (form) initBox(form);
  initKeySwitch();
}

function initBox(form) {
  const input = form.querySelector("[data-search-input]");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[data-search-status]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  let chosen = null;

  function choose(option) {
    chosen?.setAttribute("aria-selected", "false");
    chosen = option || null;
    if (chosen) {
      chosen.setAttribute("aria-selected", "true");
      chosen.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", chosen.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(null);
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    if (list.hidden) show(true);
    // one place between last and first stands for the box itself
    const at = (all.indexOf(chosen) + 1 + step + all.length + 1) % (all.length + 1);
    choose(all[at - 1]);
  }

  function openBox() {
    form.classList.add("is-open");
    input.focus();
    input.select();
  }

  function closeBox() {
    show(false);
    form.classList.remove("is-open");
  }

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      chosen.click();
    } else if (event.key === "Escape") {
      if (!list.hidden) {
        event.preventDefault(); // the words stay: Escape only closes the list
        show(false);
      } else if (form.classList.contains("is-open")) {
        closeBox();
        document.querySelector("[data-search-open]")?.focus();
      }
    }
  });
  input.addEventListener("focus", () => options().length && show(true));
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) show(false);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus while a link is clicked
  list.addEventListener("htmx:afterSwap", () => {
    const found = options();
    const names = found.filter((option) => option.id !== "goi-y-tat-ca").length;
    choose(null);
    show(found.length > 0 && form.contains(document.activeElement));
    status.textContent = found.length ? (names ? TEXTS.suggested(names) : TEXTS.suggestedNothing) : "";
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-search-open]");
    if (opener) {
      event.preventDefault();
      openBox();
    } else if (event.target.closest("[data-search-close]")) {
      closeBox();
      document.querySelector("[data-search-open]")?.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.(TYPED) || read(KEY) === "off") return;
    event.preventDefault();
    openBox();
  });
}

function initKeySwitch() {
  const box = document.querySelector("[data-search-key]");
  if (!box) return;
  box.checked = read(KEY) !== "off";
  box.addEventListener("change", () => write(KEY, box.checked ? "on" : "off"));
}
