"""The filter sets own the filtering of a list: the page, its numbers and its exports share them."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assignments import policies, queries
from assignments.models import Agency, Assignment, Cluster, Household, Level, Officer, Tier, Unit
from assignments.models.people import SourceGroup
from nammanh.platform.dates import today
from nammanh.platform.fields import OneLineField, VietnameseDateField
from nammanh.platform.text import fold, search_fold

LIST_LEVELS = [(level.value, level.label) for level in Level if level != Level.PROVINCE]


class TextFilter(django_filters.CharFilter):
    field_class = OneLineField


class DateFilter(django_filters.DateFilter):
    field_class = VietnameseDateField


class ScopedFilterSet(django_filters.FilterSet):
    """Always bound, so that the defaults count; choices of districts come from the person's own scope."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__({} if data is None else data, *args, **kwargs)
        self.user = self.request.actor.user
        if "huyen" in self.filters:
            self._offer_districts()

    def _offer_districts(self) -> None:
        """A province without districts (from 7/2025) simply has no such choice."""
        field = self.form.fields["huyen"]
        field.queryset = Unit.objects.visible_to(self.user).filter(level="district").in_order()
        if not field.queryset.exists():
            del self.form.fields["huyen"]


class UnitFilter(ScopedFilterSet):
    q = TextFilter(label=_("Tên đơn vị"), method="named")
    cap = django_filters.ChoiceFilter(label=_("Cấp"), choices=LIST_LEVELS, field_name="level", empty_label=_("Tất cả"))
    huyen = django_filters.ModelChoiceFilter(
        label=_("Huyện, thành phố"), queryset=None, method="in_district", empty_label=_("Tất cả")
    )
    tinh_trang = django_filters.ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("tat-ca", _("Cả đơn vị đã kết thúc"))],
        empty_label=_("Đang hoạt động"),
        method="any_time",
    )

    class Meta:
        model = Unit
        fields: list[str] = []

    def named(self, rows: QuerySet[Unit], name: str, value: str) -> QuerySet[Unit]:
        return rows.matching(value) if search_fold(value) else rows.none()

    def in_district(self, rows: QuerySet[Unit], name: str, value: Unit) -> QuerySet[Unit]:
        return rows.within(value)

    def any_time(self, rows: QuerySet[Unit], name: str, value: str) -> QuerySet[Unit]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Unit]) -> QuerySet[Unit]:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("tinh_trang") else rows.on(today())


class OfficerFilter(ScopedFilterSet):
    q = TextFilter(label=_("Họ và tên"), method="named")
    nhom = django_filters.ChoiceFilter(
        label=_("Nhóm cán bộ"), choices=SourceGroup.choices, field_name="source_group", empty_label=_("Tất cả")
    )
    co_quan = django_filters.ModelChoiceFilter(
        label=_("Cơ quan"), queryset=None, method="of_agency", empty_label=_("Tất cả")
    )
    huyen = django_filters.ModelChoiceFilter(
        label=_("Phụ trách trong"), queryset=None, method="in_district", empty_label=_("Tất cả")
    )
    tang = django_filters.ModelChoiceFilter(
        label=_("Tính vào tầng"), queryset=None, method="of_tier", empty_label=_("Tất cả")
    )

    class Meta:
        model = Officer
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.form.fields
        fields["co_quan"].queryset = queries.agencies_of(Officer.objects.visible_to(self.user), today())
        fields["tang"].queryset = queries.all_tiers()

    def named(self, rows: QuerySet[Officer], name: str, value: str) -> QuerySet[Officer]:
        return queries.named(rows, value)

    def of_agency(self, rows: QuerySet[Officer], name: str, value: Agency) -> QuerySet[Officer]:
        return queries.serving_in(rows, value, today())

    def in_district(self, rows: QuerySet[Officer], name: str, value: Unit) -> QuerySet[Officer]:
        return queries.holding_in(rows, value, today())

    def of_tier(self, rows: QuerySet[Officer], name: str, value: Tier) -> QuerySet[Officer]:
        """Counted there: with a district, by what makes a place of that very district held."""
        units, district = Unit.objects.visible_to(self.user), self.form.cleaned_data.get("huyen")
        return queries.counted_in(rows, value, today(), units.within(district) if district else units)


class Status:
    ACTIVE, COMING, ENDED, ALL = "dang", "sap", "thoi", "tat-ca"
    CHOICES = [(COMING, _("Sắp có hiệu lực")), (ENDED, _("Đã thôi")), (ALL, _("Tất cả"))]


