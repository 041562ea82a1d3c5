"""What goes into the brief of one planned visit: one function a section, each reading its slice in the reader's scope.

A further section is one more function in `SECTIONS`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from assignments.access import PortalRole, access_of
from assignments.models import Assignment, Duty, Officer, Position, Unit
from assignments.profiles.portrait import Portrait
from assignments.profiles.queries import needs
from assignments.queries import answering_for
from nammanh.accounts.models import User
from nammanh.platform.dates import add_months, format_date, local_date, today
from reports.briefs.sections import FEW_WORDS, SHOWN, Line, Section, section, short
from reports.bulletins.models import Bulletin
from reports.bulletins.queries import not_conveyed_at
from reports.feedback.deadlines import deadline
from reports.feedback.models import Petition
from reports.planner.models import PlanNote
from reports.recommendations.models import Comment
from reports.recommendations.standing import STATUS_TONES, state_of
from reports.resources.models import Pledge
from reports.resources.queries import outstanding_at
from reports.resources.standing import dressed, expected
from reports.visits.models import Visit

NOTES = 3
COMMENT_MONTHS = 12
"""How far back comments are carried along."""


@dataclass
class Brief:
    """Who goes where, on which day; `visit` with its unit, commune, hamlet and district loaded."""

    user: User
    visit: Visit
    day: datetime.date

    @property
    def place(self) -> Unit:
        """Where earlier words count: the hamlet of a hamlet or group, else the commune."""
        return self.visit.hamlet or self.visit.commune or self.visit.unit

    @property
    def commune(self) -> Unit:
        return self.visit.commune or self.visit.unit

    @property
    def going_on(self) -> datetime.date:
        """The day of the visit; today for one that is past its day."""
        return max(self.visit.date, self.day)

    @cached_property
    def companions(self) -> list[str]:
        """Who else has planned to be in the commune that day: “đ/c A (Ấp 1)”."""
        others = Visit.objects.visible_to(self.user).upcoming().filter(commune=self.commune, date=self.visit.date)
        rows = others.exclude(pk=self.visit.pk).select_related("officer", "unit").order_by("officer__name_key", "pk")
        return [_("đ/c %(name)s (%(unit)s)") % {"name": row.officer, "unit": row.unit} for row in rows[:SHOWN]]

    def sections(self) -> list[Section]:
        return [part(self) for part in SECTIONS]


def brief_of(user: User, visit: Visit) -> Brief:
    return Brief(user, visit, today())


# --- what was said and asked there -----------------------------------------------------------------------------------


def notes(brief: Brief) -> Section:
    """The last three visits to the place, of any tier: what stood out, what is difficult."""
    rows = Visit.objects.visible_to(brief.user).happened().within(brief.place).exclude(pk=brief.visit.pk)
    rows = rows.select_related("officer", "unit", "tier").newest_first()[:NOTES]
    lines = []
    for row in rows:
        words = short(row.highlights)
        if row.difficulties:
            words += "\n" + _("Khó khăn: %(words)s") % {"words": short(row.difficulties, FEW_WORDS)}
        names = {"unit": row.unit, "name": row.officer, "tier": row.tier}
        note = _("%(unit)s · đ/c %(name)s · %(tier)s") % names
        lines.append(Line(format_date(row.date), note, words, url=reverse("visits:detail", args=[row.uuid])))
    calm = _("Chưa có chuyến đi nào được ghi nhận tại đây.")
    return section("notes", _("Ghi nhận ba chuyến đi gần nhất"), "notebook", calm, lines)


def replies(brief: Brief) -> Section:
    """Answers of departments that the people of the place have not been told of yet."""
    rows = Petition.objects.visible_to(brief.user).within(brief.place).not_carried_back()
    lines = [
        Line(
            short(row.content, FEW_WORDS),
            _("%(department)s trả lời ngày %(date)s")
            % {
                "department": row.department,
                "date": format_date(local_date(row.answered_at)) if row.answered_at else "",
            },
            short(row.reply),
            url=reverse("feedback:detail", args=[row.uuid]),
        )
        for row in rows.select_related("department").order_by("-answered_at", "-pk")[: SHOWN + 1]
    ]
    calm = _("Không có trả lời nào chờ báo lại.")
    return section("replies", _("Trả lời cần báo lại cho dân"), "message-2", calm, lines)


def petitions(brief: Brief) -> Section:
    """What is still to be answered, the first due first."""
    rows = Petition.objects.visible_to(brief.user).within(brief.place).open().select_related("department")
    lines = []
    for row in rows.first_due_first()[: SHOWN + 1]:
        clock = deadline(row, brief.day)
        whom = str(row.department) if row.department else _("chưa chuyển ngành")
        note = _("%(whom)s · hạn trả lời %(date)s") % {"whom": whom, "date": format_date(row.deadline_on)}
        url = reverse("feedback:detail", args=[row.uuid])
        lines.append(Line(short(row.content, FEW_WORDS), note, badge=clock.label, tone=clock.tone, url=url))
    calm = _("Không có phản ánh nào chờ trả lời.")
    return section("petitions", _("Phản ánh đang chờ trả lời"), "message-report", calm, lines)


def comments(brief: Brief) -> Section:
    """What was asked of the place in the last year, and what became of it."""
    since = add_months(brief.day, -COMMENT_MONTHS)
    rows = Comment.objects.visible_to(brief.user).within(brief.place).sent().filter(given_on__gte=since)
    lines = []
    for row in rows.select_related("officer").newest_first()[: SHOWN + 1]:
        who = row.responsible or _("chưa nêu ai làm")
        due = _("xong trước %(date)s") % {"date": format_date(row.due_on)} if row.due_on else _("chưa hẹn ngày")
        names = {"date": format_date(row.given_on), "name": row.officer, "who": who, "due": due}
        lines.append(
            Line(
                short(row.matter, FEW_WORDS),
                _("%(date)s, đ/c %(name)s · %(who)s, %(due)s") % names,
                _("Đề xuất: %(words)s") % {"words": short(row.proposal, FEW_WORDS)},
                state_of(row),
                STATUS_TONES[row.status],
                reverse("recommendations:detail", args=[row.uuid]),
            )
        )
    calm = _("Không có góp ý nào trong 12 tháng qua.")
    return section("comments", _("Góp ý đã gửi"), "messages", calm, lines)


# --- what to bring ---------------------------------------------------------------------------------------------------


def bulletins(brief: Brief) -> Section:
    """What is to be conveyed here on the day of the visit and was not yet."""
    rows = not_conveyed_at(Bulletin.objects.visible_to(brief.user), brief.visit.unit, brief.going_on)
    lines = []
    for row in rows[: SHOWN + 1]:
        until = _("đến hết ngày %(date)s") % {"date": format_date(row.valid_to)} if row.valid_to else ""
        url = reverse("bulletins:detail", args=[row.uuid])
        lines.append(Line(row.title, until, row.highlights, row.get_kind_display(), "info", url))
    calm = _("Mọi thông tin đã được truyền đạt tại đây.")
    return section("bulletins", _("Thông tin cần truyền đạt"), "speakerphone", calm, lines)


def pledges(brief: Brief) -> Section:
    """Contributions for the commune that are still to come or to be handed over."""
    rows = outstanding_at(Pledge.objects.visible_to(brief.user), brief.commune.pk).with_names()[: SHOWN + 1]
    lines = [
        Line(
            row.description,
            " · ".join(part for part in (row.donor, row.amount_words, expected(row)) if part),
            _("Thực nhận: %(words)s") % {"words": row.received_words} if row.received_words else "",
            _("Quá ngày dự kiến") if row.late else row.get_status_display(),
            "danger" if row.late else row.tone,
            reverse("resources:detail", args=[row.uuid]),
        )
        for row in dressed(rows, brief.day)
    ]
    calm = _("Không có nguồn lực nào đang chờ.")
    return section("pledges", _("Nguồn lực đang vận động"), "heart-handshake", calm, lines)


def errands(brief: Brief) -> Section:
    """Questions that officers of the same place ask to be taken along on this very plan."""
    rows = PlanNote.objects.visible_to(brief.user).current().filter(visit=brief.visit).select_related("officer")
    lines = [
        Line(_("Đ/c %(name)s nhờ") % {"name": row.officer}, format_date(local_date(row.at)), row.text)
        for row in rows.order_by("at", "pk")[: SHOWN + 1]
    ]
    calm = _("Không có đồng chí nào nhờ hỏi thêm.")
    return section("errands", _("Việc được nhờ mang theo"), "help-circle", calm, lines)


# --- what the place is like ------------------------------------------------------------------------------------------


def weak_points(brief: Brief) -> Section:
    """Facts of the place and its commune beyond what is expected (tiêu chí yếu)."""
    units = {unit.pk: unit for unit in (brief.place, brief.commune)}
    lines = [
        Line(need.text, str(units[pk])) for pk, found in needs(units.values(), brief.day).items() for need in found
    ]
    calm = _("Không có số liệu nào dưới mức mong đợi.")
    return section("weak_points", _("Tiêu chí yếu của địa bàn"), "target", calm, lines, limit=10)


def five(brief: Brief) -> Section:
    """“5 điều cần biết” of the commune; what nobody entered is said to be missing."""
    lines = []
    for line in Portrait(brief.commune, brief.day, brief.user).five:
        as_of = _("số liệu đến %(date)s") % {"date": format_date(line.as_of)} if line.as_of else ""
        lines.append(Line(line.kind.name, as_of, line.value or _("Chưa có số liệu.")))
    calm = _("Chưa có mục nào được chọn vào “5 điều cần biết”.")
    return section("five", _("5 điều cần biết"), "list-check", calm, lines)


def contacts(brief: Brief) -> Section:
    """The commune's committee, then the other officers of the place, with the office telephone that is on record."""
    posts = list(
        Position.objects.on(brief.day)
        .filter(agency__unit=brief.commune, post__portal_role=PortalRole.COMMUNE_COMMITTEE)
        .select_related("officer", "post")
        .order_by("post__rank", "officer__name_key", "pk")[:SHOWN]
    )
    lines = [_person(row.officer, row.title) for row in posts]
    named = {row.officer_id for row in posts} | access_of(brief.user).officer_ids
    holders = answering_for(brief.visit.unit).on(brief.day).exclude(officer__in=named)
    rows = holders.select_related("officer", "role").order_by("role__tier__order", "officer__name_key", "pk")
    lines += [_person(row.officer, row.role.name) for row in rows[: SHOWN + 1]]
    calm = _("Chưa ghi ai để liên hệ.")
    return section("contacts", _("Liên hệ tại địa bàn"), "phone", calm, lines, limit=2 * SHOWN)


