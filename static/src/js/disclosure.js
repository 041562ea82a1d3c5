// One answer shows or hides a section:
// <fieldset data-disclosure="name of the control" data-disclosure-value="yes">…</fieldset>
// Several values are separated by blanks; a checkbox needs no value; with data-disclosure-not instead, the section is
// shown for every other answer. The hidden fieldset is disabled as a whole, so
// its fields are neither sent nor checked, yet keep every word that was typed into them. With data-disclosure-keep they
// are sent all the same, and the server leaves them aside: so their words come back when it refuses something else.
function answer(form, name) {
  const control = form.elements[name];
  if (!control) return null;
  if (control instanceof RadioNodeList) {
    const checked = [...control].filter((input) => input.checked).map((input) => input.value);
    return checked.length ? checked : [];
  }
  if (control.type === "checkbox" || control.type === "radio") return control.checked ? [control.value, "on"] : [];
  return [control.value];
}

function update(section) {
  const given = answer(section.closest("form"), section.dataset.disclosure);
  if (given === null) return; // the control is not on this page: leave the section open
  const { disclosureNot: unwanted, disclosureValue: value } = section.dataset;
  const named = (unwanted || value || "on").split(/\s+/);
  const open = given.some((each) => named.includes(each)) !== Boolean(unwanted);
  section.hidden = !open;
  section.disabled = !open && !("disclosureKeep" in section.dataset);
}

export function initDisclosures(root) {
  root.querySelectorAll("fieldset[data-disclosure]").forEach(update);
}

export function watchDisclosures() {
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !event.target.name) return;
    form.querySelectorAll("fieldset[data-disclosure]").forEach((section) => {
      if (section.dataset.disclosure === event.target.name) update(section);
    });
  });
}
