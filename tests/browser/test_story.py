"""The story of the portal, in a browser: a visit from plan to dashboard, and a change of holder that history keeps.

Both widths share one demo database, so each names its visit and its decision after itself.
"""

import datetime

import pytest
from playwright.sync_api import expect

from nammanh.platform.dates import format_date, today

pytestmark = pytest.mark.browser

YESTERDAY = today() - datetime.timedelta(days=1)
TOMORROW = today() + datetime.timedelta(days=1)


@pytest.fixture
def highlights(width):
    return f"Xã đã nạo vét xong kênh nội đồng ấp 3 trước mùa mặn ({width})."


def choose_place(page, name: str) -> None:
    page.locator("select[name=unit]").select_option(label=name)


def unfold(page, label: str) -> None:
    """Open a section of the entry, unless it stands open (a reminder may have opened it)."""
    summary = page.locator("details > summary", has_text=label)
    if summary.locator("..").get_attribute("open") is None:
        summary.click()


def test_a_visit_travels_from_plan_to_dashboard(someone, server, width, highlights):
    officer = someone("canbotinh")

    officer.open("/ke-hoach/them/")
    choose_place(officer.page, "Xã Sơn Phú")
    officer.page.fill("input[name=date]", format_date(TOMORROW))
    officer.page.select_option("select[name=type]", "working_session")
    officer.page.fill("input[name=purpose]", f"Nắm tình hình nạo vét kênh nội đồng ({width})")
    officer.page.click("button:has-text('Lưu vào kế hoạch')")
    expect(officer.page.locator("main")).to_contain_text("Dự kiến")
    officer.look()
    visit_url = officer.page.url.split("?")[0]

    # The visit took place today: log it from the plan, with a comment and a petition.
    officer.page.click("main a:has-text('Ghi nhận')")
    officer.look()
    officer.page.fill("input[name=date]", format_date(today()))
    expect(officer.page.locator("input[name=people_met]")).to_be_hidden()
    unfold(officer.page, "Tình hình chi tiết")
    officer.page.fill("input[name=people_met]", "Ban Thường vụ Đảng ủy xã")
    officer.page.fill("textarea[name=highlights]", highlights)
    officer.page.fill("textarea[name=difficulties]", "Thiếu máy đào, kinh phí đối ứng về chậm.")
    unfold(officer.page, "Góp ý chính thức")
    comment = officer.page.locator("#part-comments [data-repeatable-row]").first
    comment.locator("textarea[name$=matter]").fill("Nạo vét kênh nội đồng còn chậm ở ấp 5")
    comment.locator("textarea[name$=proposal]").fill("Huy động máy của hợp tác xã, làm dứt điểm từng đoạn")
    comment.locator("input[name$=responsible]").fill("Ủy ban nhân dân xã")
    comment.locator("input[name$=due_on]").fill(format_date(today() + datetime.timedelta(days=30)))
    unfold(officer.page, "Phản ánh, kiến nghị")
    officer.page.get_by_role("radio", name="Có", exact=True).check()
    petition = officer.page.locator("fieldset[data-disclosure] [data-repeatable-row]").first
    petition.locator("select[name$=category]").select_option("obstacle")
    petition.locator("summary").click()
    petition.locator("select[name$=field]").select_option(index=1)
    petition.locator("textarea[name$=content]").fill("Cống đầu kênh ấp 5 hỏng cửa van, mặn vào nội đồng.")
    petition.locator("textarea[name$=proposed_solution]").fill("Đề nghị tỉnh thay cửa van trước tháng 01.")
    officer.look()
    officer.page.get_by_role("button", name="Gửi ghi nhận chuyến đi").dblclick()
    expect(officer.page.locator("main")).to_contain_text(highlights)
    expect(officer.page.locator("main")).to_contain_text("chờ xã xác nhận")
    expect(officer.page.locator("main")).to_contain_text("Góp ý (1)")
    expect(officer.page.locator("main")).to_contain_text("kiến nghị (1)")
    officer.look()

    # A double click wrote it once.
    officer.open("/di-co-so/")
    path = visit_url.removeprefix(server.url)
    assert officer.page.locator(f"main a[href^='{path}']").count() >= 1

    commune = someone("xa.sonphu")
    commune.open("/ban-lam-viec/")
    commune.open(visit_url)
    commune.page.click("main a:has-text('Xác nhận')")
    commune.look()
    commune.page.get_by_role("radio", name="Cụ thể").first.check()
    commune.page.click("button:has-text('Xác nhận chuyến đi')")
    expect(commune.page.locator("main")).to_contain_text("Xã đã xác nhận")
    commune.look()

    leader = someone("thuongtruc")
    leader.open("/tong-quan/")
    expect(leader.page.locator("body")).to_contain_text("Số liệu đến")
    leader.open("/di-co-so/?trang_thai=confirmed")
    expect(leader.page.locator("main")).to_contain_text("Sơn Phú")
    leader.open(visit_url)
    expect(leader.page.locator("main")).to_contain_text(highlights)

    # The officer may no longer edit, only amend; and a stranger's visit does not exist.
    officer.open(visit_url)
    expect(officer.page.locator("main")).to_contain_text("Xã đã xác nhận")
    assert officer.page.locator("main a:has-text('Sửa nội dung')").count() == 0
    stranger = someone("cbh.ap")
    assert stranger.page.request.get(visit_url).status == 404


