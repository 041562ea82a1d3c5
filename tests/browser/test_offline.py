"""On the road without a signal: nothing typed is lost, nothing arrives twice, and no page says otherwise."""

import datetime
import io
import json
import random
import urllib.request
from contextlib import contextmanager

import pytest
from PIL import Image
from playwright.sync_api import Route, expect

from nammanh.platform.dates import format_date, today
from tests.browser.phones import BEGUN, OFFICER, Phone, stored

pytestmark = pytest.mark.browser

SOMEBODY = "truongdoan"


def photo(width: int, height: int) -> bytes:
    """A photograph of nothing in particular, heavy enough to go up in several pieces."""
    dots = random.Random(width).randbytes(width * height * 3)
    file = io.BytesIO()
    Image.frombytes("RGB", (width, height), dots).save(file, "JPEG", quality=70)
    return file.getvalue()


def stored_photos(server, words: str) -> list[tuple[int, int, str]]:
    """Width, height and status of the photos of the visits of this run that hold these words."""
    visits = f"visit__highlights__contains={words!r}, visit__created_at__gte={str(BEGUN)!r}"
    code = (
        "import json; from reports.evidence.models import Evidence;"
        f"print(json.dumps(list(Evidence.objects.filter({visits})"
        ".values_list('width', 'height', 'status'))))"
    )
    return sorted(map(tuple, json.loads(server.manage("shell", "-v0", "-c", code).strip().splitlines()[-1])))


@contextmanager
def answered(phone: Phone, answer):
    """The way to the server gives this answer to what is sent."""

    def handle(route: Route) -> None:
        if route.request.method == "POST":
            answer(route)
        else:
            route.fallback()

    phone.context.route("**/ghi-nhan/**", handle)
    yield
    phone.context.unroute("**/ghi-nhan/**", handle)


def when_fetched_to_keep(answer):
    """Only the device's own fetching of a page gets this answer; whoever opens the page sees it as it is."""

    def handle(route: Route) -> None:
        if route.request.headers.get("x-nam-manh-keep"):
            answer(route)
        else:
            route.fallback()

    return handle


def test_two_visits_with_photos_logged_without_a_signal_wait_through_a_closed_browser_and_arrive_once(phone, server):
    mark = "(không sóng)"
    phone.log_in(OFFICER)
    phone.open("/ke-hoach/them/")
    phone.page.locator("select[name=unit]").select_option(label="Xã Sơn Phú")
    phone.page.fill("input[name=date]", format_date(today()))
    phone.page.select_option("select[name=type]", "working_session")
    phone.page.fill("input[name=purpose]", f"Nắm tình hình trước mùa mặn {mark}")
    phone.page.click("button:has-text('Lưu vào kế hoạch')")
    expect(phone.page.locator("main")).to_contain_text(mark)
    plan = phone.page.url.removeprefix(server.url).split("?")[0]
    phone.keep_pages()
    phone.axe()

    phone.context.set_offline(True)
    phone.open(plan.replace("/di-co-so/", "/mang-theo/"))
    expect(phone.page.locator("main")).to_contain_text("Bản lưu trên máy lúc")
    expect(phone.page.locator("main")).to_contain_text(mark)
    phone.open(plan.replace("/di-co-so/", "/ghi-nhan/"))
    phone.log_visit(f"Ấp 3 đã đắp xong đập tạm ngăn mặn {mark}.", photo=photo(1200, 900))
    expect(phone.said()).to_contain_text("đã nằm trong hộp chờ gửi")
    phone.open("/ghi-nhan/")
    phone.log_visit(f"Ấp 5 thiếu nước ngọt từ đầu tháng {mark}.", photo=photo(700, 1000))
    expect(phone.said()).to_contain_text("đã nằm trong hộp chờ gửi")
    phone.said().get_by_role("link", name="Nhập nội dung khác").click()
    expect(phone.page.locator("textarea[name=highlights]")).to_have_value("")
    phone.switch_off()

    phone.switch_on(offline=True)
    phone.open("/ngoai-tuyen/")
    expect(phone.outbox).to_have_count(2)
    expect(phone.page.locator("[data-outbox-badge]")).to_contain_text("4 chờ gửi")
    for waiting in phone.outbox.all():
        expect(waiting.locator(".nm-badge")).to_contain_text("chờ gửi")
        expect(waiting).to_contain_text("1 ảnh, tệp chờ gửi")
    phone.axe()
    assert stored(server, mark) == []

    phone.context.set_offline(False)
    expect(phone.outbox.filter(has_text="đã nhận lúc")).to_have_count(2, timeout=60_000)
    expect(phone.page.locator("[data-outbox-badge]")).to_be_hidden(timeout=60_000)
    phone.open("/ngoai-tuyen/")
    phone.page.wait_for_timeout(1_000)
    assert sorted(row["highlights"][:4] for row in stored(server, mark)) == ["Ấp 3", "Ấp 5"]
    assert stored_photos(server, mark) == [(700, 1000, "kept"), (1200, 900, "kept")]


