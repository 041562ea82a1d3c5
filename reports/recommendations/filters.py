"""The filters of the list of comments.

huyen, xa, dia_ban · tim: words of the record · can_bo: a name or a part of it · trang_thai: a state, or da-gui for
all that was sent · cu_the: cu-the, chung-chung, kho-thuc-hien or chua-danh-gia · qua_han=1: past its day and not
done · tu, den · gui: commune, superior or private.
"""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nammanh.platform.dates import today
from reports.recommendations.models import Comment, Specificity, Visibility
from reports.recommendations.states import Status
from reports.visits.filters import NO_SUCH_CHOICE, DayFilter, NameFilter, OfficerFilter, PlaceFilterSet, WordsFilter

SPECIFIC, VAGUE, HARD, UNJUDGED = "cu-the", "chung-chung", "kho-thuc-hien", "chua-danh-gia"
SENT, OWED = "da-gui", "cho-tra-loi"
"""Answers that are no states: all that was given to its recipient, which figures count; read, and owed a word."""


def by_verdict(qs: QuerySet, name: str, value: str) -> QuerySet:
    if value == SPECIFIC:
        return qs.specific()
    if value == VAGUE:
        return qs.vague()
    return qs.filter(specificity=Specificity.HARD if value == HARD else "")


def by_state(qs: QuerySet, name: str, value: str) -> QuerySet:
    if value == OWED:
        return qs.awaiting_answer()
    return qs.sent() if value == SENT else qs.filter(status=value)


def overdue(qs: QuerySet, name: str, value: bool) -> QuerySet:
    return qs.overdue(today()) if value else qs


class CommentFilter(PlaceFilterSet):
    """Narrows a list of comments."""

    tim = WordsFilter()
    can_bo = NameFilter(label=_("Cán bộ"))
    dong_chi = OfficerFilter()
    trang_thai = django_filters.ChoiceFilter(
        label=_("Trạng thái"),
        choices=[(SENT, _("Đã gửi (mọi bước sau khi gửi)")), (OWED, _("Chờ trả lời")), *Status.choices],
        empty_label=_("Tất cả trạng thái"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method=by_state,
    )
    cu_the = django_filters.ChoiceFilter(
        label=_("Mức độ cụ thể"),
        choices=[
            (SPECIFIC, _("Cụ thể")),
            (VAGUE, _("Chung chung")),
            (HARD, _("Khó thực hiện")),
            (UNJUDGED, _("Xã chưa đánh giá")),
        ],
        empty_label=_("Tất cả góp ý"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method=by_verdict,
    )
    tu = DayFilter(field_name="given_on", lookup_expr="gte", label=_("Từ ngày"))
    den = DayFilter(field_name="given_on", lookup_expr="lte", label=_("Đến ngày"))
    gui = django_filters.ChoiceFilter(
        field_name="visibility",
        label=_("Gửi ai"),
        choices=Visibility.choices,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    qua_han = django_filters.ChoiceFilter(
        label=_("Thời hạn"),
        choices=[("1", _("Quá hạn, chưa thực hiện"))],
        empty_label=_("Tất cả"),
        widget=forms.Select,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
        method=overdue,
    )

    class Meta:
        model = Comment
        fields: list[str] = []