def test_a_change_of_holder_keeps_the_truth_of_each_day(someone, server, width):
    organiser = someone("tochuc")
    organiser.open("/dia-ban/?q=" + ("luong phu" if width == "phone" else "phuoc long"))
    name = "Lương Phú" if width == "phone" else "Phước Long"
    organiser.page.locator(f"main a:has-text('{name}')").first.click()
    organiser.look()
    unit_url = organiser.page.url.split("?")[0]
    section = organiser.page.locator("section", has_text="Tỉnh nắm tới xã").first
    before = section.locator("strong a").first.inner_text()

    section.locator("a:has-text('Thay cán bộ phụ trách')").last.click()
    organiser.look()
    officers = server.account("truongdoan")["name"]
    organiser.page.fill("input[name=officer_text]", officers)
    organiser.page.locator("input[name=officer]").first.wait_for()
    organiser.page.locator("input[name=officer]").first.check()
    organiser.page.fill("input[name=valid_from]", format_date(today()))
    organiser.page.fill("textarea[name=end_reason]", "Điều động công tác")
    organiser.page.fill("input[name=document_number]", f"9{len(width)}-QĐ/TU")
    organiser.page.fill("input[name=document_issued_on]", format_date(YESTERDAY))
    organiser.page.fill("input[name=document_abstract]", f"thay cán bộ phụ trách xã {name}")
    organiser.page.click("main form button:has-text('Thay cán bộ phụ trách')")
    organiser.page.wait_for_url(lambda url: "/thay/" not in url)
    organiser.look()

    organiser.open(unit_url)
    section = organiser.page.locator("section", has_text="Tỉnh nắm tới xã").first
    expect(section).to_contain_text(officers)
    expect(section).to_contain_text(f"9{len(width)}-QĐ/TU")
    organiser.open(f"{unit_url}?ngay={format_date(YESTERDAY)}")
    section = organiser.page.locator("section", has_text="Tỉnh nắm tới xã").first
    expect(section).to_contain_text(before)
    expect(section).not_to_contain_text(officers)


def test_what_was_typed_survives_a_refusal(someone):
    officer = someone("canbotinh")
    officer.open("/ghi-nhan/")
    choose_place(officer.page, "Xã Sơn Phú")
    officer.page.fill("input[name=date]", "31/02/2026")
    officer.page.fill("textarea[name=highlights]", "Nội dung phải còn nguyên")
    officer.page.get_by_role("button", name="Gửi ghi nhận chuyến đi").click()
    expect(officer.page.locator("main")).to_contain_text("Ngày không hợp lệ")
    expect(officer.page.locator("textarea[name=highlights]")).to_have_value("Nội dung phải còn nguyên")
    expect(officer.page.locator("input[name=date]")).to_have_value("31/02/2026")
    officer.console.clear()  # the browser itself reports the 422
    officer.look()


PAGES = {
    "canbotinh": [
        "/",
        "/ban-lam-viec/",
        "/di-co-so/",
        "/ghi-nhan/",
        "/gop-y/",
        "/phan-anh/",
        "/dia-ban/",
        "/can-bo/",
        "/vang-mat/",
        "/trach-nhiem/",
        "/phan-cong/ban-giao/",
        "/thong-bao/",
        "/ngoai-tuyen/",
    ],
    "thuongtruc": [
        "/",
        "/tong-quan/",
        "/phan-cong/",
        "/di-co-so/",
        "/gop-y/?cu_the=chung-chung",
        "/phan-anh/?qua_han=1",
        "/phan-cong/do-phu/",
        "/phan-cong/can-chinh/",
    ],
    "uvbtv.giongtrom": ["/", "/tong-quan/", "/ban-lam-viec/", "/phan-cong/"],
    "xa.vinhthanh": ["/", "/ho-gia-dinh/", "/di-co-so/", "/ho-so-dia-ban/", "/phan-anh/gui/"],
    "cbx.ho": ["/", "/ho-gia-dinh/"],
    "tochuc": [
        "/",
        "/phan-cong/",
        "/phan-cong/them/",
        "/can-bo/",
        "/phan-cong/chua-phan-cong/",
        "/phan-cong/dot/",
        "/phan-cong/de-xuat/",
        "/mau-van-ban/",
        "/nhap-excel/",
        "/sap-xep-don-vi/",
        "/ho-so-dia-ban/",
    ],
    "vanphong": ["/", "/phan-anh/", "/phan-anh/nganh/", "/ky-tap-hop/", "/thong-bao/", "/don-doc/"],
    "so.nongnghiep": ["/", "/phan-anh/", "/phan-anh/nganh/", "/thong-bao/nhan-thu/"],
    "kiemtra": ["/", "/nhat-ky-truy-cap/"],
    "thuky": ["/", "/nhap-thay/"],
    "truongdoan": ["/", "/doan-cong-tac/"],
    "bithuhuyenuy": ["/", "/phan-cong/do-phu/"],
    "cbh.tieuvung": ["/", "/cum/"],
    "cbh.xa": ["/"],
    "cbh.ap": ["/", "/ke-hoach/them/"],
    "cbx.ap": ["/"],
    "quantri": ["/", "/doi-mat-khau/"],
}


@pytest.mark.parametrize("username", sorted(PAGES))
def test_main_pages_of_each_role_are_whole(someone, username):
    person = someone(username)
    for path in PAGES[username]:
        person.open(path)
        body = person.page.locator("body").inner_text()
        assert "None" not in body, path
        assert "DỮ LIỆU MINH HỌA" in body.upper(), path


def test_the_administration_works_with_a_clean_console(someone):
    admin = someone("quantri")
    for path in ("/quan-tri/", "/quan-tri/assignments/officer/", "/quan-tri/assignments/unit/"):
        admin.page.goto(admin.server.url + path)
        admin.page.wait_for_load_state("networkidle")
        assert admin.console == [], path
