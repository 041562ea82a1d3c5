// “Thêm vị trí của tôi”: asks the device only when the button is pressed, and rounds before anything leaves it.
import { TEXTS } from "./texts.js";

export function initPosition(root) {
  root.querySelectorAll("[data-position]").forEach((box) => {
    const [lat, lng] = ["lat", "lng"].map((name) => box.querySelector(`[name$="${name}"]`));
    const add = box.querySelector("[data-position-add]");
    const drop = box.querySelector("[data-position-drop]");
    const status = box.querySelector("[data-position-status]");
    const show = (text) => {
      status.textContent = text;
      add.hidden = Boolean(lat.value);
      drop.hidden = !lat.value;
    };
    if (!navigator.geolocation) {
      box.hidden = true;
      return;
    }
    add.addEventListener("click", () => {
      status.textContent = TEXTS.positionAsked;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          lat.value = coords.latitude.toFixed(4);
          lng.value = coords.longitude.toFixed(4);
          show(TEXTS.positionAdded(lat.value.replace(".", ","), lng.value.replace(".", ",")));
        },
        () => show(TEXTS.positionMissing),
        { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
      );
    });
    drop.addEventListener("click", () => {
      lat.value = "";
      lng.value = "";
      show(TEXTS.positionDropped);
    });
  });
}
