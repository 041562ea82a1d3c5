// Rows of a Django formset that the person adds and removes.
// <div data-repeatable data-repeatable-name="góp ý">   (management form inside)
//   <div data-repeatable-rows> <fieldset data-repeatable-row> … <button data-repeatable-remove> … </div>
//   <template data-repeatable-template>one row with __prefix__</template>
//   <button type="button" data-repeatable-add>Thêm góp ý</button>
//   <p data-repeatable-status class="visually-hidden" aria-live="polite"></p>
// [data-repeatable-number] shows the row's number. Rows already stored are marked through the formset's DELETE field;
// new ones leave the page (the formset takes the gap for an empty form). Both can be undone.
// Fires "repeatable:added" on the new row.
import { element } from "./notice.js";
import { TEXTS } from "./texts.js";

const management = (box, suffix) => box.querySelector(`input[name$="-${suffix}"]`);
const rowsOf = (box) => [...box.querySelectorAll("[data-repeatable-row]")].filter((row) => !row.hidden);
const nameOf = (box) => box.dataset.repeatableName || "";

function say(box, text) {
  const status = box.querySelector("[data-repeatable-status]");
  if (status) status.textContent = text;
}

function refresh(box) {
  const rows = rowsOf(box);
  rows.forEach((row, index) => {
    row.querySelectorAll("[data-repeatable-number]").forEach((number) => (number.textContent = index + 1));
  });
  const most = Number(management(box, "MAX_NUM_FORMS")?.value || 1000);
  const add = box.querySelector("[data-repeatable-add]");
  if (add) add.hidden = rows.length >= most;
}

/** Scripts remove rows with a button; the DELETE checkbox serves pages without scripts. */
function hideDeleteBoxes(part) {
  part.querySelectorAll('input[type=checkbox][name$="-DELETE"]').forEach((mark) => {
    (mark.closest(".mb-3") || mark.closest(".form-check") || mark).hidden = true;
  });
}

function numbered(template, index) {
  const fragment = template.content.cloneNode(true);
  for (const node of fragment.querySelectorAll("*")) {
    for (const attribute of [...node.attributes]) {
      if (attribute.value.includes("__prefix__")) {
        node.setAttribute(attribute.name, attribute.value.replaceAll("__prefix__", index));
      }
    }
  }
  return fragment.querySelector("[data-repeatable-row]");
}

/** Adds one row; draft.js calls it too, to make room for what it restores. */
export function addRow(box, { focus = true } = {}) {
  const total = management(box, "TOTAL_FORMS");
  const row = numbered(box.querySelector("[data-repeatable-template]"), total.value);
  total.value = Number(total.value) + 1;
  box.querySelector("[data-repeatable-rows]").append(row);
  hideDeleteBoxes(row);
  row.dispatchEvent(new CustomEvent("repeatable:added", { bubbles: true }));
  refresh(box);
  if (focus) {
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    say(box, TEXTS.rowAdded(nameOf(box), rowsOf(box).length));
  }
  return row;
}

const fields = (row) =>
  [...row.querySelectorAll("input, select, textarea")].filter((field) => !/-(DELETE|id)$/.test(field.name));

function removeRow(box, row) {
  const number = rowsOf(box).indexOf(row) + 1;
  const name = `${nameOf(box)} ${number}`;
  const mark = row.querySelector('input[name$="-DELETE"]');
  const index = Number(/-(\d+)-/.exec(fields(row)[0]?.name || "")?.[1] ?? -1);
  const stored = mark && index < Number(management(box, "INITIAL_FORMS").value);
  const undo = element("button", { type: "button", class: "btn" }, TEXTS.undo);
  const trace = element("div", { class: "nm-row-removed" }, element("span", {}, TEXTS.rowRemoved(name)), undo);
  row.after(trace);
  if (stored) {
    mark.checked = true;
    row.hidden = true;
    // a hidden field that is required would silently stop the form from being sent
    fields(row).forEach((field) => (field.disabled = true));
  } else {
    row.remove();
  }
  undo.addEventListener("click", () => {
    if (stored) {
      mark.checked = false;
      row.hidden = false;
      fields(row).forEach((field) => (field.disabled = false));
    }
    trace.replaceWith(row);
    refresh(box);
    row.querySelector("[data-repeatable-remove]")?.focus();
    say(box, TEXTS.rowRestored(name));
    row.dispatchEvent(new Event("change", { bubbles: true }));
  });
  refresh(box);
  undo.focus();
  say(box, TEXTS.rowRemoved(name));
  trace.dispatchEvent(new Event("change", { bubbles: true }));
}

export function initRepeatables(root) {
  root.querySelectorAll("[data-repeatable]").forEach((box) => {
    hideDeleteBoxes(box);
    refresh(box);
  });
}

export function watchRepeatables() {
  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-repeatable]");
    if (!box) return;
    if (event.target.closest("[data-repeatable-add]")) addRow(box);
    const row = event.target.closest("[data-repeatable-remove]")?.closest("[data-repeatable-row]");
    if (row) removeRow(box, row);
  });
}
