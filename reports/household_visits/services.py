"""Writing which households a visit reached, and finishing what was promised there."""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid as uuids
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from assignments.models import Household, Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from nammanh.platform.privacy import Kind, PrivacyWarning, warnings_for
from nammanh.platform.refusals import explained, require
from reports.household_visits import policies
from reports.household_visits.forgetting import horizon_on, is_closed
from reports.household_visits.models import HouseholdLine, IssueCategory, OverriddenWarning
from reports.visits import services as visits
from reports.visits.models import Visit, VisitOrigin, VisitType
from reports.visits.services import Stored, VisitContent

NEVER = {Kind.ID_NUMBER, Kind.LOCATION}
"""What is not kept of a household even when its author insists: numbers of papers and coordinates."""


@dataclass(frozen=True)
class HouseholdContent:
    """What a person types about one household of a visit."""

    household: Household
    category: IssueCategory
    note: str = ""
    support_kind: str = ""
    support_programme: str = ""
    support_amount: int | None = None
    follow_up_by: datetime.date | None = None

    @property
    def texts(self) -> tuple[str, str]:
        return self.note, self.support_programme


def content_of(line: HouseholdLine) -> HouseholdContent:
    """A stored line as what was typed."""
    return HouseholdContent(line.household, **{name: getattr(line, name) for name in WORDS})


WORDS = ("category", "note", "support_kind", "support_programme", "support_amount", "follow_up_by")


