"""Photographs sent along with the one-page entry: the words never depend on them."""

import uuid

from django.urls import reverse

from reports.evidence.models import Evidence
from reports.visits.models import Visit
from tests.evidence import samples
from tests.factories.evidence import EvidenceFactory
from tests.factories.reports import VisitFactory
from tests.fieldbook.entry_data import entry_data

LOG = "/ghi-nhan/"


def with_files(data, *files):
    return data | {"evidence-uuid": str(uuid.uuid4()), "evidence-file": list(files)}


def test_a_photograph_comes_with_the_entry_and_is_shown_with_the_visit(world, officer, as_user):
    data = with_files(entry_data(world.commune), samples.upload(samples.picture_bytes()))
    page = as_user(officer).post(LOG, data, follow=True)
    evidence = Visit.objects.get().evidence.get()
    assert "Minh chứng (1)" in page.text
    assert reverse("evidence:thumbnail", args=[evidence.uuid]) in page.text
    assert "Thêm ảnh, tệp" in page.text


def test_a_refused_photograph_does_not_cost_the_words(world, officer, as_user):
    data = with_files(
        entry_data(world.commune), samples.upload(b"<html>", "a.jpg"), samples.upload(samples.PDF, "b.pdf")
    )
    page = as_user(officer).post(LOG, data, follow=True)
    assert "Chuyến đi đã được lưu, nhưng chưa lưu a.jpg:" in page.text
    assert [row.kind for row in Visit.objects.get().evidence.all()] == ["pdf"]


def test_an_entry_sent_twice_with_its_photographs_is_one_of_each(world, officer, as_user):
    data = with_files(entry_data(world.commune))
    for _turn in range(2):
        files = [samples.upload(samples.picture_bytes()), samples.upload(samples.PDF, "b.pdf")]
        as_user(officer).post(LOG, data | {"evidence-file": files})
    assert Visit.objects.get().evidence.count() == 2


def test_a_form_that_comes_back_says_that_the_files_must_be_chosen_again(world, officer, as_user):
    data = with_files(entry_data(world.commune, highlights=""), samples.upload(samples.PDF, "b.pdf"))
    page = as_user(officer).post(LOG, data)
    assert (page.status_code, "đồng chí chọn lại rồi gửi" in page.text) == (422, True)
    data = with_files(entry_data(world.commune, highlights=""))
    assert "đồng chí chọn lại rồi gửi" not in as_user(officer).post(LOG, data).text


def test_a_visit_that_has_evidence_does_not_become_one_to_households(world, officer, as_user):
    visit = VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0])
    evidence = EvidenceFactory(visit=visit)
    address = reverse("fieldbook:edit", args=[visit.uuid])
    data = entry_data(world.commune, uuid=str(visit.uuid), base=visit.content_hash, type="household_visit")
    answer = as_user(officer).post(address, data)
    assert (answer.status_code, "Ai đã gửi thì gỡ trước" in answer.text) == (422, True)
    visit.refresh_from_db()
    assert visit.type != "household_visit"
    Evidence.objects.filter(pk=evidence.pk).update(status="taken_back")
    assert as_user(officer).post(address, data).status_code == 302


def test_a_photograph_sent_with_a_visit_to_households_does_not_cost_the_words(world, officer, as_user):
    data = with_files(
        entry_data(world.commune, type="household_visit"), samples.upload(samples.picture_bytes(), "nha.jpg")
    )
    page = as_user(officer).post(LOG, data, follow=True)
    assert "chưa lưu nha.jpg: Chuyến thăm hộ gia đình không kèm ảnh, tệp" in page.text
    assert Visit.objects.get().evidence.count() == 0


def test_the_commune_sees_the_evidence_before_it_confirms(world, officer, commune_secretary, as_user):
    visit = VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0])
    EvidenceFactory(visit=visit, caption="Cầu ấp 3")
    page = as_user(commune_secretary).get(reverse("visits:confirm", args=[visit.uuid])).text
    assert "Cầu ấp 3" in page
