"""A whole month in the browser: forty matters, one batch, three departments, their answers, and the way back.

The month is gathered in the name of an agency that has no batch yet, and closes today: so it can be played on any day.
"""

import io
import re
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from nammanh.platform.dates import format_date, today
from nammanh.platform.working_days import add_working_days

BY_FIELD = {
    "Hạn mặn, thủy lợi": ("Cống ngăn mặn ấp {n} hỏng cửa van, mặn vào nội đồng.", "Sở Nông nghiệp và Môi trường"),
    "Giao thông": ("Đường liên ấp {n} sạt lề, xe cứu thương không qua được.", "Sở Xây dựng"),
    "Y tế": ("Trạm y tế chưa có máy siêu âm, bà con ấp {n} phải đi xa.", "Sở Y tế"),
}
MATTERS = [(field, text.format(n=number)) for number in range(1, 15) for field, (text, _lead) in BY_FIELD.items()][:40]
WATER, ROADS, HEALTH = (lead for _text, lead in BY_FIELD.values())

SECOND_AGENCY = """
from assignments.models import Agency, Position, Post
from nammanh.accounts.models import User
from nammanh.platform.dates import today
Position.objects.create(
    officer=User.objects.get(username="vanphong").officer,
    post=Post.objects.filter(portal_role="office").last(),
    agency=Agency.objects.get(name="Ban Tổ chức Tỉnh ủy"),
    title="Giúp việc tập hợp",
    concurrent=True,
    valid_from=today(),
)
"""
CLOSES_TODAY = """
from django.db import connection, transaction
from reports.consolidation.models import Batch
from nammanh.platform.dates import today
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("SET LOCAL session_replication_role = replica")  # nobody may move the day: the trigger is passed by
    Batch.objects.filter(pk={pk}, closes_on__lt=today()).update(closes_on=today())
"""


@pytest.fixture
def width():
    """The office works at a desk; the pages of the others are looked at on a phone elsewhere."""
    return "desk"


@dataclass
class Month:
    """What is done in it, each by the person whose page it is."""

    someone: object
    server: object
    batch: str = ""

    def run(self, script: str) -> None:
        self.server.manage("shell", "-v", "0", "-c", script)


@pytest.fixture
def month(someone, server):
    return Month(someone, server)


def unfold(page: Page, label: str) -> None:
    summary = page.locator("details > summary", has_text=label).first
    if summary.locator("..").get_attribute("open") is None:
        summary.click()


def log_a_visit(officer, matters) -> None:
    """One visit to Sơn Phú with these matters."""
    page = officer.page
    officer.open("/ghi-nhan/")
    page.locator("select[name=unit]").select_option(label="Xã Sơn Phú")
    page.fill("input[name=date]", format_date(today()))
    page.select_option("select[name=type]", "working_session")
    page.fill("textarea[name=highlights]", "Nghe bà con nói về mặn, đường và trạm y tế.")
    unfold(page, "Phản ánh, kiến nghị")
    page.get_by_role("radio", name="Có", exact=True).check()
    rows = page.locator("#part-petitions [data-repeatable-row]")
    for number, (field, text) in enumerate(matters):
        if number:
            page.get_by_role("button", name="Thêm phản ánh, kiến nghị").click()
        row = rows.nth(number)
        row.locator("select[name$=category]").select_option("difficulty")
        row.locator("textarea[name$=content]").fill(text)
        row.locator("summary").click()
        row.locator("select[name$=field]").select_option(label=field)
    page.get_by_role("button", name="Gửi ghi nhận chuyến đi").click()
    expect(page.locator("main")).to_contain_text(f"kiến nghị ({len(matters)})")


def send(commune, field: str, text: str) -> None:
    page = commune.page
    page.goto(commune.server.url + "/phan-anh/gui/")
    page.select_option("select[name=place]", index=1)
    page.select_option("select[name=category]", "difficulty")
    page.fill("textarea[name=content]", text)
    unfold(page, "Ghi thêm")
    page.locator("select[name=field]").select_option(label=field)
    page.get_by_role("button", name="Gửi phản ánh, kiến nghị").click()
    expect(page.locator("#messages")).to_contain_text("Đã gửi phản ánh, kiến nghị")


