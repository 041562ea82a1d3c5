"""The wizard as a person uses it: step by step, nothing lost, everything shown before the button."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.models import Assignment, Unit
from assignments.reforms.models import UnitOperation
from tests.conftest import holder
from tests.factories import assignments as make
from tests.reforms.scenes import TOMORROW, like, merger, prepared, split


def url(name, operation=None):
    return reverse(f"reforms:{name}", args=[operation.pk] if operation else [])


def basis(**fields):
    document = make.DocumentFactory()
    return {"kind": "merge", "on": f"{TOMORROW:%d/%m/%Y}", "document": document.pk, "clause": "Điều 1"} | fields


def test_a_merger_from_the_first_step_to_the_result_and_back(world, officer, organiser, as_user):
    client = as_user(organiser)
    response = client.post(url("new"), basis())
    draft = UnitOperation.objects.get()
    assert response["Location"] == url("units", draft)
    for unit in (world.commune, world.neighbour):
        keep = [line.predecessor_id for line in draft.lines.all()]
        planned = client.get(url("units", draft)).context["planned"]
        fields = planned_fields(planned) if planned else {}
        client.post(url("units", draft), {"keep": keep, "unit_text": unit.name, "unit": unit.pk, "add": "1"} | fields)
    page = client.get(url("units", draft))
    assert [unit.name for unit in page.context["form"].chosen] == ["Sơn Phú", "Lương Phú"]
    fields = planned_fields(page.context["planned"]) | {"new-0-name": "Phú Sơn"}
    keep = [world.commune.pk, world.neighbour.pk]
    response = client.post(url("units", draft), {"keep": keep} | fields)
    assert response["Location"] == url("choices", draft)
    assert client.post(url("choices", draft), {"committees": "close"})["Location"] == url("operation", draft)
    preview = client.get(url("operation", draft)).content.decode()
    assert "Đơn vị kết thúc: 2" in preview
    assert "Phân công tiếp tục: 1" in preview
    assert "Chưa thực hiện được" not in preview
    assert client.post(url("operation", draft)).status_code == 302
    merged = Unit.objects.get(name="Phú Sơn")
    result = client.get(url("operation", draft)).content.decode()
    assert reverse("assignments:unit", args=[merged.pk]) in result
    assert "còn trả lại được nguyên trạng" in result
    client.post(url("undo", draft))
    assert not Unit.objects.filter(name="Phú Sơn").exists()
    assert Assignment.objects.get().valid_to is None


def planned_fields(formset):
    fields = {"new-TOTAL_FORMS": formset.total_form_count(), "new-INITIAL_FORMS": 0}
    for form in formset:
        fields |= {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    return fields


def test_an_unfinished_draft_shows_what_is_missing_and_offers_no_button(world, organiser, as_user):
    draft = prepared("merge", [world.commune], [], organiser)
    page = as_user(organiser).get(url("operation", draft)).content.decode()
    assert "Nhập đơn vị cần ít nhất hai đơn vị hiện nay" in page
    assert "Chưa ghi đủ đơn vị mới" in page
    assert "Thực hiện việc sắp xếp" not in page
    assert as_user(organiser).post(url("operation", draft)).status_code == 422


def test_units_of_two_levels_are_refused_and_what_was_typed_stays(world, organiser, as_user):
    draft = prepared("merge", [world.commune], [], organiser)
    data = {"keep": [world.commune.pk], "unit_text": "Ấp 1, Sơn Phú", "unit": world.hamlet.pk, "add": "1"}
    client = as_user(organiser)
    fields = planned_fields(client.get(url("units", draft)).context["planned"]) | {"new-0-name": "Phú Sơn"}
    page = client.post(url("units", draft), data | fields)
    assert page.status_code == 422
    assert "phải cùng một cấp" in page.content.decode()
    assert 'value="Phú Sơn"' in page.content.decode()


def test_a_split_is_allotted_on_the_third_step(world, officer, organiser, as_user):
    draft = split(world, organiser)
    held = officer.officer.assignments.get()
    east, west = draft.planned.order_by("pk")
    client = as_user(organiser)
    assert "Còn đơn vị trực thuộc chưa phân bổ" in client.get(url("operation", draft)).content.decode()
    assert "Nguyễn Văn Tỉnh – Xã Sơn Phú" in client.get(url("choices", draft)).content.decode()
    chosen = {f"child_{world.hamlet.pk}": east.pk, f"fate_{held.pk}": f"{west.pk}:lead", "committees": "close"}
    client.post(url("choices", draft), chosen)
    page = client.get(url("operation", draft)).content.decode()
    assert "Thực hiện việc sắp xếp" in page
    client.post(url("operation", draft))
    assert Assignment.objects.on(TOMORROW).get().unit.name == "Sơn Tây"


def test_hamlets_have_no_party_committee_to_ask_about(world, organiser, as_user):
    draft = prepared("rename", [world.hamlet], [like(world.hamlet, "Mới")], organiser)
    client = as_user(organiser)
    assert "committees" not in client.get(url("choices", draft)).context["form"].fields
    assert client.post(url("choices", draft), {})["Location"] == url("operation", draft)


def test_two_main_holders_of_one_unit_are_refused_on_the_third_step(world, officer, organiser, as_user):
    other = holder(world, "province_officer_for_commune", world.neighbour, "Lý Văn Lương")
    draft = merger(world, organiser)
    key = draft.planned.get().pk
    fates = {f"fate_{row.officer.assignments.get().pk}": f"{key}:lead" for row in (officer, other)}
    page = as_user(organiser).post(url("choices", draft), fates | {"committees": "close"})
    assert page.status_code == 422
    assert "chỉ một đồng chí phụ trách chính" in page.content.decode()


def test_a_list_that_does_not_fit_the_units_is_refused_with_its_lines(world, organiser, as_user):
    text = (
        "event,effective,clause,old_code,old_name,new_code,new_name,share\n"
        "NQ 1,2025-07-01,khoản 1,29014,Xã Sơn Đông,29014,Xã Phú Sơn,whole\n"
    )
    file = SimpleUploadedFile("ds.csv", text.encode())
    page = as_user(organiser).post(url("from_file"), basis(on="", file=file))
    assert page.status_code == 422
    assert "Dòng 2: ngày 30/06/2025 không có Xã Sơn Đông (29014) (là Xã Sơn Phú)." in page.content.decode()
    assert not UnitOperation.objects.exists()


ENGLISH = (
    "event;effective;clause;old_code;old_name;new_code;new_name;share\n"
    "NQ 1;2025-07-01;khoản 1;29014;Xã Sơn Phú;29014;Xã Phú Sơn;whole\n"
    "NQ 1;2025-07-01;khoản 1;29011;Xã Lương Phú;29014;Xã Phú Sơn;whole\n"
)
VIETNAMESE = (
    "Văn bản,Ngày hiệu lực,ĐIỀU KHOẢN,Mã cũ,Tên cũ,Ma moi,Tên mới,Phần nhập\n"
    "NQ 1,01/07/2025,khoản 1,29014,Xã Sơn Phú,29014,Xã Phú Sơn,Toàn bộ\n"
    "NQ 1,1/7/2025,khoản 1,29011,Xã Lương Phú,29014,Xã Phú Sơn,toan bo\n"
)


def test_headings_that_lack_and_shares_that_say_nothing_are_told_in_vietnamese(organiser, as_user):
    client = as_user(organiser)
    for text, told in (
        (VIETNAMESE.replace("Mã cũ", "Mã"), "Tệp thiếu cột: Mã cũ."),
        (VIETNAMESE.replace("Toàn bộ", "một nửa"), "Dòng 2: cột “Phần nhập” chỉ ghi “toàn bộ” hoặc “một phần”."),
        (VIETNAMESE.replace("01/07/2025", "31/02/2025"), "Dòng 2: "),
    ):
        page = client.post(url("from_file"), basis(on="", file=SimpleUploadedFile("ds.csv", text.encode())))
        assert page.status_code == 422
        assert told in page.content.decode()


@pytest.mark.parametrize("text", [ENGLISH, VIETNAMESE])
def test_a_list_becomes_a_draft_with_its_preview(world, organiser, as_user, text):
    file = SimpleUploadedFile("ds.csv", text.encode())
    client = as_user(organiser)
    response = client.post(url("from_file"), basis(on=f"{TOMORROW:%d/%m/%Y}", file=file))
    draft = UnitOperation.objects.get()
    assert response["Location"] == url("operation", draft)
    page = client.get(url("operation", draft)).content.decode()
    assert "Đơn vị kết thúc: 3" in page  # both communes, and their district, which is empty then
    assert "Mở: Giai đoạn từ 01/07/2025, hai cấp" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_asks_the_same_number_of_questions_whatever_the_size(world, organiser, as_user, count):
    planned = [like(world.commune, "Phú Sơn")]
    for index in range(count):
        hamlet = make.HamletFactory(parent=world.commune, name=f"{index + 20}")
        make.HouseholdFactory(unit=hamlet)
        holder(world, "district_officer_for_hamlet", hamlet, f"Cán Bộ {index}")
    draft = prepared("merge", [world.commune, world.neighbour], planned, organiser)
    client = as_user(organiser)
    with CaptureQueriesContext(connection) as asked:
        client.get(url("operation", draft))
    assert len(asked) == QUERIES


QUERIES = 33


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions_whatever_its_length(world, organiser, as_user, count):
    for _index in range(count):
        merger(world, organiser)
    client = as_user(organiser)
    with CaptureQueriesContext(connection) as asked:
        assert len(client.get(url("list")).context["rows"]) == count
    assert len(asked) == LIST_QUERIES


LIST_QUERIES = 6


def test_a_slip_of_typing_is_mended_in_place_with_its_reason(world, officer, organiser, as_user):
    client = as_user(organiser)
    page = reverse("assignments:correct_unit", args=[world.commune.pk])
    answer = client.post(page, {"name": "Sơn Phú Tây", "gso_code": "29014", "reason": "Gõ thiếu chữ so với nghị quyết"})
    assert answer.status_code == 302
    unit = Unit.objects.get(pk=world.commune.pk)
    assert (unit.name, unit.search, unit.valid_to) == ("Sơn Phú Tây", "xa son phu tay", None)
    shown = client.get(reverse("assignments:unit", args=[unit.pk])).content.decode()
    assert "trước đó ghi “Sơn Phú”: Gõ thiếu chữ so với nghị quyết" in shown
    assert client.post(page, {"name": "Khác", "gso_code": "29014", "reason": " "}).status_code == 422
    same = client.post(page, {"name": "Sơn Phú Tây", "gso_code": "29014", "reason": "thử"})
    assert "Chưa có gì thay đổi" in same.content.decode()
    taken = client.post(page, {"name": "Sơn Phú", "gso_code": "29011", "reason": "thử"})
    assert "Mã này đang thuộc một đơn vị khác" in taken.content.decode()
