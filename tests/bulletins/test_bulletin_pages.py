"""Bulletins on their pages: written, published, read, conveyed, exported."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nammanh.platform.dates import format_date, today
from reports.bulletins.models import Bulletin, Conveyance
from tests.factories import assignments as make
from tests.factories.bulletins import ConveyanceFactory, bulletin_for
from tests.test_exports import column, exported

LIST = reverse("bulletins:list")


def typed(**changes):
    return {
        "uuid": str(uuid.uuid4()),
        "title": "Tuyển quân năm 2027",
        "kind": "state",
        "highlights": "- Khám tuyển từ 01/12.\n- Phụ cấp mới.",
        "body": "Toàn văn kế hoạch.",
        "valid_from": format_date(today()),
        "valid_to": "",
        "scope": "tinh",
        **changes,
    }


def test_a_bulletin_goes_all_its_way_on_the_pages(world, office, officer, as_user, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    writer = as_user(office)
    page = writer.post(reverse("bulletins:draft"), typed(levels=["province"]), follow=True)
    bulletin = Bulletin.objects.get()
    assert "Bản nháp" in page.text
    secret = {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "secret": "yes"}
    refused = writer.post(reverse("bulletins:attach", args=[bulletin.uuid]), secret)
    assert refused.status_code == 422
    assert "Không đưa văn bản mật" in refused.text
    open_file = {"file": SimpleUploadedFile("Kế hoạch.pdf", b"%PDF-1.7"), "secret": "no"}
    assert writer.post(reverse("bulletins:attach", args=[bulletin.uuid]), open_file).status_code == 302
    writer.post(reverse("bulletins:publish", args=[bulletin.uuid]))
    writer.post(reverse("bulletins:publish", args=[bulletin.uuid]))

    reader = as_user(officer)
    assert "Chưa xem" in reader.get(LIST).text
    reader.post(reverse("bulletins:mark_read", args=[bulletin.uuid]))
    assert reader.get(LIST, {"chua_xem": "1"}).context["total"] == 0
    file = reader.get(reverse("bulletins:file", args=[bulletin.uuid, bulletin.files.get().pk]))
    assert (file.status_code, file.content) == (200, b"%PDF-1.7")
    answer = reader.post(
        reverse("bulletins:convey", args=[bulletin.uuid]),
        {
            "uuid": str(uuid.uuid4()), "unit": world.hamlet.pk, "conveyed_on": format_date(today()),
            "form": "people_meeting", "attended": "45", "question": "Con một có phải đi không?",
        },
        follow=True,
    )  # fmt: skip
    assert "Con một có phải đi không?" in answer.text
    row = Conveyance.objects.get()
    assert (row.unit, row.attended, row.officer) == (world.hamlet, 45, officer.officer)
    writer.post(reverse("bulletins:withdraw", args=[bulletin.uuid]), {"reason": "Chờ hướng dẫn mới"})
    assert "Chờ hướng dẫn mới" in reader.get(reverse("bulletins:detail", args=[bulletin.uuid])).text
    bulletin.refresh_from_db()
    assert [step.action for step in bulletin.steps.all()] == ["draft", "publish", "withdraw"]


def test_the_text_to_share_names_nobody(world, officer, as_user):
    bulletin = bulletin_for(world.commune)
    page = as_user(officer).get(reverse("bulletins:detail", args=[bulletin.uuid]))
    text = page.context["share_text"]
    assert text.startswith(bulletin.title.upper())
    assert "• Trữ nước ngọt trước rằm tháng Chạp.\n• Không bơm nước" in text
    assert f"http://testserver{reverse('bulletins:detail', args=[bulletin.uuid])}" in text
    assert bulletin.entered_by.full_name not in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Ghi tiêu đề"),
        ({"highlights": ""}, "Ghi điểm nhấn"),
        ({"scope": "xa"}, "Chọn ít nhất một địa bàn"),
        ({"scope": "xa", "communes": ["999999"]}, "Không có lựa chọn này"),
        ({"valid_to": "01/01/2016"}, "Ngày kết thúc"),
        ({"title": "a" * 201}, "Dài quá 1 ký tự"),
    ],
)
def test_what_does_not_fit_comes_back_with_its_words(world, office, as_user, changes, words):
    answer = as_user(office).post(reverse("bulletins:draft"), typed(**changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Toàn văn kế hoạch." in answer.text
    assert not Bulletin.objects.exists()


def test_a_draft_is_changed_with_its_places(world, office, as_user):
    browser = as_user(office)
    browser.post(reverse("bulletins:draft"), typed(scope="xa", communes=[world.commune.pk, world.far_commune.pk]))
    bulletin = Bulletin.objects.get()
    page = browser.get(reverse("bulletins:edit", args=[bulletin.uuid]))
    assert page.text.count('name="communes"') == 3
    assert page.text.count("checked") == 3  # two communes and the sort of places
    browser.post(reverse("bulletins:edit", args=[bulletin.uuid]), typed(scope="huyen", districts=[world.district.pk]))
    assert [row.unit for row in bulletin.targets.all()] == [world.district]


def test_the_guard_asks_before_a_private_word_is_published(world, office, as_user):
    data = typed(body="Ông Tư có số căn cước 083 123 456 789.")
    answer = as_user(office).post(reverse("bulletins:draft"), data)
    assert answer.status_code == 422
    assert "Vẫn gửi" in answer.text
    assert as_user(office).post(reverse("bulletins:draft"), data | {"van_gui": "1"}).status_code == 302


def test_the_list_is_narrowed_by_words_kind_time_and_standing(world, officer, as_user):
    old = bulletin_for(world.commune, title="Chống hạn 2020", valid_from="2020-01-01", valid_to="2020-03-01")
    now = bulletin_for(world.commune, title="Tết trồng cây", kind="movement")
    browser = as_user(officer)

    def found(**query):
        return set(browser.get(LIST, query).context["rows"])

    assert found() == {old, now}
    assert found(q="chong han") == found(den="31/12/2020") == found(trang_thai="het-han") == {old}
    assert found(loai="movement") == found(trang_thai="hien-hanh") == found(tu="01/01/2021") == {now}
    assert found(trang_thai="withdrawn") == set()


def test_lists_as_workbooks(world, officer, standing_committee, as_user):
    bulletin = bulletin_for(world.district)
    ConveyanceFactory(bulletin=bulletin, unit=world.commune, officer=officer.officer, question="Bao giờ có nước?")
    client = as_user(standing_committee)
    headings, rows, _above = exported(client, LIST)
    assert dict(zip(headings, rows[0], strict=True))["Dành cho"] == "Huyện Giồng Trôm"
    reach = reverse("bulletins:reach", args=[bulletin.uuid])
    assert column(client, reach, "Địa bàn", {"trang_thai": "da"}) == ["Xã Sơn Phú"]
    assert set(column(client, reach, "Địa bàn", {"trang_thai": "chua"})) == {"Xã Lương Phú", "Ấp 1", "Ấp 2"}
    asked = column(client, reverse("bulletins:conveyances"), "Câu hỏi mang về", {"co_cau_hoi": "1"})
    assert asked == ["Bao giờ có nước?"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("list", 9), ("detail", 16), ("reach", 12), ("conveyances", 9)])
def test_pages_cost_the_same_for_one_row_and_for_three(
    world, officer, as_user, django_assert_num_queries, rows, name, queries
):
    for _nth in range(rows):
        commune = make.CommuneFactory(parent=world.district)
        make.AssignmentFactory(officer=officer.officer, unit=commune, role=world.roles["province_officer_for_commune"])
        bulletin = bulletin_for(world.district, commune)
    for form in ("other", "household", "committee")[:rows]:
        ConveyanceFactory(bulletin=bulletin, unit=commune, officer=officer.officer, form=form)
    browser = as_user(officer)
    args = [bulletin.uuid] if name in {"detail", "reach"} else []
    with django_assert_num_queries(queries):
        assert browser.get(reverse(f"bulletins:{name}", args=args)).status_code == 200