def act(person, address: str, name: str, **typed) -> None:
    """An action of a petition's page: its link, its form, its button."""
    page = person.page
    person.open(address)
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    for field, value in typed.items():
        page.fill(f"[name={field}]", value)
    person.look()
    page.locator("main form button.btn-primary").click()
    page.wait_for_load_state("networkidle")


def test_forty_matters_go_up_and_their_answers_come_back(month, someone, server):
    month.run(SECOND_AGENCY)
    officer, sonphu, vinhthanh = someone("canbotinh"), someone("xa.sonphu"), someone("xa.vinhthanh")
    for first in (0, 5, 10, 15):
        log_a_visit(officer, MATTERS[first : first + 5])
    for number, (field, text) in enumerate(MATTERS[20:]):
        send((sonphu, vinhthanh)[number % 2], field, text)

    office = someone("vanphong")
    gather(month, office)
    send_the_month(month, office)
    water = reply_at_the_desk(month)
    reply_by_sheet(month, office)
    judge_and_carry_back(month, officer, sonphu, office, water)


def gather(month, office) -> None:
    """Forty items at the workbench, by keyboard: each field's first begins a line, what is like it goes into it."""
    page = office.page
    office.open("/ky-tap-hop/lap/")
    page.locator("select[name=agency]").select_option(label="Ban Tổ chức Tỉnh ủy")
    page.get_by_role("button", name="Lập kỳ tập hợp").click()
    page.wait_for_url(re.compile(r"/ky-tap-hop/\d+/"))
    month.batch = re.search(r"/ky-tap-hop/\d+/", page.url)[0]
    month.run(CLOSES_TODAY.format(pk=month.batch.split("/")[2]))
    office.open(f"{month.batch}ban-tap-hop/")
    lines = {}
    for field, text in MATTERS:
        item = leaf_to(page, office, f"{month.batch}ban-tap-hop/", text)
        item.first.focus()
        if field in lines:
            page.keyboard.press("s")
            page.keyboard.type(lines[field])
            page.keyboard.press("Enter")
        else:
            with typing_elsewhere(page, text) if not lines else nullcontext():
                page.keyboard.press("m")
            lines[field] = str(len(lines) + 1)
        expect(item).to_have_count(0)
    office.look()


@contextmanager
def typing_elsewhere(page: Page, text: str):
    """What is placed inside takes its time, and the person goes on to type at another item: nothing is torn away."""
    held = []
    page.route("**/xep/**", lambda route: held.append(route))
    with page.expect_request("**/xep/**"):
        yield
    other = page.locator(f"[data-workbench-waits]:not([aria-label='{text}'])").first
    other.focus()
    page.keyboard.press("s")
    page.keyboard.type("1")
    held[0].continue_()
    page.unroute("**/xep/**")
    expect(page.locator(f"[data-workbench-waits][aria-label='{text}']")).to_have_count(0)
    expect(page.locator(".htmx-settling")).to_have_count(0)
    number = other.locator("details input[name=dong]")
    expect(number).to_be_focused()
    expect(number).to_have_value("1")


def leaf_to(page: Page, office, bench: str, text: str):
    """The item with these words, on whichever page of the workbench it waits."""
    item = page.locator(f"[data-workbench-waits][aria-label='{text}']")
    for _leaf in range(20):
        if item.count():
            break
        onward = page.locator("main .nm-pager a[rel=next]")
        address = onward.get_attribute("href") if onward.count() else ""
        page.goto(f"{office.server.url}{bench}{address}")
    return item


def send_the_month(month, office) -> None:
    """Worded once, looked through, approved, sent with its number; the letter and its annex in Word."""
    page = office.page
    office.open(month.batch)
    for number, (_text, lead) in enumerate(BY_FIELD.values()):
        page.locator("main th a").nth(number).click()
        office.look()
        page.locator("select[name=lead]").select_option(label=lead)
        page.get_by_role("button", name="Lưu").click()
        page.wait_for_url(re.compile(month.batch))
        office.open(month.batch)
    for name in ("Soát xong, trình duyệt", "Duyệt", "Chuyển ngành"):
        page.locator("main").get_by_role("link", name=name, exact=True).click()
        office.look()
        if name == "Chuyển ngành":
            page.fill("input[name=number]", "12-CV/BTCTU")
        page.locator("main form button.btn-primary").click()
        page.wait_for_url(re.compile(f"{month.batch}$"))
    expect(page.locator("main")).to_contain_text("12-CV/BTCTU")
    office.look()


