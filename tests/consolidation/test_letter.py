"""The forwarding letter: what the batch says, in the layout of its day, and nothing made up."""

import datetime
import io

import pytest
from django.urls import reverse
from docx import Document

from nammanh.papers.loading import write_layouts
from reports.consolidation import services
from reports.consolidation.models import Batch
from tests.consolidation.scenes import BRIDGE, BRIDGE_AGAIN, approved, field_of, opened, petition
from tests.factories.reports import ReplyTermFactory


@pytest.fixture
def batch(world, office, department_head, request, by):
    write_layouts()
    ReplyTermFactory()
    field = field_of(request)
    batch = opened(by, office)
    rows = [petition(world, field, BRIDGE), petition(world, field, BRIDGE_AGAIN, unit=world.hamlet)]
    services.place(batch=batch, petitions=rows, by=by(office))
    return approved(batch, by, office)


def letter(client, batch):
    answer = client.get(reverse("consolidation:letter", args=[batch.pk]))
    assert answer.status_code == 200
    return Document(io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content))


def words(paper) -> str:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_the_letter_names_departments_and_its_annex_the_lines(batch, office, as_user):
    paper = letter(as_user(office), batch)
    said = words(paper)
    for expected in ("TỈNH ỦY BẾN TRE", "VĂN PHÒNG", "Kính gửi:", "- Sở Giao thông.", "PHỤ LỤC", "- Như trên,"):
        assert expected in said
    assert "tập hợp 2 ý kiến" in said
    row = [cell.text for cell in paper.tables[-1].rows[-1].cells]
    assert row[:3] == ["1", BRIDGE, "Xã Sơn Phú; Ấp 1, Xã Sơn Phú"]
    assert row[4] == "Sở Giao thông"
    upright, lying = paper.sections[0], paper.sections[1]
    assert (round(upright.page_width.mm), round(upright.left_margin.mm)) == (210, 30)
    assert lying.page_width > lying.page_height


def test_number_and_day_are_those_that_a_person_typed_or_blank(batch, office, by, as_user):
    assert "Số         -CV/" in words(letter(as_user(office), batch))
    services.dispatch(
        batch=batch, by=by(office), number="07-CV/VPTU", signed_on=datetime.date(2026, 6, 1), signer="Ngô Văn Phòng"
    )
    said = words(letter(as_user(office), Batch.objects.get(pk=batch.pk)))
    for expected in ("Số 07-CV/VPTU", "ngày 01 tháng 6 năm 2026", "Ngô Văn Phòng", "(kèm theo Công văn số 07-CV/VPTU"):
        assert expected in said
