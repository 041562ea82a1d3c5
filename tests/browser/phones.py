"""A phone of the browser tests: a profile of its own on disk, so that it can be switched off and on again."""

import datetime
import json

from playwright.sync_api import BrowserContext, Page, expect

from nammanh.platform.dates import format_date
from tests.browser.chromium import CHROMIUM, QUIET, grave

OFFICER = "canbotinh"
BEGUN = datetime.datetime.now(datetime.UTC)
NO_BACKGROUND_SYNC = "delete ServiceWorkerRegistration.prototype.sync"
"""The worker would send beside the page, past what a test puts in its way."""


class Phone:
    """A phone with one browser, which can be closed and opened again with all that lies in it."""

    def __init__(self, launch, server, folder) -> None:
        self.launch, self.server, self.folder = launch, server, folder
        self.context: BrowserContext | None = None
        self.page: Page | None = None
        self.switch_on()

    def switch_on(self, **options) -> None:
        self.context = self.launch(
            str(self.folder),
            executable_path=CHROMIUM,
            args=QUIET,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            is_mobile=True,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(NO_BACKGROUND_SYNC)
        self.page = self.context.pages[0]

    def switch_off(self) -> None:
        self.context.close()

    def open(self, path: str) -> None:
        self.page.goto(self.server.url + path)

    def log_in(self, username: str) -> None:
        account = self.server.account(username)
        if "/dang-nhap/" not in self.page.url:
            self.open("/dang-nhap/")
        self.page.fill("input[name=username]", account["username"])
        self.page.fill("input[name=password]", account["password"])
        self.page.click("form button[type=submit]:has-text('Đăng nhập')")
        self.page.wait_for_url(lambda url: "dang-nhap" not in url)

    def log_out(self) -> None:
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.click("details.nm-account summary")
        self.page.click("[data-logout]")
        self.page.wait_for_url("**/dang-nhap/**")

    def keep_pages(self) -> None:
        self.open("/ngoai-tuyen/")
        self.page.click("[data-device=keep-now]")
        expect(self.page.locator("[data-device=pages-figure]")).to_contain_text("Đã lưu đủ", timeout=120_000)

    def log_visit(self, highlights: str, day: datetime.date | None = None, photo: bytes | None = None) -> None:
        """Fill in the short form, with a photo or without, and press the button."""
        self.page.locator("select[name=unit]").select_option(label="Xã Sơn Phú")
        if day:
            self.page.fill("input[name=date]", format_date(day))
        self.page.select_option("select[name=type]", "working_session")
        self.page.fill("textarea[name=highlights]", highlights)
        if photo:
            self.page.locator("summary").filter(has_text="Minh chứng").click()
            chosen = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo}
            self.page.set_input_files("input[name=evidence-file]", chosen)
        self.page.get_by_role("button", name="Gửi ghi nhận chuyến đi").click()

    @property
    def outbox(self):
        """The visits in it; the plan that a journey began with lies there too, received."""
        return self.page.locator("[data-device=outbox] > li").filter(has_text="Chuyến đi:")

    def said(self):
        return self.page.locator("[data-outbox-said]")

    def axe(self) -> None:
        assert grave(self.page) == []


def stored(server, words: str) -> list[dict]:
    """The visits of this run that hold these words, read on the server; its data may have served other runs before."""
    code = (
        "import json; from reports.visits.models import Visit;"
        f"print(json.dumps(list(Visit.objects.filter(highlights__contains={words!r}, created_at__gte={str(BEGUN)!r})"
        ".values('highlights', 'status', 'officer__full_name'))))"
    )
    return json.loads(server.manage("shell", "-v0", "-c", code).strip().splitlines()[-1])
