"""Edits of one unconfirmed visit from two devices: different fields are put together, the same field asks a person."""

import pytest
from django.urls import reverse

from nammanh.platform.dates import format_date, today
from reports.fieldbook.merging import Version
from reports.fieldbook.parts.comments import Comments
from tests.factories.assignments import FieldFactory
from tests.factories.reports import CommentFactory, PetitionFactory, ReferralFactory, ReplyTermFactory
from tests.fieldbook.entry_data import a_comment, a_petition, entry_data, rows
from tests.fieldbook.scenes import officers_visit


@pytest.fixture
def visit(world, officer, request):
    return officers_visit(world, request, date=today(), origin="adhoc", people_met="Ban Thường vụ Đảng ủy xã")


@pytest.fixture
def device(visit, officer, as_user):
    """A page that was opened before anything happened: `device(highlights=…)` sends it with these changes."""
    browser, address = as_user(officer), reverse("fieldbook:edit", args=[visit.uuid])
    opened = {"base": str(Version.of(visit)), "highlights": visit.highlights, "has_petitions": "khong"}
    comments = [
        a_comment(uuid=str(row.uuid), matter=row.matter, proposal=row.proposal, responsible="")
        for row in visit.comments.order_by("pk")
    ]

    def send(*, comments=comments, **changes):
        body = entry_data(visit.unit, comments=comments, **opened) | {"uuid": str(visit.uuid)} | changes
        answer = browser.post(changes.pop("to", address), body)
        visit.refresh_from_db()
        return answer

    send.comments = comments
    return send


def test_different_fields_are_put_together_and_the_history_says_so(visit, device):
    assert device(advantages="Nhân dân đồng tình.").status_code == 302
    assert device(difficulties="Thiếu máy đào.").status_code == 302
    assert (visit.advantages, visit.difficulties) == ("Nhân dân đồng tình.", "Thiếu máy đào.")
    assert [(step.action, bool(step.note)) for step in visit.steps.all()] == [("edit", False), ("edit", True)]


def test_the_second_edit_sent_again_is_the_same_edit(visit, device):
    device(advantages="Nhân dân đồng tình.")
    for _again in range(2):
        assert device(difficulties="Thiếu máy đào.").status_code == 302
    assert visit.steps.count() == 2


def test_the_same_field_asks_and_changes_nothing(visit, device):
    device(highlights="Bản của điện thoại.")
    answer = device(highlights="Bản của máy tính.")
    assert answer.status_code == 409
    assert "hai bản khác nhau ở: tình hình nổi bật" in answer.text
    for words in ("Bản của điện thoại.", "Bản của máy tính."):
        assert words in answer.text
    assert visit.highlights == "Bản của điện thoại."


def test_who_chooses_the_own_words_keeps_the_other_fields_of_the_other_device(visit, device):
    device(highlights="Bản của điện thoại.", advantages="Chỉ điện thoại ghi.")
    asked = device(highlights="Bản của máy tính.")
    chosen = device(highlights="Bản của máy tính.", base=asked.context["form"]["base"].value())
    assert chosen.status_code == 302
    assert (visit.highlights, visit.advantages) == ("Bản của máy tính.", "Chỉ điện thoại ghi.")


def test_the_same_words_from_both_are_no_conflict(visit, device):
    device(highlights="Cùng một lời.")
    assert device(highlights="Cùng một lời.").status_code == 302
    assert visit.steps.count() == 1


def test_a_page_of_an_earlier_release_knows_one_version_and_asks(visit, device):
    old = visit.content_hash
    device(advantages="Nhân dân đồng tình.")
    answer = device(difficulties="Thiếu máy đào.", base=old)
    assert answer.status_code == 409
    assert visit.difficulties == ""


@pytest.mark.parametrize("base", ["", "|", "x|y=z,,=", "|unit", "0" * 64 + "|highlights"])
def test_a_mangled_version_asks_or_is_refused_and_never_breaks(visit, device, base):
    device(highlights="Bản của điện thoại.")
    assert device(highlights="Bản của máy tính.", base=base).status_code == 409
    assert visit.highlights == "Bản của điện thoại."


class TestRows:
    """Comments are told apart by their uuid."""

    @pytest.fixture
    def visit(self, visit):
        for matter in ("Kênh ấp 1", "Đường ấp 2"):
            CommentFactory(visit=visit, matter=matter)
        return visit

    def matters(self, visit):
        return {content.matter for content in Comments.stored(visit)}

    def test_both_add_one(self, visit, device):
        for matter in ("Của điện thoại", "Của máy tính"):
            assert device(comments=[*device.comments, a_comment(matter=matter)]).status_code == 302
        assert self.matters(visit) == {"Kênh ấp 1", "Đường ấp 2", "Của điện thoại", "Của máy tính"}

    def test_each_changes_another(self, visit, device):
        first, second = device.comments
        device(comments=[first | {"matter": "Kênh ấp 1, đã đo"}, second])
        assert device(comments=[first, second | {"matter": "Đường ấp 2, đã đo"}]).status_code == 302
        assert self.matters(visit) == {"Kênh ấp 1, đã đo", "Đường ấp 2, đã đo"}

    def test_one_takes_back_what_the_other_left_alone(self, visit, device):
        first, second = device.comments
        device(comments=[second])
        assert device(comments=[first, second], advantages="Thêm thuận lợi.").status_code == 302
        assert self.matters(visit) == {"Đường ấp 2"}

    def test_one_takes_back_what_the_other_changed(self, visit, device):
        first, second = device.comments
        device(comments=[second])
        answer = device(comments=[first | {"matter": "Kênh ấp 1, đã đo"}, second])
        assert answer.status_code == 409
        assert "góp ý chính thức" in answer.text
        assert self.matters(visit) == {"Đường ấp 2"}

    def test_both_change_the_same(self, visit, device):
        first, second = device.comments
        device(comments=[first | {"matter": "Một"}, second])
        assert device(comments=[first | {"matter": "Hai"}, second]).status_code == 409
        assert self.matters(visit) == {"Một", "Đường ấp 2"}


def test_a_petition_that_the_other_device_added_stays(visit, device):
    ReplyTermFactory()
    petition = a_petition(FieldFactory())
    device(**rows("petitions", [petition]), has_petitions="co")
    assert device(advantages="Nhân dân đồng tình.").status_code == 302
    assert visit.petitions.get().content == petition["content"]


def test_a_petition_sent_on_meanwhile_stands_in_no_edits_way(visit, device, department_head):
    petition = PetitionFactory(visit=visit)
    agency = department_head.officer.positions.get().agency
    referral = ReferralFactory(department=agency)
    type(petition).objects.filter(pk=petition.pk).update(status="dispatched", referral=referral)
    assert device(highlights="Sửa một câu.").status_code == 302
    assert visit.petitions.get() == petition


def test_a_plan_is_merged_field_by_field_too(world, officer, as_user, request):
    plan = officers_visit(world, request, status="planned", date=today(), highlights="", content_hash="")
    browser, address = as_user(officer), reverse("fieldbook:edit", args=[plan.uuid])
    data = {"base": str(Version.of(plan)), "unit": plan.unit_id, "origin": plan.origin, "uuid": str(plan.uuid)}
    data |= {"date": format_date(plan.date), "type": plan.type, "purpose": ""}
    assert browser.post(address, data | {"purpose": "Dự họp chi bộ"}).status_code == 302
    assert browser.post(address, data | {"type": "party_cell_meeting"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.purpose, plan.type) == ("Dự họp chi bộ", "party_cell_meeting")
    assert browser.post(address, data | {"purpose": "Việc khác"}).status_code == 409
