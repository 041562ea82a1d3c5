"""What to suggest for, how the considerations weigh, and the decision for the ticked proposals."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments import queries as assignments
from assignments.forms.holding import DOCUMENT_SECTION, CitingForm, RoleField
from assignments.forms.picking import Sections
from assignments.models import AssignmentRole, Tier, Unit
from assignments.models.people import SourceGroup
from assignments.rounds.forms import RoundForm
from assignments.rounds.models import Round
from assignments.rounds.states import Status
from nammanh.accounts.models import User
from nammanh.platform.dates import format_date, today
from nammanh.platform.fields import VietnameseDateField
from reports.matching.models import MatchingWeights


class WithinField(forms.ModelChoiceField):
    """The province, a district or a commune; communes stand under their district."""

    def offer(self, user: User) -> None:
        self.queryset = Unit.objects.visible_to(user).on(today()).filter(level__in=["province", "district", "commune"])
        rows = list(self.queryset.select_related("district").order_by("name_key", "pk"))
        wide = [(row.pk, row.full_name) for level in ("province", "district") for row in rows if row.level == level]
        communes = sorted(
            (row for row in rows if row.level == "commune"),
            key=lambda row: (row.district.name_key if row.district else "", row.name_key, row.pk),
        )
        groups = [
            (district.full_name if district else _("Xã, phường"), [(row.pk, row.full_name) for row in members])
            for district, members in groupby(communes, key=lambda row: row.district)
        ]
        self.choices = [*wide, *groups]


class AskForm(forms.Form):
    """Which role, where, which units, on which day."""

    vai_tro = RoleField(label=_("Vai trò"), queryset=AssignmentRole.objects.none(), empty_label=None)
    dia_ban = WithinField(label=_("Trong"), queryset=None, empty_label=None)
    loc = forms.ChoiceField(
        label=_("Đề xuất cho"),
        choices=[("chua", _("Chỉ nơi chưa phân công")), ("tat-ca", _("Toàn bộ, xếp lại từ đầu"))],
    )
    ngay = VietnameseDateField(label=_("Tính đến ngày"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = assignments.all_roles().filter(counted=True, tier__phase__in=assignments.phases_on(today()))
        self.fields["vai_tro"].queryset = roles
        self.fields["dia_ban"].offer(user)

    def clean_ngay(self) -> Any:
        return self.cleaned_data["ngay"] or today()


class TierField(forms.ModelChoiceField):
    def label_from_instance(self, tier: Tier) -> str:
        return f"{tier.name} – {tier.phase.name}"


class WeightsForm(forms.ModelForm):
    """A new version; the fields start from the version in force."""

    tier = TierField(label=_("Dùng cho"), queryset=None, required=False, empty_label=_("Mọi tầng chưa có bộ riêng"))
    valid_from = VietnameseDateField(label=_("Áp dụng từ ngày"))
    source_groups = forms.MultipleChoiceField(
        label=_("Nhóm cán bộ được xét"),
        choices=SourceGroup,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn nhóm nào là xét mọi nhóm."),
    )

    class Meta:
        model = MatchingWeights
        fields = [
            "tier",
            "valid_from",
            "expertise",
            "distance",
            "load",
            "continuity",
            "rotation",
            "account",
            "rotation_years",
            "far_km",
            "petition_months",
            "absence_days",
            "source_groups",
            "note",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].queryset = assignments.all_tiers().filter(phase__in=assignments.phases_on(today()))

    def sections(self) -> list[dict[str, Any]]:
        """The parts of the form, for one template."""
        parts = (
            (_("Hiệu lực"), ["tier", "valid_from", "note"]),
            (_("Trọng số (điểm, từ 0 đến 100)"), self.Meta.fields[2:8]),
            (_("Mốc tính"), self.Meta.fields[8:12]),
            (_("Ai được xét"), ["source_groups"]),
        )
        return [{"legend": legend, "fields": [self[name] for name in names]} for legend, names in parts]


class DecideForm(Sections, CitingForm):
    """One decision for all ticked proposals."""

    mandate = forms.ModelChoiceField(label=_("Nhiệm vụ giao"), queryset=None, empty_label=None)
    valid_from = VietnameseDateField(label=_("Từ ngày"), initial=today)
    valid_to = VietnameseDateField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa định ngày thôi.")
    )

    fieldsets = ((_("Nhiệm vụ, thời gian"), ("mandate", "valid_from", "valid_to")), DOCUMENT_SECTION)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mandate"].queryset = mandates = assignments.all_mandates()
        self.fields["mandate"].initial = mandates.first()


class DraftField(forms.ModelChoiceField):
    def label_from_instance(self, turn: Round) -> str:
        words = {"name": turn.name, "unit": turn.unit.full_name, "date": format_date(turn.starts_on)}
        return _("%(name)s – %(unit)s, từ ngày %(date)s") % words


class IntoRoundForm(RoundForm):
    """A draft round of the role's tier, or the words of a new one."""

    turn = DraftField(label=_("Đợt đang soạn"), queryset=None, required=False, empty_label=_("Lập đợt mới"))

    NEW = ("name", "unit", "starts_on", "mandate")
    fieldsets = (
        (_("Đưa vào đợt"), ("turn",)),
        (_("Nếu lập đợt mới"), ("name", "unit", "mandate", "starts_on", "ends_on")),
    )

    def __init__(self, *args: Any, user: User, tier: Tier | None, within: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for name in ("tier", "prefilled"):
            del self.fields[name]
        drafts = Round.objects.visible_to(user).filter(tier=tier, status=Status.DRAFT)
        self.fields["turn"].queryset = drafts.with_names().order_by("-pk")
        self.fields["turn"].initial = drafts.order_by("-pk").first()
        for name in self.NEW:
            self.fields[name].required = False
        if within is not None and self.fields["unit"].queryset.filter(pk=within).exists():
            self.fields["unit"].initial = within

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "turn" in cleaned and cleaned["turn"] is None:
            for name in self.NEW:
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned
