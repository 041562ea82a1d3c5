"""Suggestions, routing, and the pages of the month."""

import pytest
from django.urls import reverse

from assignments.models import FieldOfWork
from nammanh.platform.dates import today
from reports.consolidation import queries, services
from reports.consolidation.models import BatchLine, RoutingRule
from reports.consolidation.queries import LEARNED_AFTER, Router
from reports.consolidation.services import Wording
from reports.feedback.models import Petition, Referral
from tests.consolidation.scenes import BRIDGE, BRIDGE_AGAIN, WATER, agency_of, field_of, held, opened, petition
from tests.factories import assignments as make
from tests.factories.reports import ReplyTermFactory


@pytest.fixture
def scene(world, office, department_head, request, by):
    ReplyTermFactory()
    field = field_of(request)
    return opened(by, office), field, [petition(world, field, text) for text in (BRIDGE, BRIDGE_AGAIN, WATER)]


def test_alike_with_or_without_accents_in_the_same_field_and_area(world, scene):
    _batch, field, [bridge, again, water] = scene
    elsewhere = petition(world, field, BRIDGE, unit=world.far_commune)
    other_field = petition(world, make.FieldFactory(), BRIDGE)
    groups = queries.groups_of([bridge, again, water, elsewhere, other_field])
    assert [set(group.petitions) for group in groups] == [{bridge, again}]


@pytest.mark.parametrize("key", ["²", "٣x", "9" * 30, ""])
def test_what_is_no_key_is_no_choice(scene, by, office, as_user, key):
    batch, _field, [bridge, *_rest] = scene
    line = services.place(batch=batch, petitions=[bridge], by=by(office))
    for name, args in (("place", [batch.pk]), ("merge", [batch.pk]), ("sources", [batch.pk, line.pk])):
        url = reverse(f"consolidation:{name}", args=args)
        answer = as_user(office).post(url, {"phan_anh": key, "dong": key, "viec": "tach"}, follow=True)
        assert answer.status_code == 200, name
        assert [message.level_tag for message in answer.context["messages"]] == ["error"], name
    assert held(line) == {bridge.pk}


def test_the_closest_rule_wins_and_only_while_it_is_in_force(world, scene, department_head):
    _batch, field, [bridge, *_rest] = scene
    agencies = [make.AgencyFactory(unit=world.province, kind="department") for _nth in range(3)]
    assert Router(today()).propose(field.pk, bridge).lead == agency_of(department_head)
    for unit, lead in zip((None, world.district, world.commune), agencies, strict=True):
        rule = RoutingRule.objects.create(field=field, unit=unit, lead=lead, valid_from=today())
        assert Router(today()).propose(field.pk, bridge).lead == lead
    rule.valid_to = rule.valid_from = today().replace(year=2020)
    rule.save()
    assert Router(today()).propose(field.pk, bridge).lead == agencies[1]
    assert Router(today()).propose(None, bridge) is None
    FieldOfWork.objects.get(pk=field.pk).agencies.add(agencies[2])
    RoutingRule.objects.all().delete()
    assert Router(today()).propose(field.pk, bridge) is None  # of two departments a person chooses


def test_the_same_choice_again_and_again_is_offered_as_a_rule(world, scene, by, office, as_user):
    batch, field, _rows = scene
    lead = make.AgencyFactory(unit=world.province, kind="department", name="Sở Xây dựng")
    for number in range(LEARNED_AFTER):
        assert queries.learned_defaults(batch, today()) == []
        line = services.place(batch=batch, petitions=[petition(world, field, f"Việc {number}")], by=by(office))
        services.word(line=line, worded=Wording(line.wording, field, lead), by=by(office))
    [row] = queries.learned_defaults(batch, today())
    assert (row.unit, row.lead, row.times) == (world.district, lead, LEARNED_AFTER)
    client = as_user(office)
    assert "Giữ làm quy tắc" in client.get(reverse("consolidation:learned", args=[batch.pk])).content.decode()
    url = reverse("consolidation:keep_rule", args=[batch.pk])
    client.post(url, {"linh_vuc": field.pk, "dia_ban": world.district.pk, "nganh": batch.agency_id})
    assert not RoutingRule.objects.exists()
    for _click in range(2):
        client.post(url, {"linh_vuc": field.pk, "dia_ban": world.district.pk, "nganh": lead.pk})
    assert RoutingRule.objects.get().lead == lead
    assert queries.learned_defaults(batch, today()) == []
    assert services.place(batch=batch, petitions=[petition(world, field)], by=by(office)).lead == lead


