"""Takes the pictures of docs/screens.md of a running demo, light and dark, at three widths, and writes that page.

Of the portal that `make run` started, in another terminal: `python -m tests.browser.screens http://127.0.0.1:8000`.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import CHROMIUM, QUIET, ROOT

WIDTHS = {390: 844, 768: 1024, 1280: 900}
THEMES = ("light", "dark")
FOLDER = ROOT / "docs" / "images" / "screens"
QUALITY = 55


@dataclass(frozen=True)
class Screen:
    """One page: who opens which address, and through which link of it if the address isn't known beforehand; `shows` is
    what stands at the top of the picture.
    """

    name: str
    title: str
    says: str
    username: str
    path: str
    through: str = ""
    shows: str = "body"


SCREENS = (
    Screen(
        "home", "Tổng quan", "The leaders' page: exceptions first, six numbers, every number opens its list.",
        "thuongtruc", "/tong-quan/",
    ),
    Screen(
        "place", "Một địa bàn", "The same page of one place, reached from its line on the leaders' page.",
        "thuongtruc", "/tong-quan/", ".nm-board .nm-table th a:has-text('Giồng Trôm')",
    ),
    Screen(
        "map", "Bản đồ", "Four questions asked of every commune, in words, letters and patterns, beside the same list.",
        "thuongtruc", "/tong-quan/ban-do/", shows="#lop-ban-do",
    ),
    Screen(
        "matrix", "Địa bàn theo tháng", "Places by months, as leaders know them from paper.",
        "thuongtruc", "/tong-quan/bang/dia-ban-thang/",
    ),
    Screen("coverage", "Độ phủ", "How much of each tier is held, by district.", "thuongtruc", "/phan-cong/do-phu/"),
    Screen(
        "search", "Tìm kiếm", "One box over places, officers, papers and the words of records; accents or not.",
        "thuongtruc", "/tim/?q=son+phu",
    ),
    Screen("desk", "Bàn làm việc", "What waits for an officer today.", "canbotinh", "/ban-lam-viec/"),
    Screen("entry", "Ghi nhận chuyến đi", "One entry for a visit and all that came of it.", "canbotinh", "/ghi-nhan/"),
    Screen(
        "report", "Báo cáo tình hình", "A situation report whose sentences lead to the records behind them.",
        "canbotinh", "/bao-cao/", "main tbody a, main .nm-card a",
    ),
    Screen("register", "Phân công", "Who holds which place, since when, by which decision.", "tochuc", "/phan-cong/"),
)  # fmt: skip


def accounts() -> dict[str, str]:
    """Passwords of the demo's people."""
    words = [sys.executable, "manage.py", "demo_accounts", "--json"]
    rows = json.loads(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    return {row["username"]: row["password"] for row in rows}


def logged_in(browser: Browser, base: str, username: str, password: str) -> dict:
    page = browser.new_page(locale="vi-VN")
    page.goto(f"{base}/dang-nhap/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.click("form button[type=submit]:has-text('Đăng nhập')")
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    state = page.context.storage_state()
    page.close()
    return state


def keep(page: Page, screen: Screen, theme: str) -> int:
    """The page at each width as a small picture; how many bytes they have together."""
    total = 0
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.locator(screen.shows).first.evaluate("(part) => part.scrollIntoView()")
        page.wait_for_timeout(400)
        target = FOLDER / f"{screen.name}-{width}-{theme}.webp"
        Image.open(BytesIO(page.screenshot())).convert("RGB").save(target, "WEBP", quality=QUALITY, method=6)
        total += target.stat().st_size
    return total


def take(base: str, wanted: list[str]) -> int:
    passwords, total = accounts(), 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        states = {name: logged_in(browser, base, name, passwords[name]) for name in {row.username for row in SCREENS}}
        for screen, theme in product(SCREENS, THEMES):
            if wanted and screen.name not in wanted:
                continue
            context = browser.new_context(
                storage_state=states[screen.username], color_scheme=theme, locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce",
            )  # fmt: skip
            context.add_init_script("delete Navigator.prototype.serviceWorker")
            page = context.new_page()
            page.goto(base + screen.path)
            if screen.through:
                page.locator(screen.through).first.click()
            page.wait_for_load_state("networkidle")
            total += keep(page, screen, theme)
            context.close()
        browser.close()
    return total


def written() -> str:
    """The page that shows them: wide ones side by side, the narrow ones below."""
    lines = [
        "# Screens",
        "",
        "The main pages with the illustration's data, light and dark, at 1280, 768 and 390 px. Taken by",
        "`python -m tests.browser.screens http://127.0.0.1:8000` of a running demo (`make run`).",
    ]
    for screen in SCREENS:
        lines += ["", f"## {screen.title}", "", screen.says, ""]
        for width, shown in ((1280, 400), (768, 240), (390, 150)):
            pictures = (
                f'<img src="images/screens/{screen.name}-{width}-{theme}.webp" width="{shown}" '
                f'alt="{screen.title}, {width} px, {theme}">'
                for theme in THEMES
            )
            lines.append(" ".join(pictures))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(f"{take(sys.argv[1].rstrip('/'), sys.argv[2:]) / 1024:.0f} KB")  # noqa: T201
    Path(ROOT, "docs", "screens.md").write_text(written(), encoding="utf-8")
