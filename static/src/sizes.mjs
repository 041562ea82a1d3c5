// Prints what a phone downloads, brotli-compressed as the server sends it. Budget of a first visit: 70 KB; of the visit
// form on a phone that has nothing yet, with its page and the service worker: 250 KB (tests/browser/test_offline.py).
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const STATIC = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const FIRST_VISIT = ["app.css", "app.js", "boot.js", "icons.svg", "logo.svg", "favicon.svg"];
const SHELL = ["app.css", "app.js", "boot.js", "icons.svg", "logo.svg", "favicon.svg", "sw.js"];
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(10);

let first = 0;
let shell = 0;
for (const folder of ["dist", "public"]) {
  for (const name of readdirSync(path.join(STATIC, folder)).sort()) {
    const bytes = readFileSync(path.join(STATIC, folder, name));
    const small = brotliCompressSync(bytes).length;
    if (FIRST_VISIT.includes(name)) first += small;
    if (SHELL.includes(name)) shell += small;
    console.log(name.padEnd(14), kilobytes(bytes.length), "brotli", kilobytes(small));
  }
}
console.log("first visit".padEnd(14), "".padStart(10), "brotli", kilobytes(first), "(without the page itself)");
console.log("offline shell".padEnd(14), "".padStart(10), "brotli", kilobytes(shell), "(the worker and what it keeps for everybody)");