def test_the_device_says_how_many_pages_it_keeps_and_takes_up_the_rest(phone):
    """A page that fails is neither passed over in silence nor the end of the run; what was broken off is taken up."""
    said, keep_now = phone.page.locator("[data-device=pages-figure]"), phone.page.locator("[data-device=keep-now]")
    phone.log_in(OFFICER)
    phone.context.route("**/ban-lam-viec/", when_fetched_to_keep(lambda route: route.fulfill(status=500, body="lỗi")))
    phone.context.route(
        "**/ke-hoach/them/",
        when_fetched_to_keep(lambda route: route.fulfill(status=302, headers={"Location": "/di-co-so/"})),
    )
    phone.open("/ngoai-tuyen/")
    keep_now.click()
    expect(said).to_contain_text("Mới lưu được 14/15 trang; 1 trang chưa lấy được từ máy chủ", timeout=60_000)

    held: list[Route] = []
    phone.context.unroute("**/ke-hoach/them/")
    phone.context.unroute("**/ban-lam-viec/")
    phone.context.route("**/ban-lam-viec/", when_fetched_to_keep(held.append))
    keep_now.click()
    expect(said).to_contain_text("Đang lưu: 14/16 trang")
    phone.open("/ngoai-tuyen/")  # the desk's page was still on its way
    expect(said).to_contain_text("Mới lưu được 14/16 trang vì bị ngắt giữa chừng")
    with phone.page.expect_request("**/ban-lam-viec/"):  # by itself, after a moment
        pass
    keep_now.click()  # waits for the run that goes on
    expect(said).to_contain_text("Đang hỏi máy chủ có gì mới")
    held[-1].continue_()
    expect(said).to_contain_text("Đã lưu đủ 16 trang cần nhất", timeout=30_000)


def test_a_login_that_ended_on_the_road_is_asked_for_and_the_rest_goes_by_itself(phone, server):
    phone.log_in(OFFICER)
    phone.keep_pages()
    phone.context.set_offline(True)
    phone.open("/ghi-nhan/")
    phone.log_visit("Chi bộ ấp 2 sinh hoạt đúng kỳ (hết phiên).")
    expect(phone.said()).to_contain_text("đã nằm trong hộp chờ gửi")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.open("/ngoai-tuyen/")
    phone.page.wait_for_url("**/dang-nhap/**")
    assert stored(server, "hết phiên") == []
    phone.log_in(OFFICER)
    phone.open("/ngoai-tuyen/")
    expect(phone.outbox.filter(has_text="đã nhận lúc")).to_have_count(1, timeout=60_000)
    assert len(stored(server, "hết phiên")) == 1


ANSWERS = {
    "500": lambda route: route.fulfill(status=500, content_type="text/html", body="<h1>Lỗi</h1>"),
    "a hotel's page": lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi</h1>"),
    "a redirect": lambda route: route.fulfill(status=302, headers={"Location": "/dang-nhap/"}),
    "half an answer": lambda route: route.fulfill(status=200, content_type="application/json", body='{"state": "sto'),
    "somebody else's": lambda route: route.fulfill(
        status=200, json={"state": "stored", "uuid": "00000000-0000-4000-8000-000000000000", "url": "/"}
    ),
    "stored, of an error": lambda route: route.fulfill(status=502, json={"state": "stored", "url": "/"}),
    "a broken line": lambda route: route.abort("connectionreset"),
}


