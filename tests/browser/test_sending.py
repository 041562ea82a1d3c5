"""A form of any page: an error is in sight, and what the server has stored is not offered again as unsent."""

from playwright.sync_api import expect


def test_a_commune_sends_a_petition_and_the_next_one_begins_empty(someone):
    commune = someone("xa.vinhthanh")
    page = commune.page
    commune.open("/phan-anh/gui/")
    page.get_by_role("button", name="Gửi phản ánh, kiến nghị").click()
    expect(page.locator("select[name=place]")).to_be_focused()
    expect(page.locator("main")).to_contain_text("Chọn địa bàn.")
    page.select_option("select[name=place]", index=1)
    page.select_option("select[name=category]", "obstacle")
    page.fill("textarea[name=content]", "Cống ấp xuống cấp, nước mặn tràn vào vườn.")
    page.get_by_role("button", name="Gửi phản ánh, kiến nghị").click()
    expect(page.locator("#messages")).to_contain_text("Đã gửi phản ánh, kiến nghị")
    commune.console.clear()  # the browser itself reports the 422
    commune.open("/phan-anh/gui/")
    expect(page.locator("textarea[name=content]")).to_have_value("")
    expect(page.locator("main")).not_to_contain_text("Đã khôi phục nội dung chưa gửi")


def test_what_was_not_sent_is_still_there(someone):
    commune = someone("xa.vinhthanh")
    page = commune.page
    commune.open("/phan-anh/gui/")
    page.fill("textarea[name=content]", "Còn đang viết dở.")
    page.wait_for_timeout(600)
    commune.open("/phan-anh/")
    commune.open("/phan-anh/gui/")
    expect(page.locator("textarea[name=content]")).to_have_value("Còn đang viết dở.")
