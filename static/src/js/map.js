// <div data-map data-source="id of a json_script"> — no tiles, nothing from outside.
// Data: {points: [{id, lat, lng, name, url, status, label}], statuses: {status: {label, letter, tone}},
//        outline: GeoJSON or null, areas: address of a FeatureCollection whose features carry the points' ids, or ""}
// Each point is a sign with the letter of its status; a place whose area is known is drawn as that area, with the
// pattern of its tone and the letter in the middle. Where places lie too close for letters, those that want no attention
// are small signs until somebody zooms in. When the areas can't be read, all places stay points. The list
// beside the map carries the same points as links; it and the legend are written here unless the page brought its own
// (data-map-list="id", data-map-legend). In the page's list <li data-place="id"> is a place and the hidden
// <button data-map-show="id"> in it leads to the map. data-tile-url (same origin only) adds a background.
import L from "leaflet";
import { walkable } from "./map-keys.js";
import { element } from "./notice.js";
import { TEXTS } from "./texts.js";

const RISEN = { danger: 2000, warning: 1000 }; // what wants attention lies above its neighbours
const FALLBACK = { label: "", letter: "•", tone: "neutral" };

function sign(status, tag = "span") {
  return element(tag, { class: `nm-sign nm-tone-${status.tone}`, "aria-hidden": "true" }, status.letter);
}

function named(point) {
  return point.url ? element("a", { href: point.url }, point.name) : element("span", {}, point.name);
}

function popup(point, status, hasRow) {
  const words = element("div", {}, element("strong", {}, named(point)), element("br"), point.label || status.label);
  if (point.label && status.label && point.label !== status.label) words.append(element("br"), element("span", { class: "nm-soft" }, status.label));
  if (hasRow) words.append(element("button", { type: "button", class: "btn", "data-map-back": point.id }, TEXTS.backToList));
  return words;
}

function list(points, statuses) {
  const items = points.map((point) => {
    const status = statuses[point.status] || FALLBACK;
    const text = element("span", { class: "nm-soft" }, point.label || status.label);
    return element("li", { "data-place": point.id }, sign(status), element("span", { class: "nm-map-words" }, named(point), element("br"), text));
  });
  return element("ul", { class: "nm-map-list" }, ...items);
}

function legend(statuses) {
  const items = Object.values(statuses).map((status) => element("li", {}, sign(status), status.label));
  return element("ul", { class: "nm-map-legend", "aria-label": TEXTS.legend }, ...items);
}

const SVG = "http://www.w3.org/2000/svg";
const PATTERNS = { danger: "M0 8L8 0M-2 2L2 -2M6 10L10 6", warning: "M0 4H8", info: "M4 0V8", neutral: "M3 4H5" };

/** Fills that differ without colour: slanted, level, upright lines, dots; a plain fill for what is in order. */
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

const CLOSE = 22; // pixels; nearer signs cover one another

/** Whether most of the places lie so close that their letters can't be told apart at this zoom. */
function crowded(map, places) {
  const points = places.map((place) => map.latLngToContainerPoint(place.at));
  const near = points.filter((one) => points.some((other) => other !== one && one.distanceTo(other) < CLOSE));
  return near.length > points.length / 2;
}

/** One place on the map: {id, name, at, node (what takes the focus), layer}; null without area and coordinates. */
function drawn(map, point, status, geometry) {
  if (geometry) {
    const layer = area(geometry, status).addTo(map);
    const at = point.lat == null ? layer.getBounds().getCenter() : L.latLng(point.lat, point.lng);
    L.marker(at, { icon: letter(status), interactive: false, keyboard: false }).addTo(map);
    return { layer, at, node: layer.getLayers()[0].getElement() };
  }
  if (point.lat == null) return null;
  const icon = L.divIcon({ className: "nm-map-point", html: sign(status), iconSize: [24, 24] });
  const options = { icon, title: point.name, keyboard: false, riseOnHover: true, zIndexOffset: RISEN[status.tone] || 0 };
  const layer = L.marker([point.lat, point.lng], options).addTo(map);
  return { layer, at: layer.getLatLng(), node: layer.getElement() };
}

async function draw(box) {
  const source = document.getElementById(box.dataset.source);
  if (!source) return;
  const { points = [], statuses = {}, outline = null, areas = "" } = JSON.parse(source.textContent);
  const canvas = element("div", { class: "nm-map-canvas", role: "region", "aria-label": TEXTS.mapName });
  box.classList.add("nm-map");
  box.prepend(canvas);
  if (!box.dataset.mapList) box.append(list(points, statuses));
  if (!("mapLegend" in box.dataset)) box.append(legend(statuses));

  const map = L.map(canvas, { attributionControl: false, zoomControl: false, zoomSnap: 0.25, scrollWheelZoom: false, keyboard: false });
  L.control.zoom({ position: "bottomright", zoomInTitle: TEXTS.zoomIn, zoomOutTitle: TEXTS.zoomOut }).addTo(map);
  if (box.dataset.tileUrl) L.tileLayer(box.dataset.tileUrl).addTo(map);
  map.on("popupopen", ({ popup: opened }) => {
    opened.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", TEXTS.closePopup);
  });
  if (outline) L.geoJSON(outline, { interactive: false, className: "nm-map-outline" }).addTo(map);
  const outlines = await areasById(areas);
  map.setView([10.1, 106.2], 9); // before it Leaflet draws nothing, so there would be no place for the patterns
  const widest = Math.min(320, canvas.clientWidth - 112); // beside it its margins, the close button and the padding
  const places = [];
  for (const point of points) {
    const status = statuses[point.status] || FALLBACK;
    const place = drawn(map, point, status, outlines.get(point.id));
    if (!place) continue;
    const row = box.querySelector(`[data-place="${point.id}"]`);
    place.layer.bindPopup(() => popup(point, status, Boolean(row)), { autoPanPadding: [16, 16], maxWidth: widest });
    places.push({ ...place, id: String(point.id), row, label: [point.name, point.label || status.label].join(": ") });
  }
  const svg = canvas.querySelector(".leaflet-overlay-pane svg");
  if (svg) patterns(svg);
  walkable(map, box, places);
  const all = L.featureGroup(places.map((place) => place.layer));
  const fit = () => {
    map.invalidateSize({ animate: false });
    if (places.length) map.fitBounds(all.getBounds(), { padding: [32, 32], maxZoom: 13, animate: false });
  };
  const hint = element("p", { class: "nm-soft nm-map-hint" }, TEXTS.zoomForLetters);
  canvas.after(hint);
  map.on("zoomend", () => {
    hint.hidden = !canvas.classList.toggle("nm-map-crowded", crowded(map, places));
  });
  fit();
  map.fire("zoomend");
  new ResizeObserver(fit).observe(canvas);
}

document.querySelectorAll("[data-map]").forEach(draw);
