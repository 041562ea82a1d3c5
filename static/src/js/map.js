// <div data-map data-source="id of a json_script" data-map-list="id of the list"> — no tiles, nothing from outside.
// Data: {points: [{id, lat, lng, name, url, status, label}], statuses: {status: {label, letter, tone}},
//        outline: GeoJSON or null, areas: address of a FeatureCollection whose features carry the points' ids, or ""}
// Each point is a sign with the letter of its status; a place whose area is known is drawn as that area, with the
// pattern of its tone and the letter in the middle. When the areas can't be read, all places stay points. The list beside the map carries the same points as links and is
// what keyboards and screen readers use; written here unless the page brought its own through data-map-list.
// data-tile-url (same origin only, the page's policy refuses others) adds a background.
import L from "leaflet";
import { element } from "./notice.js";
import { TEXTS } from "./texts.js";

const FALLBACK = { label: "", letter: "•", tone: "neutral" };

function sign(status, tag = "span") {
  return element(tag, { class: `nm-sign nm-tone-${status.tone}`, "aria-hidden": "true" }, status.letter);
}

function popup(point, status) {
  const name = point.url ? element("a", { href: point.url }, point.name) : element("span", {}, point.name);
  return element("div", {}, element("strong", {}, name), element("br"), point.label || status.label);
}

function list(points, statuses) {
  const items = points.map((point) => {
    const status = statuses[point.status] || FALLBACK;
    const name = point.url ? element("a", { href: point.url }, point.name) : element("span", {}, point.name);
    const text = element("span", { class: "nm-soft" }, point.label || status.label);
    return element("li", {}, sign(status), element("span", {}, name, element("br"), text));
  });
  return element("ul", { class: "nm-map-list" }, ...items);
}

function legend(statuses) {
  const items = Object.values(statuses).map((status) => element("li", {}, sign(status), status.label));
  return element("ul", { class: "nm-map-legend", "aria-label": TEXTS.legend }, ...items);
}

const SVG = "http://www.w3.org/2000/svg";
const PATTERNS = { danger: "M0 8L8 0M-2 2L2 -2M6 10L10 6", warning: "M0 4H8", info: "M4 0V8" };

/** Fills that differ without colour: slanted lines, level lines, upright lines; a plain fill for all else. */
function patterns(svg) {
  const defs = svg.insertBefore(document.createElementNS(SVG, "defs"), svg.firstChild);
  for (const [tone, path] of Object.entries(PATTERNS)) {
    const pattern = defs.appendChild(document.createElementNS(SVG, "pattern"));
    const size = { id: `nm-fill-${tone}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" };
    Object.entries(size).forEach(([name, value]) => pattern.setAttribute(name, value));
    for (const [name, value] of [["rect", { width: 8, height: 8 }], ["path", { d: path }]]) {
      const part = pattern.appendChild(document.createElementNS(SVG, name));
      part.setAttribute("class", `nm-map-${name} nm-tone-${tone}`);
      Object.entries(value).forEach(([key, text]) => part.setAttribute(key, text));
    }
  }
}

/** The outlines by the id of their place; none when the address doesn't answer. */
async function areasById(address) {
  if (!address) return new Map();
  try {
    const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) return new Map();
    return new Map((await answer.json()).features.map((feature) => [feature.id, feature.geometry]));
  } catch {
    return new Map();
  }
}

function area(geometry, status) {
  const fill = status.tone in PATTERNS ? `url(#nm-fill-${status.tone})` : null;
  const className = `nm-map-area nm-tone-${status.tone}${fill ? "" : " nm-map-plain"}`;
  return L.geoJSON(geometry, { className, weight: 1, fillOpacity: 1, ...(fill && { fillColor: fill }) });
}

function letter(status) {
  const text = element("span", { class: `nm-map-letter nm-tone-${status.tone}`, "aria-hidden": "true" }, status.letter);
  return L.divIcon({ className: "nm-map-point", html: text, iconSize: [16, 16] });
}

async function draw(box) {
  const source = document.getElementById(box.dataset.source);
  if (!source) return;
  const { points = [], statuses = {}, outline = null, areas = "" } = JSON.parse(source.textContent);
  const canvas = element("div", { class: "nm-map-canvas", role: "region", "aria-label": TEXTS.mapName });
  box.classList.add("nm-map");
  box.append(canvas);
  if (!box.dataset.mapList) box.append(list(points, statuses));
  box.append(legend(statuses));

  const map = L.map(canvas, { attributionControl: false, zoomControl: false, zoomSnap: 0.25, scrollWheelZoom: false });
  L.control.zoom({ position: "bottomright", zoomInTitle: TEXTS.zoomIn, zoomOutTitle: TEXTS.zoomOut }).addTo(map);
  if (box.dataset.tileUrl) L.tileLayer(box.dataset.tileUrl).addTo(map);
  map.on("popupopen", ({ popup: opened }) => {
    opened.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", TEXTS.closePopup);
  });
  const layers = [];
  if (outline) layers.push(L.geoJSON(outline, { interactive: false, className: "nm-map-outline" }).addTo(map));
  const outlines = await areasById(areas);
  map.setView([10.1, 106.2], 9); // before it Leaflet draws nothing, so there would be no place for the patterns
  for (const point of points) {
    const status = statuses[point.status] || FALLBACK;
    const geometry = outlines.get(point.id);
    if (geometry) {
      const shape = area(geometry, status).bindPopup(() => popup(point, status)).addTo(map);
      const middle = point.lat == null ? shape.getBounds().getCenter() : [point.lat, point.lng];
      L.marker(middle, { icon: letter(status), interactive: false, keyboard: false }).addTo(map);
      layers.push(shape);
    } else if (point.lat != null) {
      const icon = L.divIcon({ className: "nm-map-point", html: sign(status), iconSize: [28, 28] });
      const marker = L.marker([point.lat, point.lng], { icon, title: point.name, keyboard: false, riseOnHover: true });
      layers.push(marker.bindPopup(() => popup(point, status)).addTo(map));
    }
  }
  const drawn = canvas.querySelector(".leaflet-overlay-pane svg");
  if (drawn) patterns(drawn);
  const fit = () => {
    map.invalidateSize({ animate: false });
    if (layers.length) map.fitBounds(L.featureGroup(layers).getBounds(), { padding: [32, 32], maxZoom: 13, animate: false });
  };
  fit();
  new ResizeObserver(fit).observe(canvas);
}

document.querySelectorAll("[data-map]").forEach(draw);