def test_no_other_answer_than_stored_takes_anything_out_of_the_outbox(phone, server):
    phone.log_in(OFFICER)
    phone.open("/ghi-nhan/")
    first, *others = ANSWERS.values()
    with answered(phone, first):
        phone.log_visit("Đường liên ấp 4 đã thông xe (trả lời lạ).")
        expect(phone.said()).to_contain_text("Máy chủ đang gặp lỗi")
    phone.open("/ngoai-tuyen/")
    for answer in others:
        with answered(phone, answer):
            phone.page.locator("[data-device=send]").click()
            expect(phone.page.locator("[data-device=send]")).to_be_enabled()
            expect(phone.outbox).to_have_count(1)
            expect(phone.outbox).to_contain_text("chờ gửi")
            assert "đã nhận" not in phone.outbox.inner_text()
    assert stored(server, "trả lời lạ") == []
    phone.page.locator("[data-device=send]").click()
    expect(phone.outbox).to_contain_text("đã nhận lúc", timeout=60_000)
    assert len(stored(server, "trả lời lạ")) == 1


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_wrong_by_a_day_breaks_nothing(phone, server, days):
    words = f"Trạm y tế đã đủ thuốc (đồng hồ lệch {days})."
    phone.log_in(OFFICER)
    phone.keep_pages()
    phone.context.set_offline(True)
    phone.context.clock.set_system_time(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days))
    phone.open("/ghi-nhan/")
    expect(phone.page.locator("main")).to_contain_text("Bản lưu trên máy lúc")
    phone.log_visit(words, today())
    expect(phone.said()).to_contain_text("đã nằm trong hộp chờ gửi")
    phone.context.set_offline(False)
    phone.open("/ngoai-tuyen/")
    expect(phone.outbox).to_contain_text("đã nhận lúc", timeout=60_000)
    assert len(stored(server, words)) == 1


def test_another_person_on_the_same_phone_neither_sees_nor_sends_what_waits(phone, server):
    phone.log_in(OFFICER)
    phone.keep_pages()
    phone.context.set_offline(True)
    phone.open("/ghi-nhan/")
    phone.log_visit("Bí thư chi bộ ấp 6 xin nghỉ (người khác).")
    expect(phone.said()).to_contain_text("đã nằm trong hộp chờ gửi")
    with answered(phone, ANSWERS["500"]):  # it doesn't leave before its person has logged out
        phone.context.set_offline(False)
        phone.open("/ngoai-tuyen/")
        phone.log_out()
    kept = "indexedDB.databases().then(async () => (await caches.keys()).length)"
    assert phone.page.evaluate(kept) >= 1
    phone.log_in(SOMEBODY)
    phone.open("/ngoai-tuyen/")
    expect(phone.page.locator("[data-device=outbox-others]")).to_contain_text("1 nội dung chờ gửi của người khác")
    expect(phone.outbox).to_have_count(0)
    assert "ấp 6" not in phone.page.content()
    phone.page.wait_for_timeout(1_500)
    assert stored(server, "(người khác)") == []
    phone.log_out()
    phone.log_in(OFFICER)
    phone.open("/ngoai-tuyen/")
    expect(phone.outbox).to_contain_text("đã nhận lúc", timeout=60_000)
    assert [row["officer__full_name"] for row in stored(server, "(người khác)")] == [server.account(OFFICER)["name"]]


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


LYING_ON_THE_DEVICE = """
async () => {
  const opened = (asked) =>
    new Promise((done, fail) => { asked.onsuccess = () => done(asked.result); asked.onerror = fail; });
  const plain = (_name, value) => (value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value);
  const database = await opened(indexedDB.open("nam-manh"));
  const rows = [{ ...localStorage }, { ...sessionStorage }];
  for (const name of database.objectStoreNames) {
    rows.push(await opened(database.transaction(name).objectStore(name).getAll()));
  }
  database.close();
  return JSON.stringify(rows, plain);
}
"""


