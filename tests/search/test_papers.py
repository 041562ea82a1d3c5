"""Documents by number, bulletins by title, batches by number or month."""

import datetime

import pytest
from django.core.files.base import ContentFile

from nammanh.platform.fulltext import Asked
from reports.consolidation.models import Batch
from reports.search.queries import papers
from tests.factories import assignments as make
from tests.factories.bulletins import bulletin_for


def names(user, typed):
    return [row.name for row in papers(user, Asked.of(typed)).rows]


@pytest.fixture
def documents(world):
    return [
        make.DocumentFactory(number=number, abstract=abstract)
        for number, abstract in (
            ("12-TB/TU", "Thông báo kết luận"),
            ("112-TB/TU", "Thông báo khác"),
            ("12-QĐ/TU", "Quyết định phân công cán bộ"),
            ("1/NQ-HĐND", "Nghị quyết theo Thông báo 12-TB/TU"),
        )
    ]


@pytest.mark.parametrize("typed", ["12-TB/TU", "12-tb/tu", "12 TB TU", "12/TB-TU"])
def test_a_number_is_found_however_it_is_written(documents, organiser, typed):
    assert names(organiser, typed)[0] == "12-TB/TU"
    assert "112-TB/TU" not in names(organiser, typed)


def test_a_beginning_finds_all_that_begin_so_and_a_number_is_whole(documents, organiser):
    assert set(names(organiser, "12")) >= {"12-TB/TU", "12-QĐ/TU"}
    assert "112-TB/TU" not in names(organiser, "12")
    assert names(organiser, "12-qd") == ["12-QĐ/TU"]
    assert names(organiser, "phan cong can bo") == ["12-QĐ/TU"]


def test_documents_are_those_that_one_meets_elsewhere_too(documents, officer, organiser, nobody):
    cited = officer.officer.assignments.get().document
    assert names(officer, "12-TB/TU") == []
    assert cited.number in names(officer, cited.number)
    assert names(nobody, cited.number) == []


def test_only_a_document_with_a_file_opens(documents, organiser, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    documents[0].file.save("a.pdf", ContentFile(b"%PDF-"))
    found = {row.name: row.opens for row in papers(organiser, Asked.of("12")).rows}
    assert (found["12-TB/TU"], found["12-QĐ/TU"]) == (True, False)


def test_bulletins_by_title_but_never_drafts(world, propaganda, officer, department_head):
    bulletin_for(world.province, title="Phòng, chống hạn mặn mùa khô")
    bulletin_for(world.province, title="Hạn mặn, bản chưa phát hành", status="draft")
    assert names(propaganda, "hạn mặn") == ["Phòng, chống hạn mặn mùa khô"]
    assert names(department_head, "hạn mặn") == []


def test_batches_by_month_for_those_who_read_them(world, office, officer):
    agency = make.AgencyFactory(unit=world.province, name="Văn phòng Tỉnh ủy Bến Tre")
    month = datetime.date(2026, 10, 1)
    batch = Batch.objects.create(month=month, agency=agency, closes_on=datetime.date(2026, 10, 25), opened_by=office)
    for typed in ("kỳ tập hợp 10/2026", "tháng 10/2026", "10/2026", "kỳ tập hợp tháng 10 2026"):
        assert [row.key for row in papers(office, Asked.of(typed)).rows] == [batch.pk], typed
    assert names(officer, "10/2026") == []
    assert names(office, "11/2026") == []


def test_one_letter_is_no_title(documents, organiser):
    assert names(organiser, "t") == []
