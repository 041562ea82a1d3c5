// The form for photographs and papers (reports/evidence): sends file after file in pieces and shows how far each is.
// Without scripts, or where the browser can't, the form is sent as it is.
import { clientUuid } from "./client-uuid.js";
import { element } from "./notice.js";
import { Asked, Refused, canSendInPieces, checksum, numberFor, sendInPieces } from "./pieces.js";
import { initPosition } from "./position.js";
import { initShrinking } from "./shrink.js";
import { TEXTS } from "./texts.js";

const isOver = (stored) => ["taken_back", "rejected"].includes(stored.status);

function line(list, name) {
  const bar = element("progress", { max: "1", value: "0", "aria-label": name });
  const text = element("span", { class: "nm-soft" }, TEXTS.uploadWaits);
  list.append(element("li", {}, element("strong", {}, name), bar, text));
  return {
    progress: (done) => {
      bar.value = done;
      text.textContent = TEXTS.uploadProgress(Math.floor(done * 100));
    },
    say: (words, failed = false) => {
      bar.hidden = true;
      text.textContent = words;
      text.className = failed ? "nm-upload-failed" : "nm-soft";
    },
  };
}

async function send(file, form, about, shown) {
  const [, visit] = form.action.match(/([0-9a-f-]{36})\/them\/$/);
  const sha256 = await checksum(file);
  const token = form.elements.csrfmiddlewaretoken.value;
  const to = (number) => ({
    address: form.action.replace(/them\/$/, `phan/${number}/`), token, sha256, about, progress: shown.progress,
  });
  const stored = await sendInPieces(file, to(await numberFor(visit, sha256)));
  return isOver(stored) ? sendInPieces(file, to(clientUuid())) : stored;
}

/** Every file in turn; true when all are stored. */
async function sendAll(form, files, about) {
  const list = form.querySelector("[data-uploads]");
  list.replaceChildren();
  const lines = files.map((file) => line(list, file.name));
  let whole = true;
  for (const [number, file] of files.entries()) {
    try {
      await send(file, form, about, lines[number]);
      lines[number].say(TEXTS.uploadStored);
    } catch (problem) {
      if (problem instanceof Asked) throw problem;
      whole = false;
      lines[number].say(problem instanceof Refused ? problem.message : TEXTS.uploadLost, true);
    }
  }
  return whole;
}

function askAnyway(form, warnings) {
  const button = element("button", { type: "submit", name: "van_gui", value: "1", class: "btn" }, TEXTS.sendAnyway);
  const words = element("span", { class: "nm-upload-failed" }, `${TEXTS.rephrase} ${warnings.join(" ")}`);
  form.querySelector("[data-uploads]").replaceChildren(element("li", {}, words, button));
}

function watch(form) {
  const files = form.querySelector("input[type=file]");
  form.dataset.submitOnce = "off";
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || !files.files.length || !canSendInPieces()) return;
    event.preventDefault();
    const buttons = form.querySelectorAll("button[type=submit]");
    const value = (name) => form.elements[name]?.value || "";
    const about = { caption: value("caption"), lat: value("lat"), lng: value("lng") };
    if (event.submitter?.name) about[event.submitter.name] = event.submitter.value;
    buttons.forEach((button) => (button.disabled = true));
    try {
      if (await sendAll(form, [...files.files], about)) location.assign(form.dataset.evidenceForm);
    } catch (problem) {
      if (!(problem instanceof Asked)) throw problem;
      askAnyway(form, problem.warnings);
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  });
}

initShrinking(document);
initPosition(document);
document.querySelectorAll("form[data-evidence-form]").forEach(watch);
