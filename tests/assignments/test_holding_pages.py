"""The list of assignments, and the forms of Ban Tổ chức."""

import datetime

import pytest
from django.urls import reverse

from assignments.models import Assignment, LegalDocument, Unit
from nammanh.platform.dates import format_date, today
from tests.factories import assignments as make

D = datetime.date
LIST = reverse("assignments:assignments")
UNHELD = reverse("assignments:unheld")
ASSIGN = reverse("assignments:assign")
NEW_DECISION = {
    "document": "",
    "document_type": "decision",
    "document_number": "1234-QĐ/TU",
    "document_issued_on": "20/11/2026",
    "document_issuer": "Ban Thường vụ Tỉnh ủy",
    "document_abstract": "phân công cán bộ phụ trách xã Lương Phú",
}


def listed(client, **query) -> set[str]:
    return {line["row"].officer.full_name for line in client.get(LIST, query).context["lines"]}


def form_data(world, **changes):
    return {
        "unit_text": "Lương Phú",
        "officer_text": "Trần Thị Mới",
        "role": world.roles["province_officer_for_commune"].pk,
        "mandate": make.MandateFactory().pk,
        "is_lead": "on",
        "valid_from": "21/11/2026",
        **NEW_DECISION,
        **changes,
    }


@pytest.fixture
def newcomer(world):
    return make.OfficerFactory(full_name="Trần Thị Mới")


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_follows_the_asked_day_and_state(world, officer, organiser, as_user):
    Assignment.objects.update(valid_to=D(2020, 12, 31))
    coming = make.OfficerFactory(full_name="Lê Văn Sắp")
    make.AssignmentFactory(
        officer=coming,
        unit=world.commune,
        role=world.roles["province_officer_for_commune"],
        valid_from=today() + datetime.timedelta(days=1),
    )
    client = as_user(organiser)
    assert listed(client) == set()
    assert listed(client, ngay="31/12/2020") == {"Nguyễn Văn Tỉnh"}
    assert listed(client, trang_thai="sap") == {"Lê Văn Sắp"}
    assert listed(client, trang_thai="thoi") == {"Nguyễn Văn Tỉnh"}
    assert listed(client, trang_thai="tat-ca", can_bo="le van") == {"Lê Văn Sắp"}
    assert listed(client, trang_thai="tat-ca", huyen=world.other_district.pk) == set()


def test_the_list_stays_in_ones_scope(world, officer, stranger, as_user):
    assert listed(as_user(stranger)) == {"Phạm Văn Lạ"}


@pytest.mark.parametrize(
    "query", [{"ngay": "31/02/2020"}, {"huyen": "x"}, {"sau": "a~b"}, {"can_bo": "🙂" * 500}, {"trang_thai": "'"}]
)
def test_a_mangled_address_is_answered(world, officer, organiser, as_user, query):
    assert as_user(organiser).get(LIST, query).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_one_row_and_for_three(
    world, officer, organiser, as_user, count, django_assert_num_queries
):
    for _unit in range(count - 1):
        unit = make.CommuneFactory(parent=world.district)
        make.AssignmentFactory(unit=unit, role=world.roles["province_officer_for_commune"])
        make.CommuneFactory(parent=world.district)
    client = as_user(organiser)
    with django_assert_num_queries(12):
        client.get(LIST)
    with django_assert_num_queries(8):
        client.get(UNHELD, {"tang": world.tiers[0].pk})


# --- the forms -------------------------------------------------------------------------------------------------------


def test_an_officer_and_a_unit_are_found_by_name_and_a_new_decision_is_recorded(world, newcomer, organiser, as_user):
    response = as_user(organiser).post(ASSIGN, form_data(world))
    assert response.status_code == 302
    made = Assignment.objects.get()
    assert (made.officer, made.unit, made.valid_from) == (newcomer, world.neighbour, D(2026, 11, 21))
    assert (made.document.number, made.document.issued_on) == ("1234-QĐ/TU", D(2026, 11, 20))


def test_a_decision_typed_twice_is_recorded_once(world, newcomer, organiser, as_user):
    client = as_user(organiser)
    client.post(ASSIGN, form_data(world))
    client.post(ASSIGN, form_data(world, unit_text="Sơn Phú", document_number="1234-qđ/tu"))
    assert Assignment.objects.count() == 2
    assert LegalDocument.objects.filter(number="1234-QĐ/TU").count() == 1


