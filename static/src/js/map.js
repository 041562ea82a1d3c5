// <div data-map data-source="id of a json_script" data-map-list="id of the list"> — no tiles, nothing from outside.
// Data: {points: [{lat, lng, name, url, status, label}], statuses: {status: {label, letter, tone}}, outline: GeoJSON or null}
// Each point is a sign with the letter of its status. The list beside the map carries the same points as links and is
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

function draw(box) {
  const source = document.getElementById(box.dataset.source);
  if (!source) return;
  const { points = [], statuses = {}, outline = null } = JSON.parse(source.textContent);
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
  for (const point of points) {
    const status = statuses[point.status] || FALLBACK;
    const icon = L.divIcon({ className: "nm-map-point", html: sign(status), iconSize: [28, 28] });
    const marker = L.marker([point.lat, point.lng], { icon, title: point.name, keyboard: false, riseOnHover: true });
    layers.push(marker.bindPopup(() => popup(point, status)).addTo(map));
  }
  const fit = () => {
    map.invalidateSize({ animate: false });
    if (layers.length) map.fitBounds(L.featureGroup(layers).getBounds(), { padding: [32, 32], maxZoom: 13, animate: false });
    else map.setView([10.1, 106.2], 9);
  };
  fit();
  new ResizeObserver(fit).observe(canvas);
}

document.querySelectorAll("[data-map]").forEach(draw);