def test_what_is_typed_about_households_leaves_no_draft_and_is_opened_again_by_the_server(phone, server):
    page, note = phone.page, "Đường dây điện trước nhà bị sà thấp"
    phone.log_in("cbx.ho")
    phone.open("/ghi-nhan/")
    group = page.locator("select[name=unit] option").filter(has_text="Tổ nhân dân tự quản 1").first
    page.select_option("select[name=unit]", group.get_attribute("value"))
    page.select_option("select[name=type]", "household_visit")
    page.fill("textarea[name=highlights]", "Thăm các hộ trong tổ.")
    page.locator("#part-evidence summary").click()
    expect(page.locator("#part-evidence")).to_contain_text("không kèm ảnh, tệp")
    expect(page.locator("input[name=evidence-file]")).to_be_hidden()
    if not page.locator("#part-households").evaluate("part => part.open"):
        page.locator("#part-households > summary").click()
    first = page.locator("#households-of-place .nm-row").first
    first.locator("input[type=checkbox]").check()
    first.locator("summary").click()
    first.locator("input[name$=-note]").fill(f"{note}, nhà theo đạo")
    page.wait_for_timeout(1_000)
    assert "Thăm các hộ trong tổ." in page.evaluate(LYING_ON_THE_DEVICE)  # the draft of everything else
    assert "sà thấp" not in page.evaluate(LYING_ON_THE_DEVICE)

    phone.context.set_offline(True)
    page.get_by_role("button", name="Gửi ghi nhận chuyến đi").click()
    expect(phone.said()).to_contain_text("đã nằm trong hộp chờ gửi")
    assert "sà thấp" not in page.evaluate(LYING_ON_THE_DEVICE)
    phone.context.set_offline(False)
    phone.open("/ngoai-tuyen/")
    expect(phone.outbox).to_contain_text("cần đồng chí xem lại", timeout=60_000)
    phone.outbox.get_by_role("button", name="Mở lại để xem và gửi").click()
    again = page.locator("#households-of-place .nm-row").first
    expect(again.locator("input[name$=-note]")).to_have_value(f"{note}, nhà theo đạo")
    expect(again.locator("input[type=checkbox]")).to_be_checked()
    again.locator("input[name$=-note]").fill(note)
    page.get_by_role("button", name="Gửi ghi nhận chuyến đi").click()
    page.wait_for_url("**/di-co-so/**")
    phone.open("/ngoai-tuyen/")
    expect(phone.outbox).to_contain_text("đã nhận lúc", timeout=60_000)
    assert "sà thấp" not in page.evaluate(LYING_ON_THE_DEVICE)


def test_the_visit_form_and_the_worker_reach_a_cold_phone_in_250_kilobytes(phone, server):
    phone.log_in(OFFICER)
    phone.open("/ghi-nhan/")
    parts = (
        "link[rel=stylesheet], link[rel=manifest], link[rel=icon], link[rel=apple-touch-icon], script[src], img[src]"
    )
    named = phone.page.eval_on_selector_all(parts, "nodes => nodes.map((node) => node.href || node.src)")
    sprite = phone.page.eval_on_selector("svg use", "use => new URL(use.getAttribute('href'), location).href")
    wanted = {"/ghi-nhan/", "/sw.js", "/ngoai-tuyen/khong-co/", sprite.split("#")[0], *named}
    cookies = "; ".join(f"{row['name']}={row['value']}" for row in phone.context.cookies())
    sizes = {}
    for url in wanted:
        address = url if url.startswith("http") else server.url + url
        request = urllib.request.Request(address, headers={"Cookie": cookies, "Accept-Encoding": "br, gzip"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            sizes[url] = len(answer.read()) + len(str(answer.headers))
    assert len(sizes) >= 9
    assert sum(sizes.values()) <= 250 * 1024, sizes