def test_a_name_of_two_people_comes_back_with_both_to_choose_from(world, newcomer, organiser, as_user):
    other = make.OfficerFactory(full_name="Trần Thị Mới")
    client = as_user(organiser)
    response = client.post(ASSIGN, form_data(world))
    assert response.status_code == 422
    assert "Có nhiều đồng chí tên “Trần Thị Mới”" in response.content.decode()
    assert {pk for pk, _label in response.context["form"].fields["officer"].choices} == {newcomer.pk, other.pk}
    assert not LegalDocument.objects.filter(number="1234-QĐ/TU").exists()
    assert client.post(ASSIGN, form_data(world, officer=other.pk)).status_code == 302
    assert Assignment.objects.get().officer == other


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"officer_text": "Không Có Ai"}, "Không tìm thấy đồng chí nào"),
        ({"officer_text": ""}, "Nhập tên rồi chọn trong danh sách"),
        ({"officer_text": "!!!"}, "Không tìm thấy đồng chí nào"),
        ({"officer": "999999"}, "Trần Thị Mới"),
        ({"officer": "x"}, "Trần Thị Mới"),
        ({"unit_text": "x" * 10_000}, "120"),
        ({"valid_from": "31/02/2026"}, "Ngày không hợp lệ"),
        ({"valid_from": "21/11/0206"}, "nằm ngoài khoảng"),
        ({"document_number": ""}, "Chọn văn bản đã có, hoặc nhập đủ"),
        ({"valid_to": "01/01/2020"}, "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu"),
        ({"unit_text": "ấp 2, lương phú"}, "Vai trò này không dành cho cấp"),
    ],
)
def test_bad_input_comes_back_with_words_kept_and_nothing_written(world, newcomer, organiser, as_user, change, words):
    response = as_user(organiser).post(ASSIGN, form_data(world, **change))
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert "1234-QĐ/TU" in html or "document_number" in change
    assert not Assignment.objects.exists()
    assert not LegalDocument.objects.filter(number="1234-QĐ/TU").exists()


def test_a_unit_already_held_is_refused_with_the_way_out(world, officer, newcomer, organiser, as_user):
    response = as_user(organiser).post(ASSIGN, form_data(world, unit_text="Sơn Phú"))
    assert response.status_code == 422
    assert "dùng “Thay cán bộ phụ trách”" in response.content.decode()


def test_a_holder_is_replaced_on_the_page(world, officer, newcomer, organiser, as_user):
    first = officer.officer.assignments.get()
    url = reverse("assignments:replace", args=[first.pk])
    data = {"officer_text": "moi", "valid_from": "01/12/2026", "end_reason": "Nghỉ hưu", **NEW_DECISION}
    response = as_user(organiser).post(url, data)
    assert response.status_code == 302
    assert response["Location"] == reverse("assignments:unit", args=[world.commune.pk])
    first.refresh_from_db()
    assert (format_date(first.valid_to), first.end_reason) == ("30/11/2026", "Nghỉ hưu")
    again = as_user(organiser).post(url, data)
    assert again.status_code == 422
    assert "đã kết thúc" in again.content.decode()


def test_an_assignment_is_ended_on_the_page(world, officer, organiser, as_user):
    first = officer.officer.assignments.get()
    url = reverse("assignments:end", args=[first.pk])
    assert as_user(organiser).post(url, {"valid_to": "31/12/2026", "end_reason": "", "vacant": "on"}).status_code == 422
    ended = {"valid_to": "31/12/2026", "end_reason": "Điều động", "vacant": "on"}
    assert as_user(organiser).post(url, ended).status_code == 302
    first.refresh_from_db()
    assert (first.valid_to, first.end_reason) == (D(2026, 12, 31), "Điều động")


def test_a_unit_is_renamed_on_the_page(world, officer, organiser, as_user):
    url = reverse("assignments:change_unit", args=[world.commune.pk])
    data = {
        "on": "01/12/2026",
        "name": "Sơn Phú",
        "kind": "township",
        "gso_code": "29014",
        "parent": world.district.pk,
        **NEW_DECISION,
    }
    client = as_user(organiser)
    assert client.post(url, {**data, "kind": "commune"}).status_code == 422
    assert client.post(url, {**data, "parent": world.hamlet.pk}).status_code == 422
    response = client.post(url, data)
    new = Unit.objects.get(kind="township")
    assert response["Location"] == reverse("assignments:unit", args=[new.pk])


def test_matches_appear_while_typing(world, newcomer, organiser, as_user):
    client = as_user(organiser)
    choices = reverse("assignments:choices")
    assert "Trần Thị Mới" in client.get(choices, {"officer_text": "tran thi"}).content.decode()
    assert "Xã Lương Phú" in client.get(choices, {"unit_text": "luong"}).content.decode()
    assert "Chưa tìm thấy" in client.get(choices, {"officer_text": "zzz"}).content.decode()
