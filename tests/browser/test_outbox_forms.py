"""A form that goes into the outbox: what it lacks, and what the server or the device can't take, is said there."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from nammanh.platform.dates import format_date, today
from tests.browser.phones import OFFICER, stored

pytestmark = pytest.mark.browser


def test_a_form_that_lacks_something_says_what_and_stays_out_of_the_outbox(phone):
    page = phone.page
    phone.log_in(OFFICER)
    phone.open("/ghi-nhan/")
    for radio in page.locator("input[name=origin]").all():
        radio.evaluate("radio => (radio.checked = false)")
    page.fill("input[name=date]", "")
    assert not page.locator("#part-more").evaluate("part => part.open")
    phone.context.set_offline(True)
    phone.log_visit("")
    expect(phone.said()).to_contain_text("Chưa gửi: còn thiếu Ngày đi, Tình hình nổi bật, Hình thức. Nội dung")
    expect(page.locator("input[name=date]")).to_be_focused()
    expect(page.locator("input[name=origin]").first).to_be_visible()
    phone.axe()
    page.locator("input[name=origin]").last.check()
    assert page.locator("input[name=origin].is-invalid, input[name=origin][aria-invalid]").count() == 0
    expect(page.locator("textarea[name=highlights]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-outbox-badge]")).to_be_hidden()
    phone.log_visit("Kênh nội đồng đã thông (điền đủ).", today())
    expect(phone.said()).to_contain_text("đã nằm trong hộp chờ gửi")
    expect(page.locator("[data-outbox-badge]")).to_have_text("1 chờ gửi")


def test_what_the_server_refuses_comes_back_into_the_form_with_every_word(phone, server):
    phone.log_in(OFFICER)
    phone.keep_pages()
    phone.context.set_offline(True)
    phone.open("/ghi-nhan/")
    phone.log_visit("Xã đề nghị hỗ trợ giống lúa chịu mặn (ngày mai).", today() + datetime.timedelta(days=3))
    expect(phone.said()).to_contain_text("đã nằm trong hộp chờ gửi")
    phone.context.set_offline(False)
    phone.open("/ngoai-tuyen/")
    expect(phone.outbox).to_contain_text("bị từ chối", timeout=60_000)
    expect(phone.page.locator("[data-outbox-badge]")).to_have_text("1 cần xem")
    phone.outbox.get_by_role("button", name="Mở lại để xem và gửi").click()
    expect(phone.page.locator("textarea[name=highlights]")).to_have_value(
        "Xã đề nghị hỗ trợ giống lúa chịu mặn (ngày mai)."
    )
    phone.page.fill("input[name=date]", format_date(today()))
    phone.page.get_by_role("button", name="Gửi ghi nhận chuyến đi").click()
    expect(phone.page.locator("main")).to_contain_text("giống lúa chịu mặn")
    phone.page.wait_for_url("**/di-co-so/**")
    phone.open("/ngoai-tuyen/")
    expect(phone.outbox).to_have_count(1)
    expect(phone.outbox).to_contain_text("đã nhận lúc")
    assert len(stored(server, "(ngày mai)")) == 1


def test_a_file_that_the_server_refuses_is_for_the_person_to_look_at(phone, server):
    page = phone.page
    phone.log_in(OFFICER)
    phone.open("/ghi-nhan/")
    phone.log_visit("Trạm bơm đã chạy lại (tệp hỏng).", photo=b"\xff\xd8\xff no photograph")
    page.wait_for_url("**/di-co-so/**")
    assert len(stored(server, "tệp hỏng")) == 1
    expect(page.locator("[data-outbox-badge]")).to_have_text("1 cần xem", timeout=60_000)
    phone.open("/ngoai-tuyen/")
    expect(phone.outbox).to_contain_text(re.compile("Không nhận tệp IMG_0001.jpg: .*Ảnh hỏng"))
    phone.outbox.get_by_role("button", name="Bỏ tệp này").click()
    expect(page.locator("[data-outbox-badge]")).to_be_hidden()


def test_a_full_device_says_so_keeps_the_words_and_offers_room(phone, server):
    phone.context.add_init_script(
        """
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...given) {
          if (this.name === "outbox" && sessionStorage.full) throw new DOMException("no room", "QuotaExceededError");
          return put.apply(this, given);
        };
        """
    )
    phone.log_in(OFFICER)
    phone.open("/ghi-nhan/")
    phone.page.evaluate("sessionStorage.full = '1'")
    phone.log_visit("Hợp tác xã đã nhận đủ máy bơm (máy đầy).")
    expect(phone.said()).to_contain_text("Máy đã hết chỗ lưu")
    expect(phone.page.locator("textarea[name=highlights]")).to_have_value("Hợp tác xã đã nhận đủ máy bơm (máy đầy).")
    assert stored(server, "máy đầy") == []
    phone.page.evaluate("sessionStorage.removeItem('full')")
    phone.page.get_by_role("button", name="Bỏ các trang lưu sẵn và gửi lại").click()
    phone.page.wait_for_url("**/di-co-so/**")
    assert len(stored(server, "máy đầy")) == 1
