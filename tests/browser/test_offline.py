"""On the road without a signal: nothing typed is lost, nothing arrives twice, and no page says otherwise.

Every phone here has a profile of its own on disk, so that it can be switched off and on again.
"""

import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from nammanh.platform.dates import format_date
from tests.browser.conftest import AXE, CHROMIUM, QUIET

pytestmark = pytest.mark.browser

OFFICER, SOMEBODY = "canbotinh", "truongdoan"
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

    def log_visit(self, highlights: str, day: datetime.date | None = None) -> None:
        """Fill in the short form and press the button."""
        self.page.locator("select[name=unit]").select_option(label="Xã Sơn Phú")
        if day:
            self.page.fill("input[name=date]", format_date(day))
        self.page.select_option("select[name=type]", "working_session")
        self.page.fill("textarea[name=highlights]", highlights)
        self.page.get_by_role("button", name="Gửi ghi nhận chuyến đi").click()

    @property
    def outbox(self):
        return self.page.locator("[data-device=outbox] > li")

    def said(self):
        return self.page.locator("[data-outbox-said]")

    def axe(self) -> None:
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [row["id"] for row in found["violations"] if row["impact"] in {"serious", "critical"}] == []


@pytest.fixture
def phone(browser, server, tmp_path):
    made = Phone(browser.browser_type.launch_persistent_context, server, tmp_path / "phone")
    yield made
    made.switch_off()


def test_logging_out_and_a_closed_account_empty_the_device(phone):
    phone.log_in(OFFICER)
    phone.keep_pages()
    phone.log_out()
    phone.context.set_offline(True)
    phone.open("/ban-lam-viec/")
    expect(phone.page.locator("main")).to_contain_text("chưa được lưu trên máy này")
    phone.context.set_offline(False)

    phone.open("/dang-nhap/")
    phone.log_in(OFFICER)
    phone.keep_pages()
    phone.context.clear_cookies()
    phone.context.route("**/phien.json", lambda route: route.fulfill(status=410, json={"state": "wipe"}))
    with phone.page.expect_response("**/phien.json"):
        phone.open("/dang-nhap/")
    phone.page.wait_for_timeout(1_000)
    phone.context.set_offline(True)
    phone.open("/ban-lam-viec/")
    expect(phone.page.locator("main")).to_contain_text("chưa được lưu trên máy này")


def test_household_pages_are_never_on_the_device(phone):
    phone.log_in("xa.sonphu")
    phone.keep_pages()
    phone.open("/ho-gia-dinh/")
    expect(phone.page.locator("h1")).to_contain_text("Hộ")
    phone.context.set_offline(True)
    phone.open("/ho-gia-dinh/")
    expect(phone.page.locator("main")).to_contain_text("chưa được lưu trên máy này")
