// The month's workbench by keyboard. Keys act only while the focus is on an item, never while something is typed.
//   j, k  next, previous item       m  new line        g  into the line that it is like
//   s  number of a line             t  back to sender  b  out of the batch
const ITEM = "[data-workbench-item]";
const TYPED = "input:not([type=checkbox]), textarea, select, [contenteditable]";

function step(item, forwards) {
  const items = [...document.querySelectorAll(ITEM)];
  return items[items.indexOf(item) + (forwards ? 1 : -1)];
}

function go(item) {
  if (!item) return;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

/** Opens the folded part that holds the field, and goes there. */
function ask(item, selector) {
  const field = item.querySelector(selector);
  if (!field) return;
  field.closest("details").open = true;
  field.focus();
}

const KEYS = {
  j: (item) => go(step(item, true)),
  k: (item) => go(step(item, false)),
  s: (item) => ask(item, "details input[name=dong]"),
  t: (item) => ask(item, "details textarea"),
};

export function initWorkbench() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const item = event.target.closest?.(ITEM);
    if (!item || event.target.matches(TYPED)) return;
    const key = event.key.toLowerCase();
    const button = /^[a-z]$/.test(key) && item.querySelector(`button[data-shortcut="${key}"]`);
    if (!button && !KEYS[key]) return;
    event.preventDefault();
    if (button) button.click();
    else KEYS[key](item);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-workbench-start]")) go(document.querySelector(ITEM));
  });
  // what was placed is done with: on to the next item that waits, unless the person has gone to another meanwhile
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    const item = target.id ? document.getElementById(target.id) : null;
    if (!item?.matches(ITEM)) return;
    const here = document.activeElement;
    if (here && here !== document.body && !item.contains(here)) return;
    let next = item;
    while (next && !next.hasAttribute("data-workbench-waits")) next = step(next, true);
    go(next || item);
  });
}