def _person(officer: Officer, title: str) -> Line:
    return Line(_("Đ/c %(name)s") % {"name": officer}, title, phone=officer.phone)


def duties(brief: Brief) -> Section:
    """What one is to do and may do at this place, in the words of the regulation in force."""
    acting = Assignment.objects.answered_by(access_of(brief.user).officer_id or 0, brief.going_on, brief.going_on)
    rows = Duty.objects.on(brief.going_on).filter(role__in=acting.covering(brief.visit.unit).values("role"))
    lines = [
        Line(
            row.text,
            row.role.name,
            badge=row.get_kind_display(),
            tone="info" if row.kind == Duty.Kind.POWER else "neutral",
        )
        for row in rows.select_related("role").order_by("role__tier__order", "role", "kind", "order", "pk")
    ]
    calm = _("Chưa có quy định về trách nhiệm, quyền hạn cho vai trò này.")
    return section("duties", _("Trách nhiệm và quyền hạn"), "shield-check", calm, lines, limit=20)


SECTIONS: tuple[Callable[[Brief], Section], ...] = (
    *(replies, errands, bulletins, notes, petitions, comments, pledges),
    *(weak_points, five, contacts, duties),
)
"""In the order of the page: what to say first, then what to ask about, then the place and its people."""

BRIEF_NAMES = ("officer", "unit", "commune", "hamlet", "district", "tier", "entered_by")
"""What a brief needs loaded with its visit."""
