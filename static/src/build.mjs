// Builds static/dist from static/src: app.css, app.js, boot.js, sw.js, charts.js, evidence.js, map.js, map.css, board.css,
// icons.svg.
// `npm run build` once, `npm run watch` again at every change of a source or template.
//
// Tabler stays at 1.0: from 1.5 on its colours need light-dark() and relative oklch(), which phones older than 2024
// don't know. Only those of its rules that our pages, forms and scripts use are kept (PurgeCSS); ours are all kept.
// No source maps: the static file storage refuses references to files that are not shipped.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

const SRC = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(SRC, "../..");
const DIST = path.join(ROOT, "static/dist");
const MODULES = path.join(ROOT, "node_modules");
const TARGET = ["chrome85", "firefox79", "safari14.1"];

/** Files below `folder` whose name ends in one of `endings`. */
function files(folder, ...endings) {
  const from = path.join(ROOT, folder);
  if (!existsSync(from)) return [];
  return readdirSync(from, { recursive: true })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => path.join(from, name));
}

const templates = () => files("templates", ".html");
const python = () => ["nammanh", "assignments", "reports"].flatMap((folder) => files(folder, ".py"));
const scripts = () => files("static/src/js", ".js");

/** What crispy-forms and django-filter write: their templates lie in the Python environment, not in this tree. */
const FORM_CLASSES = [
  /^form-/, /^input-group/, /^col(-|$)/, /^row$/, /^g[xy]?-\d$/, /^btn($|-primary|-secondary|-danger|-outline|-sm|-close|-link)/,
  /invalid/, /^valid-/, /^alert/, /^(fs-6|mb-\d|mt-\d|pt-0|m-0|gap-2|d-flex|d-none|h-auto|text-danger|text-break|visually-hidden)$/,
  /^(flex-grow-1|align-self-center|fieldset|legend|table|table-sm|table-responsive|was-validated|has-danger|disabled|active|show)$/,
  /^(breadcrumb|breadcrumb-item|card|card-body|list-group|list-group-item|placeholder)$/,
];

async function appCss() {
  const [purged] = await new PurgeCSS().purge({
    css: [path.join(MODULES, "@tabler/core/dist/css/tabler.css")],
    content: [...templates(), ...python(), ...scripts()],
    defaultExtractor: (text) => text.match(/[\w-]+/g) || [],
    safelist: { standard: FORM_CLASSES },
    // Tabler's dark theme and its variants stay out: tokens.css has the portal's own faces, two and each in high contrast
    blocklist: [/data-bs-theme/, /^theme-/, /^navbar/, /^bg-/, /-lt$/],
    keyframes: true,
    fontFace: true,
  });
  const own = ["tokens", "shell", "components", "calendar", "forms", "search", "offline", "print"].map((name) => read(`css/${name}.css`));
  await writeCss("app.css", [purged.css, ...own].join("\n"), { purgeVariables: true });
}

/** Leaflet's rules but for those that point to images we don't ship (layer control, pin icons). */
async function mapCss() {
  const leaflet = readFileSync(path.join(MODULES, "leaflet/dist/leaflet.css"), "utf8");
  const drawn = leaflet.replace(/[^{}]*\{[^{}]*url\([^{}]*\}/g, "");
  await writeCss("map.css", drawn + read("css/map.css"));
  await writeCss("board.css", read("css/board.css"));
}

const read = (name) => readFileSync(path.join(SRC, name), "utf8");

/** Declarations of custom properties that nothing reads: most of Tabler's palette. Our own are also read elsewhere. */
function withoutUnusedVariables(css) {
  for (;;) {
    const used = new Set(css.match(/var\(\s*--[\w-]+/g)?.map((found) => found.replace(/var\(\s*/, "")));
    const next = css.replace(/(?<=[{;])(--[\w-]+):[^;}]*;?/g, (all, name) => (used.has(name) || name.startsWith("--nm-") ? all : ""));
    if (next === css) return css;
    css = next;
  }
}

async function writeCss(name, css, { purgeVariables = false } = {}) {
  const minify = (text) => esbuild.transform(text, { loader: "css", minify: true, target: TARGET, legalComments: "none" });
  let { code } = await minify(css);
  if (purgeVariables) ({ code } = await minify(withoutUnusedVariables(code)));
  writeFileSync(path.join(DIST, name), code);
}

async function javascript() {
  const shared = { bundle: true, minify: true, target: TARGET, legalComments: "none", outdir: DIST, absWorkingDir: ROOT };
  const entry = (name) => path.join(SRC, "js", `${name}.js`);
  await esbuild.build({ ...shared, format: "esm", entryPoints: ["app", "charts", "evidence", "map"].map(entry) });
  await esbuild.build({ ...shared, format: "iife", entryPoints: [entry("boot")] });
  // Workbox logs in development only; production is what it is built for here
  const worker = { format: "iife", define: { "process.env.NODE_ENV": '"production"' }, outfile: path.join(DIST, "sw.js") };
  await esbuild.build({ ...shared, ...worker, outdir: undefined, entryPoints: [path.join(SRC, "js/offline/worker.js")] });
}

/** One sprite of the icons in icons.json and of those that templates name literally. */
function icons() {
  const names = new Set(JSON.parse(read("icons.json")));
  for (const file of templates()) {
    for (const [, name] of readFileSync(file, "utf8").matchAll(/\bicon(?:=|\s+)"([a-z0-9-]+)"/g)) names.add(name);
  }
  const symbols = [...names].sort().map((name) => {
    const file = path.join(MODULES, "@tabler/icons/icons/outline", `${name}.svg`);
    if (!existsSync(file)) throw new Error(`icons.svg: Tabler has no outline icon called "${name}"`);
    const shapes = readFileSync(file, "utf8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
    const inner = shapes.replace(/<path stroke="none"[^>]*\/>/, "").replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
  });
  writeFileSync(path.join(DIST, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

async function build() {
  const started = Date.now();
  mkdirSync(DIST, { recursive: true });
  await Promise.all([appCss(), mapCss(), javascript(), icons()]);
  console.log(`static/dist built in ${Date.now() - started} ms`);
}

function watchAll() {
  let timer = 0;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => build().catch((error) => console.error(error.message)), 150);
  };
  for (const folder of ["templates", "static/src"]) watch(path.join(ROOT, folder), { recursive: true }, again);
}

if (!process.argv.includes("--watch")) rmSync(DIST, { recursive: true, force: true });
await build();
if (process.argv.includes("--watch")) watchAll();
