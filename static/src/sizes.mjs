// Prints what a phone downloads, brotli-compressed as the server sends it. Budget of a first visit: 70 KB.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const STATIC = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const FIRST_VISIT = ["app.css", "app.js", "boot.js", "icons.svg", "logo.svg", "favicon.svg"];
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(10);

let first = 0;
for (const folder of ["dist", "public"]) {
  for (const name of readdirSync(path.join(STATIC, folder)).sort()) {
    const bytes = readFileSync(path.join(STATIC, folder, name));
    const small = brotliCompressSync(bytes).length;
    if (FIRST_VISIT.includes(name)) first += small;
    console.log(name.padEnd(14), kilobytes(bytes.length), "brotli", kilobytes(small));
  }
}
console.log("first visit".padEnd(14), "".padStart(10), "brotli", kilobytes(first), "(without the page itself)");