def reply_at_the_desk(month) -> str:
    """An interim reply with a day, then the answer; the address of a petition that they answer."""
    sector = month.someone("so.nongnghiep")
    sector.open("/phan-anh/nganh/?trang_thai=dispatched")
    sector.page.locator("main th a", has_text=MATTERS[0][1][:40]).first.click()
    water = sector.page.url
    promised = format_date(add_working_days(today(), 18))
    act(sector, water, "Trả lời tạm, hẹn ngày", reason="Chờ đo mặn và khảo sát cống.", committed_on=promised)
    expect(sector.page.locator("main")).to_contain_text(promised)
    act(sector, water, "Trả lời", text="Sẽ thay cửa van các cống.", by_when=promised)
    expect(sector.page.locator("main")).to_contain_text("Sẽ thay cửa van các cống.")
    return water


def reply_by_sheet(month, office) -> None:
    """Two departments without an account: their sheets go out, come back and are taken in."""
    page = office.page
    for lead, text in ((ROADS, "Gia cố lề đường trước Tết."), (HEALTH, "Mua máy siêu âm trong quý sau.")):
        office.open(month.batch)
        with page.expect_download() as got:
            page.locator("main section", has_text=lead).get_by_role("link", name="Phiếu trả lời Excel").click()
        book = load_workbook(io.BytesIO(got.value.path().read_bytes()))
        assert [row.value for row in book.active["E"][3:]] == ["Nội dung trả lời", None]  # one line was asked
        book.active["E5"], book.active["F5"] = text, "Kế hoạch vốn năm tới"
        file = io.BytesIO()
        book.save(file)
        office.open(f"{month.batch}phieu-tra-loi/")
        sheet = {"name": "phieu.xlsx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
        page.set_input_files("input[name=file]", sheet)
        page.get_by_role("button", name="Xem trước").click()
        expect(page.locator("main")).to_contain_text(text)
        office.look()
        page.get_by_role("button", name="Ghi 1 câu trả lời").click()
        page.wait_for_load_state("networkidle")
    office.open(month.batch)
    expect(page.locator("main table", has_text="Đã trả lời")).to_have_count(3)


def judge_and_carry_back(month, officer, commune, office, water: str) -> None:
    """The commune finds one answer wanting, the department answers again; the officer tells the people."""
    commune.open(water)
    act(commune, water, "Yêu cầu trả lời lại", reason="Chưa nói cống nào, ai làm, bao giờ xong.")
    sector = month.someone("so.nongnghiep")
    sector.open(water)
    expect(sector.page.locator("main")).to_contain_text("Chưa nói cống nào")
    act(sector, water, "Trả lời", text="Công ty Thủy nông thay cửa van cống ấp 1 đến ấp 14, xong trước 31/12.")
    act(commune, water, "Đánh giá đạt", note="Đã rõ.")

    page = officer.page
    officer.open("/ghi-nhan/")
    page.locator("select[name=unit]").select_option(label="Xã Sơn Phú")
    page.fill("input[name=date]", format_date(today()))
    page.select_option("select[name=type]", "dialogue")
    page.fill("textarea[name=highlights]", "Báo lại các câu trả lời của ngành cho bà con.")
    unfold(page, "Báo lại câu trả lời cho dân")
    for answer in ("Công ty Thủy nông", "Gia cố lề đường", "Mua máy siêu âm"):
        row = page.locator("#part-replies fieldset.nm-row", has_text=answer).first
        row.locator("input[name$=told]").check()
        row.get_by_label("Đồng tình", exact=True).check()
    officer.look()
    page.get_by_role("button", name="Gửi ghi nhận chuyến đi").click()
    page.wait_for_url(re.compile("/di-co-so/"))
    expect(page.locator("main")).to_contain_text("Đã báo lại cho dân (3)")
    officer.look()

    told = page.locator("main article a[href^='/phan-anh/']").first.get_attribute("href")
    act(office, told, "Kết thúc")
    expect(office.page.locator("main")).to_contain_text("Kết thúc")
    office.look()
    commune.open(told)
    expect(commune.page.locator("main")).to_contain_text("Đã báo lại")