def test_an_afternoon_at_the_workbench(world, scene, as_user, office):
    batch, _field, [bridge, again, water] = scene
    client, act = as_user(office), reverse("consolidation:place", args=[batch.pk])
    bench = reverse("consolidation:workbench", args=[batch.pk])
    assert "Có thể cùng việc với 1 phản ánh khác" in client.get(bench).content.decode()
    assert client.post(act, {"phan_anh": bridge.pk, "viec": "dong-moi"})["Location"] == bench
    page = client.get(bench).content.decode()
    assert "Gộp vào dòng 1" in page
    htmx = {"HTTP_HX_REQUEST": "true"}
    answer = client.post(act, {"phan_anh": again.pk, "viec": "gop", "dong": 1}, **htmx).content.decode()
    assert "Đã gộp vào dòng 1." in answer
    assert "Bỏ khỏi kỳ" in answer
    answer = client.post(act, {"phan_anh": again.pk, "viec": "bo"}, **htmx).content.decode()
    assert "Gộp vào dòng 1" in answer
    for data, words in (
        ({"viec": "tra-lai"}, "Ghi điều cần người gửi bổ sung."),
        ({"viec": "gop"}, "Ghi số dòng"),
        ({"viec": "gop", "dong": 77}, "không có dòng 77"),
        ({"viec": "xoa"}, "Giá trị"),
    ):
        refused = client.post(act, {"phan_anh": water.pk, **data}, **htmx)
        assert (refused.status_code, Petition.objects.get(pk=water.pk).status) == (422, "submitted"), words
    doubtful = {"phan_anh": water.pk, "viec": "tra-lai", "reason": "Hỏi lại bác Ba, số 0912 345 678"}
    asked = client.post(act, doubtful, **htmx)
    assert asked.status_code == 422
    assert doubtful["reason"] in asked.content.decode()
    assert "Vẫn gửi nguyên văn" in asked.content.decode()
    client.post(act, {**doubtful, "van_gui": "1"})
    assert Petition.objects.get(pk=water.pk).status == "returned"
    assert held(BatchLine.objects.get()) == {bridge.pk}


def test_what_is_alike_to_a_new_line_is_offered_it_at_once(scene, as_user, office):
    batch, _field, [bridge, again, water] = scene
    act = reverse("consolidation:place", args=[batch.pk])
    answer = as_user(office).post(act, {"phan_anh": bridge.pk, "viec": "dong-moi"}, HTTP_HX_REQUEST="true")
    page = answer.content.decode()
    assert f'id="pa-{again.pk}"' in page
    assert "Gộp vào dòng 1" in page
    assert f'id="pa-{water.pk}"' not in page


def test_a_month_goes_through_its_pages(scene, as_user, office, by):
    batch, _field, rows = scene
    services.place(batch=batch, petitions=rows, by=by(office))
    client = as_user(office)
    for step, data in (("review", {}), ("approve", {}), ("dispatch", {"number": "07-CV/VPTU"})):
        assert client.post(reverse(f"consolidation:{step}", args=[batch.pk]), data).status_code == 302
    assert Referral.objects.get().petitions.count() == 3
    page = client.get(reverse("consolidation:list")).content.decode()
    assert "07-CV/VPTU" in page
    again = client.post(reverse("consolidation:dispatch", args=[batch.pk]), {"number": "08-CV/VPTU"})
    assert again.status_code == 302
    batch.refresh_from_db()
    assert batch.number == "07-CV/VPTU"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries_run"), [("workbench", 11), ("detail", 11), ("list", 7)])
def test_a_page_costs_the_same_for_one_row_and_for_three(
    world, scene, by, office, as_user, count, name, queries_run, django_assert_num_queries
):
    batch, field, rows = scene
    for row in rows[:count]:
        services.place(batch=batch, petitions=[row], by=by(office))
    for number in range(count):
        petition(world, field, f"Đường số {number} ngập")
    client = as_user(office)
    url = reverse(f"consolidation:{name}", args=[] if name == "list" else [batch.pk])
    with django_assert_num_queries(queries_run):
        assert client.get(url).status_code == 200