class AssignmentFilter(ScopedFilterSet):
    """Who holds what; without another choice, what is in force on the asked day (today)."""

    tang = django_filters.ModelChoiceFilter(
        label=_("Tầng"), queryset=None, field_name="role__tier", empty_label=_("Tất cả")
    )
    huyen = django_filters.ModelChoiceFilter(
        label=_("Huyện, thành phố"), queryset=None, method="in_district", empty_label=_("Tất cả")
    )
    vai_tro = django_filters.ModelChoiceFilter(
        label=_("Vai trò"), queryset=None, field_name="role", empty_label=_("Tất cả")
    )
    can_bo = TextFilter(label=_("Tên cán bộ"), method="of_officer")
    ngay = DateFilter(label=_("Hiệu lực ngày"), method="passed")
    trang_thai = django_filters.ChoiceFilter(
        label=_("Trạng thái"), choices=Status.CHOICES, empty_label=_("Đang hiệu lực"), method="passed"
    )

    class Meta:
        model = Assignment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["tang"].queryset = queries.all_tiers()
        self.form.fields["vai_tro"].queryset = queries.all_roles()

    def in_district(self, rows: QuerySet[Assignment], name: str, value: Unit) -> QuerySet[Assignment]:
        return rows.filter(district=value)

    def of_officer(self, rows: QuerySet[Assignment], name: str, value: str) -> QuerySet[Assignment]:
        return rows.filter(officer__search__contains=fold(value)) if fold(value) else rows.none()

    def passed(self, rows: QuerySet[Assignment], name: str, value: Any) -> QuerySet[Assignment]:
        """The day and the state only mean something together: see `filter_queryset`."""
        return rows

    @property
    def day(self) -> Any:
        """The asked day; today when none, or none that exists, was asked."""
        return (self.form.cleaned_data.get("ngay") if self.is_valid() else None) or today()

    def filter_queryset(self, queryset: QuerySet[Assignment]) -> QuerySet[Assignment]:
        rows = super().filter_queryset(queryset)
        status = self.form.cleaned_data.get("trang_thai") or Status.ACTIVE
        day = self.form.cleaned_data.get("ngay") or today()
        if status == Status.COMING:
            return rows.filter(valid_from__gt=day)
        if status == Status.ENDED:
            return rows.filter(valid_to__lt=day)
        return rows if status == Status.ALL else rows.on(day)


class UnreadFilter(ScopedFilterSet):
    """Whose role, and in which district."""

    vai_tro = django_filters.ModelChoiceFilter(
        label=_("Vai trò"), queryset=None, field_name="role", empty_label=_("Tất cả")
    )
    huyen = django_filters.ModelChoiceFilter(
        label=_("Huyện, thành phố"), queryset=None, field_name="district", empty_label=_("Tất cả")
    )

    class Meta:
        model = Assignment
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["vai_tro"].queryset = queries.roles_on(today())


class HouseholdFilter(django_filters.FilterSet):
    """By code, and by name where names may be read: a search must not tell what the page hides."""

    q = TextFilter(label=_("Mã hộ hoặc tên chủ hộ"), method="named")

    class Meta:
        model = Household
        fields: list[str] = []

    def named(self, rows: QuerySet[Household], name: str, value: str) -> QuerySet[Household]:
        by_code = Q(code__icontains=value)
        if not fold(value):
            return rows.filter(by_code)
        readable = policies.households_read_in_detail(self.request.actor.user)
        return rows.filter(by_code | (readable & Q(search__contains=fold(value))))


class CoverageListForm(forms.Form):
    """The tier, and the district or cluster, of a list that a number of the coverage links to."""

    tang = forms.ModelChoiceField(queryset=None)
    huyen = forms.ModelChoiceField(queryset=None, required=False)
    ngay = VietnameseDateField(required=False)
    cum = forms.ModelChoiceField(queryset=None, required=False)
    ngoai_cum = forms.BooleanField(required=False)
    loc = forms.ChoiceField(choices=[("chua", ""), ("da", ""), ("tat-ca", "")], required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tang"].queryset = queries.all_tiers()
        units = Unit.objects.visible_to(user)
        self.fields["huyen"].queryset = units | queries.districts_of(units)
        self.fields["cum"].queryset = Cluster.objects.visible_to(user)


class AnomalyForm(forms.Form):
    """Which kind of irregularity, on which day."""

    loai = forms.CharField(required=False, widget=forms.HiddenInput)
    ngay = VietnameseDateField(label=_("Tính cho ngày"), required=False)
