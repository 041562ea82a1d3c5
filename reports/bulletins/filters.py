"""The filters of the lists about bulletins, in the names that every link to them uses.

q: words of the title · loai, trang_thai · chua_xem=1: not yet marked as read · tu, den: days of which the bulletin's
time must touch one, both included · cap: commune or hamlet · noi: a unit that it is for · thong_tin: key of a
bulletin · co_cau_hoi=1.
"""

from __future__ import annotations

import datetime

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assignments.models import Unit
from nammanh.platform.dates import today
from nammanh.platform.fields import OneLineField
from nammanh.platform.text import fold
from reports.bulletins import queries
from reports.bulletins.models import Bulletin, BulletinKind, Conveyance, ConveyanceForm
from reports.bulletins.states import Status
from reports.visits.filters import (
    NO_SUCH_CHOICE,
    DayFilter,
    NameFilter,
    OfficerFilter,
    PlaceFilterSet,
    TickFilter,
    UnitFilter,
)

CURRENT, ENDED = "hien-hanh", "het-han"
"""Two answers beside the states: in its time today, and past its time."""
REACHED, WAITING = "da", "chua"


class WordsFilter(django_filters.Filter):
    """Words of the title, accents or not."""

    field_class = OneLineField

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.filter(search__contains=fold(value)) if value else qs


def by_standing(qs: QuerySet, name: str, value: str) -> QuerySet:
    if value == CURRENT:
        return qs.current(today())
    if value == ENDED:
        return qs.published().filter(valid_to__lt=today())
    return qs.filter(status=value)


def not_ended_before(qs: QuerySet, name: str, value: datetime.date | None) -> QuerySet:
    return qs.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=value)) if value else qs


class BulletinFilter(django_filters.FilterSet):
    """Narrows the list of bulletins; the archive of a period is `tu` and `den`."""

    place = None
    """No place is chosen here: the list is cut to one's own places already."""

    q = WordsFilter(label=_("Tìm trong tiêu đề"))
    loai = django_filters.ChoiceFilter(
        field_name="kind",
        label=_("Loại thông tin"),
        choices=BulletinKind.choices,
        empty_label=_("Tất cả các loại"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    trang_thai = django_filters.ChoiceFilter(
        label=_("Trạng thái"),
        choices=[(CURRENT, _("Đang cần truyền đạt")), (ENDED, _("Đã hết thời gian")), *Status.choices],
        empty_label=_("Tất cả trạng thái"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method=by_standing,
    )
    tu = DayFilter(label=_("Từ ngày"), method=not_ended_before)
    den = DayFilter(field_name="valid_from", lookup_expr="lte", label=_("Đến ngày"))
    chua_xem = TickFilter(label=_("Tôi chưa xem"), method="unread")
    noi = UnitFilter(widget=forms.HiddenInput, label=_("Dành cho địa bàn"), method="meant_for")

    class Meta:
        model = Bulletin
        fields: list[str] = []

    def meant_for(self, qs: QuerySet, name: str, value: Unit) -> QuerySet:
        return qs.meant_for(value)

    def unread(self, qs: QuerySet, name: str, value: bool) -> QuerySet:
        return qs.published().unread_by(self.request.actor.user) if value else qs


class ReachFilter(PlaceFilterSet):
    """Narrows the places of one bulletin; `bulletin` is put on the class by the view."""

    cap = django_filters.ChoiceFilter(
        field_name="level",
        label=_("Cấp"),
        choices=[(level.value, level.label) for level in queries.MEASURED],
        empty_label=_("Xã và ấp, khu phố"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    trang_thai = django_filters.ChoiceFilter(
        label=_("Đã truyền đạt?"),
        choices=[(REACHED, _("Đã truyền đạt")), (WAITING, _("Chưa truyền đạt"))],
        empty_label=_("Tất cả"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method="by_reach",
    )

    class Meta:
        model = Unit
        fields: list[str] = []

    def by_reach(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        return queries.reached(self.request.bulletin, qs, yes=value == REACHED)


class ConveyanceFilter(PlaceFilterSet):
    """Narrows the list of occasions on which bulletins were conveyed."""

    thong_tin = django_filters.ModelChoiceFilter(
        field_name="bulletin",
        label=_("Thông tin"),
        queryset=lambda request: Bulletin.objects.visible_to(request.actor.user).newest_first(),
        empty_label=_("Tất cả thông tin"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    can_bo = NameFilter(label=_("Cán bộ"))
    dong_chi = OfficerFilter()
    hinh_thuc = django_filters.ChoiceFilter(
        field_name="form",
        label=_("Hình thức"),
        choices=ConveyanceForm.choices,
        empty_label=_("Tất cả hình thức"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    tu = DayFilter(field_name="conveyed_on", lookup_expr="gte", label=_("Từ ngày"))
    den = DayFilter(field_name="conveyed_on", lookup_expr="lte", label=_("Đến ngày"))
    co_cau_hoi = TickFilter(label=_("Có câu hỏi mang về"), method="with_question")

    class Meta:
        model = Conveyance
        fields: list[str] = []

    def with_question(self, qs: QuerySet, name: str, value: bool) -> QuerySet:
        return qs.exclude(question="") if value else qs
