// The map by keyboard: its places are one stop of the Tab key; arrows lead to the nearest place in their direction,
// Home and End to the first and last of the list, Enter opens, Esc closes and comes back. The list leads to the map
// and the map to the list.

const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The nearest place that lies more in this direction than across it. */
function nearest(map, places, from, [x, y]) {
  const start = map.latLngToContainerPoint(from.at);
  let best = null;
  let least = Infinity;
  for (const place of places) {
    const point = map.latLngToContainerPoint(place.at);
    const along = (point.x - start.x) * x + (point.y - start.y) * y;
    const across = Math.abs((point.x - start.x) * y) + Math.abs((point.y - start.y) * x);
    if (place === from || along <= 0 || across > along) continue;
    const distance = along + across * 2;
    if (distance < least) [best, least] = [place, distance];
  }
  return best;
}

export function walkable(map, box, places) {
  if (!places.length) return;
  const byId = new Map(places.map((place) => [place.id, place]));
  const byNode = new Map(places.map((place) => [place.node, place]));
  let current = places[0];
  let opened = null;

  const stop = (place) => {
    current.node.setAttribute("tabindex", "-1");
    current = place;
    current.node.setAttribute("tabindex", "0");
  };
  const focus = (place) => {
    stop(place);
    map.panInside(place.at, { padding: [48, 48], animate: false });
    place.node.focus({ preventScroll: true });
  };
  const open = (place) => {
    focus(place);
    place.layer.openPopup(place.at);
    place.layer.getPopup().getElement().querySelector("a, button").focus({ preventScroll: true });
  };
  const close = () => {
    const place = opened;
    map.closePopup();
    if (place) focus(place);
  };

  for (const place of places) {
    const words = { role: "button", tabindex: place === current ? "0" : "-1", "aria-label": place.label };
    Object.entries(words).forEach(([name, value]) => place.node.setAttribute(name, value));
    place.layer.on("popupopen", () => { opened = place; stop(place); });
    place.layer.on("popupclose", () => { if (opened === place) opened = null; });
    const button = place.row?.querySelector("[data-map-show]");
    if (button) button.hidden = false;
  }
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opened) {
      event.preventDefault();
      close();
      return;
    }
    const place = byNode.get(event.target);
    if (!place) return;
    const ends = { Home: places[0], End: places[places.length - 1] };
    const next = ends[event.key] || (STEPS[event.key] && nearest(map, places, place, STEPS[event.key]));
    if (event.key === "Enter" || event.key === " ") open(place);
    else if (next) focus(next);
    else if (!STEPS[event.key]) return;
    event.preventDefault();
  });
  box.addEventListener("click", (event) => {
    const shown = byId.get(event.target.closest("[data-map-show]")?.dataset.mapShow);
    const back = byId.get(event.target.closest("[data-map-back]")?.dataset.mapBack);
    if (shown) {
      map.getContainer().scrollIntoView({ block: "nearest" });
      open(shown);
    } else if (back) {
      map.closePopup();
      back.row.querySelector("a").focus();
    }
  });
}
