"""What narrows the leaders' pages and the access log."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assignments.models import Cluster, Delegation, Officer, Unit
from nammanh.accounts.models import AccessLog, User
from nammanh.platform.fields import OneLineField, VietnameseDateField
from nammanh.platform.text import fold
from reports.dashboards.maps.layers import FIRST, QUESTIONS
from reports.dashboards.matrices import PLACE_MEASURES
from reports.dashboards.measures import Measure


class DistrictForm(forms.Form):
    """One district of the person's own, or all of them."""

    huyen = forms.ChoiceField(label=_("Huyện"), required=False)

    def __init__(self, *args: Any, districts: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = {str(row.pk): row for row in districts}
        choices = [(str(row.pk), str(row)) for row in districts]
        self.fields["huyen"].choices = [("", _("Tất cả các huyện")), *choices]

    @property
    def district(self) -> Unit | None:
        return self.districts.get(self.cleaned_data.get("huyen", ""))


class DetailsForm(DistrictForm):
    """And which number is told month by month."""

    xem = forms.ChoiceField(
        label=_("Diễn biến của"), required=False, choices=[(key, row.label) for key, row in PLACE_MEASURES.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.districts) < 2:
            self.fields["huyen"].widget = forms.HiddenInput()

    @property
    def measure(self) -> Measure:
        return PLACE_MEASURES[self.cleaned_data.get("xem") or next(iter(PLACE_MEASURES))]


class PlacesForm(DistrictForm):
    """Of which part of the person's own a list of places is, and as of which day."""

    noi = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)
    trong_cum = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)
    doan = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)
    ngay = VietnameseDateField(label=_("Xem vào ngày"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("noi", Unit), ("trong_cum", Cluster), ("doan", Delegation)):
            self.fields[name].queryset = model.objects.visible_to(user)
        if not self.offers_choice:
            self.fields["huyen"].widget = forms.HiddenInput()

    @property
    def offers_choice(self) -> bool:
        return len(self.districts) > 1

    @property
    def place(self) -> Unit | Cluster | Delegation | None:
        chosen = (self.cleaned_data.get(name) for name in ("noi", "trong_cum", "doan"))
        return next((place for place in chosen if place), self.district)


class MapForm(DistrictForm):
    """Which question the map answers, of which district, and as of which day."""

    lop = forms.ChoiceField(
        label=_("Xem"),
        required=False,
        choices=[(name, row.label) for name, row in QUESTIONS.items()],
        widget=forms.HiddenInput,
    )
    ngay = VietnameseDateField(label=_("Xem vào ngày"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.districts) < 2:
            self.fields["huyen"].widget = forms.HiddenInput()
        asked = QUESTIONS.get(self.data.get("lop", ""), QUESTIONS[FIRST])
        if not asked.dated:
            self.fields["ngay"].widget = forms.HiddenInput()


class DayFilter(django_filters.Filter):
    """Entries from or until a day in Vietnam, that day included."""

    field_class = VietnameseDateField

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        if not value:
            return qs
        return qs.filter(**{f"at__date__{self.lookup_expr}": value})


class PersonFilter(django_filters.Filter):
    """A part of a name, accents or not: of the person at the keyboard, or of the leader entered for."""

    field_class = OneLineField

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        people = Officer.objects.visible_to(self.parent.request.actor.user).matching(value).values("user")
        by_name = Q(user__in=people) | Q(for_user__in=people)
        return qs.filter(by_name | Q(user__username=fold(value)))


class AccessLogFilter(django_filters.FilterSet):
    """Whose accesses, of which kind, when."""

    nguoi = PersonFilter(label=_("Người truy cập"))
    loai = django_filters.ChoiceFilter(
        field_name="kind", label=_("Loại"), choices=AccessLog.Kind.choices, empty_label=_("Tất cả các loại")
    )
    tu = DayFilter(lookup_expr="gte", label=_("Từ ngày"))
    den = DayFilter(lookup_expr="lte", label=_("Đến ngày"))

    class Meta:
        model = AccessLog
        fields: list[str] = []