@dataclass(frozen=True)
class HouseholdEntry:
    """What the short page holds: a place, a day, the households, and a sentence if there is one to say."""

    unit: Unit
    date: datetime.date
    households: tuple[HouseholdContent, ...]
    highlights: str = ""

    @property
    def visit(self) -> VisitContent:
        told = self.highlights or _("Thăm %(count)s hộ tại %(place)s.") % {
            "count": len(self.households),
            "place": self.unit.full_name,
        }
        return VisitContent(self.unit, self.date, VisitType.HOUSEHOLD_VISIT, VisitOrigin.ADHOC, highlights=str(told))

    @property
    def content_hash(self) -> str:
        """The same words give the same hash on every machine."""
        ordered = sorted(self.households, key=lambda row: row.household.pk)
        rows = [[row.household.pk, row.category.pk, *(getattr(row, name) for name in WORDS[1:])] for row in ordered]
        plain = ["household_visit", self.unit.pk, self.date, self.highlights, rows]
        text = json.dumps(plain, cls=DjangoJSONEncoder, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def warnings_about(texts: Iterable[str]) -> list[PrivacyWarning]:
    """What the author should rephrase in any of these texts, each passage once."""
    found: list[PrivacyWarning] = []
    for text in texts:
        found += [warning for warning in warnings_for(text) if warning not in found]
    return found


def log_household_visit(*, uuid: uuids.UUID, entry: HouseholdEntry, by: Actor) -> Stored:
    """Record a visit to households from the short page: the visit and its households, or nothing.

    The same entry again gives the stored visit back (created=False). Raises ValidationError, or visits' Conflict when
    the same uuid holds other words.
    """
    with explained():
        if not entry.households:
            raise ValidationError(_("Chọn ít nhất một hộ đã thăm."))
        stored = visits.log_visit(uuid=uuid, content=entry.visit, content_hash=entry.content_hash, by=by)
        if stored.created:
            write_household_lines(visit=stored.visit, contents=entry.households, by=by)
            _note_override(stored.visit, [entry.highlights], by)
    return stored


def write_household_lines(*, visit: Visit, contents: Sequence[HouseholdContent], by: Actor) -> list[HouseholdLine]:
    """Make the visit's households what was typed: new ones are added, known ones changed, missing ones taken back.

    Call it in the visit's own transaction. The visit is the caller's, was made and is not yet confirmed.
    """
    known = {line.household_id: line for line in visit.household_lines.select_for_update(of=("self",))}
    taken_back = set(known) - {content.household.pk for content in contents}
    changed = [content for content in contents if _differs(known.get(content.household.pk), content)]
    moved = any(line.visited_on != visit.date for line in known.values())
    if not (taken_back or changed or moved):
        return list(known.values())
    _check_visit(visit, contents)
    _check_time(visit.date)
    _check_reach([content.household for content in contents if content.household.pk not in known], by)
    for pk in taken_back:
        known.pop(pk).delete()
    written = [_write(visit, known.get(content.household.pk), content) for content in contents]
    _note_override(visit, [text for content in changed for text in content.texts], by)
    return written


def finish_follow_up(*, line: HouseholdLine, by: Actor, done_on: datetime.date | None = None) -> HouseholdLine:
    """Say that what was promised to a household is done. Saying it twice is once; the first day stands."""
    require(policies.may_finish(by.user, line))
    with explained():
        line = HouseholdLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
        if line.follow_up_done_on is not None:
            return line
        if line.follow_up_by is None:
            raise ValidationError(_("Lượt thăm này không ghi việc cần theo dõi."))
        day = done_on or today()
        if not line.visited_on <= day <= today():
            raise ValidationError(_("Ngày xong phải từ ngày thăm đến hôm nay."))
        line.follow_up_done_on, line.follow_up_done_by = day, by.at_keyboard
        line.save(update_fields=["follow_up_done_on", "follow_up_done_by"])
    return line


def _differs(line: HouseholdLine | None, content: HouseholdContent) -> bool:
    return line is None or any(getattr(line, name) != getattr(content, name) for name in WORDS)


def _check_visit(visit: Visit, contents: Sequence[HouseholdContent]) -> None:
    if contents and visit.type != VisitType.HOUSEHOLD_VISIT:
        raise ValidationError(_("Chỉ chuyến đi loại “Thăm hộ gia đình” ghi được các hộ đã thăm."))
    if len({content.household.pk for content in contents}) < len(contents):
        raise ValidationError(_("Có hộ được chọn hai lần. Hãy bỏ bớt."))
    for content in contents:
        places = (content.household.unit_id, content.household.hamlet_id)
        if visit.unit_id not in places:
            raise ValidationError(_("Có hộ không thuộc ấp, tổ của chuyến đi. Hãy chọn lại các hộ."))
        if not content.category.in_force_on(visit.date):
            raise ValidationError(_("Nhóm vấn đề không có trong danh mục của ngày thăm. Hãy chọn lại."))
        if content.follow_up_by and content.follow_up_by < visit.date:
            raise ValidationError(_("Hạn theo dõi phải từ ngày thăm trở về sau."))
        refused = [warning for warning in warnings_about(content.texts) if warning.kind in NEVER]
        if refused:
            passages = ", ".join(f"“{warning.excerpt}”" for warning in refused)
            raise ValidationError(
                _("Hộ %(code)s: bỏ %(passages)s. Số giấy tờ và tọa độ của người dân không được lưu trên hệ thống.")
                % {"code": content.household.code, "passages": passages}
            )


def _check_time(date: datetime.date) -> None:
    """Numbers of a closed year are final, and what would be forgotten tonight is not written today."""
    horizon = horizon_on(today())
    if is_closed(date.year):
        raise ValidationError(
            _("Số liệu thăm hộ năm %(year)s đã chốt nên không ghi thêm hoặc sửa được.") % {"year": date.year}
        )
    if horizon and date < horizon:
        raise ValidationError(
            _("Chi tiết thăm hộ trước ngày %(day)s đã quá thời hạn lưu nên không ghi được.")
            % {"day": format_date(horizon)}
        )


def _check_reach(households: Sequence[Household], by: Actor) -> None:
    """New households are those that the person reads today; what stands on the visit already may stay."""
    keys = {household.pk for household in households}
    readable = Household.objects.filter(policies.households_within_reach(by.user), pk__in=keys)
    if readable.count() < len(keys):
        raise ValidationError(_("Có hộ đồng chí không phụ trách. Hãy chọn lại các hộ."))


def _write(visit: Visit, line: HouseholdLine | None, content: HouseholdContent) -> HouseholdLine:
    if line is None:
        line = HouseholdLine(visit=visit, household=content.household, unit_id=content.household.unit_id)
    elif line.follow_up_by != content.follow_up_by:
        line.follow_up_done_on = line.follow_up_done_by = None  # another promise is not the one that was kept
    line.visited_on = visit.date
    for name in WORDS:
        setattr(line, name, getattr(content, name))
    line.clean_fields(exclude=["visit", "household", "unit", "category", "follow_up_done_by"])
    line.save()
    return line


def _note_override(visit: Visit, texts: Iterable[str], by: Actor) -> None:
    """The page asked before these texts came here, so what is still in them was sent on purpose."""
    kinds = sorted({warning.kind.value for warning in warnings_about(texts)})
    if kinds:
        OverriddenWarning.objects.create(visit=visit, kinds=kinds, by=by.user, secretary=by.secretary)
