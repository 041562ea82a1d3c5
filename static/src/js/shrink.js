// Makes photographs smaller before they are sent: <input type="file" data-shrink-photos>. A phone's picture of 5 MB
// becomes some 500 KB, without what the camera wrote into it. What the browser can't read is left as it is; the server
// draws every picture anew anyway.
const LONGEST_SIDE = 2560;
const QUALITY = 0.85;
const WORTH_IT = 600 * 1024;

async function drawn(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** The file, or a smaller picture of the same. */
export async function shrunk(file) {
  if (!/^image\/(jpeg|webp|heic|heif)$/.test(file.type) || file.size < WORTH_IT || !window.createImageBitmap) return file;
  try {
    const blob = await drawn(file);
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file; // HEIC outside Safari, a picture too large for this phone
  }
}

async function shrinkAll(input) {
  const chosen = [...input.files];
  const smaller = [];
  for (const file of chosen) smaller.push(await shrunk(file)); // one at a time: a small phone has little memory
  if (smaller.every((file, number) => file === chosen[number])) return;
  const list = new DataTransfer();
  smaller.forEach((file) => list.items.add(file));
  input.files = list.files;
}

/** Shrinks what is chosen in these inputs; a form that is sent meanwhile waits for it. */
export function initShrinking(root) {
  const busy = new Map();
  root.addEventListener("change", ({ target }) => {
    if (!target.matches("input[type=file][data-shrink-photos]")) return;
    const work = shrinkAll(target).finally(() => busy.get(target.form) === work && busy.delete(target.form));
    busy.set(target.form, work);
  });
  root.addEventListener("submit", (event) => {
    const work = busy.get(event.target);
    if (!work) return;
    const { target, submitter } = event;
    event.preventDefault();
    event.stopImmediatePropagation();
    work.finally(() => target.requestSubmit(submitter));
  }, true);
}
