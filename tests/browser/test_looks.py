"""Light and dark, kept on the device and set before anything is painted; the map of the leaders by keyboard."""

import re

import pytest
from playwright.sync_api import expect

MAP = "/tong-quan/ban-do/"
WATCH = """
new MutationObserver((_changes, watch) => {
  if (!document.body) return;
  window.themeAtFirstBody = document.documentElement.dataset.bsTheme;
  watch.disconnect();
}).observe(document, {childList: true, subtree: true});
"""
GROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(245, 245, 243)", "rgb(18, 23, 30)"


def theme(page) -> str:
    return page.evaluate("document.documentElement.dataset.bsTheme")


@pytest.mark.parametrize("width", ["desk"])
def test_light_and_dark_are_the_devices_until_somebody_chooses(someone):
    leader = someone("thuongtruc", color_scheme="dark")
    page = leader.page
    page.add_init_script(WATCH)
    for path in ("/tong-quan/", f"{MAP}?lop=do-phu"):  # looked at in dark with axe
        leader.open(path)
        assert page.evaluate("window.themeAtFirstBody") == "dark"
    assert page.evaluate(GROUND) == DARK
    assert page.get_attribute("meta[name='theme-color']", "content") == "#4d0d12"
    page.emulate_media(media="print")
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")

    page.click(".nm-tools summary")
    page.click("[data-theme-choice='light']")
    assert page.evaluate(GROUND) == LIGHT
    expect(page.locator(".nm-tools summary")).to_be_focused()
    leader.open(MAP)
    assert page.evaluate("window.themeAtFirstBody") == "light"
    expect(page.locator("[data-theme-choice='light']")).to_have_attribute("aria-pressed", "true")

    page.click(".nm-tools summary")
    page.click("[data-theme-choice='auto']")
    assert theme(page) == "dark"
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")  # told to the page in its own time


@pytest.mark.parametrize("width", ["desk"])
def test_the_map_is_walked_by_keyboard_and_leads_to_its_list_and_back(someone):
    leader = someone("thuongtruc")
    page = leader.page
    leader.open(MAP)
    page.get_by_role("link", name="Vấn đề bức xúc", exact=True).press("Enter")
    page.wait_for_url("**lop=buc-xuc**")
    stops = page.locator(".nm-map-canvas [role=button][tabindex='0']")
    expect(stops).to_have_count(1)
    row = page.locator("#ban-do-danh-sach li").first
    name = row.locator("a").inner_text()

    row.get_by_role("button", name=f"Xem {name} trên bản đồ").press("Enter")
    popup = page.locator(".leaflet-popup-content")
    expect(popup.get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    focused = page.locator(".nm-map-canvas :focus")
    expect(focused).to_have_attribute("aria-label", re.compile(f"^{re.escape(name)}: "))
    page.keyboard.press("ArrowDown")
    if focused.get_attribute("aria-label").startswith(f"{name}:"):  # nothing lies further down
        page.keyboard.press("ArrowUp")
    expect(focused).not_to_have_attribute("aria-label", re.compile(f"^{re.escape(name)}: "))
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    leader.look()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row.locator("a")).to_be_focused()


EDGES = """(frame) => {
    const [left, right] = [frame.getBoundingClientRect().left, frame.getBoundingClientRect().right];
    const edges = (selector) => frame.querySelector(selector).getBoundingClientRect();
    return {
        hidden: frame.scrollLeft > 0 || frame.scrollWidth <= frame.clientWidth,
        newest: edges("thead th:last-child").right <= right + 1,
        corner: Math.abs(edges("thead th").left - left) <= 2,
        name: Math.abs(edges("tbody th").left - left) <= 2,
    };
}"""


def test_a_table_of_months_opens_at_the_newest_beside_the_names(someone):
    leader = someone("thuongtruc")
    leader.open("/tong-quan/bang/dia-ban-thang/")
    frame = leader.page.locator(".nm-table-frame[data-opens-at-end]")
    assert frame.evaluate(EDGES) == {"hidden": True, "newest": True, "corner": True, "name": True}
    frame.evaluate("(frame) => { frame.scrollLeft = 0 }")
    assert frame.evaluate(EDGES)["corner"]
    leader.page.set_viewport_size({"width": 700, "height": 500})
    leader.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert frame.evaluate(EDGES)["newest"]
