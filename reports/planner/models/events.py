"""What every year brings, whatever a commune plans: feasts, enlistment, examinations, the storm season."""

from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nammanh.platform.fields import NormalizedCharField


class EventKind(models.TextChoices):
    """What an event of the year asks officers to look after."""

    FEAST = "feast", _("Lễ, Tết")
    GRATITUDE = "gratitude", _("Tri ân, kỷ niệm")
    DEFENCE = "defence", _("Quốc phòng, quân sự")
    EDUCATION = "education", _("Giáo dục")
    DISASTER = "disaster", _("Phòng, chống thiên tai")
    PARTY = "party", _("Xây dựng Đảng, chính quyền")


class EventBasis(models.TextChoices):
    """How the days are known."""

    FIXED = "fixed", _("Ngày cố định")
    ABOUT = "about", _("Khoảng thời gian, ngày cụ thể theo thông báo từng năm")
    FEAST = "feast", _("Theo ngày lễ âm lịch mà phần mềm tính được")
    LUNAR = "lunar", _("Theo âm lịch, chỉ ghi bằng chữ")


class Feast(models.TextChoices):
    """Lunar feasts that the calendar of public holidays knows."""

    TET = "tet", _("Tết Nguyên đán (mùng một)")
    HUNG_KINGS = "hung_kings", _("Giỗ Tổ Hùng Vương")


def _day_of_year(month: str, day: str) -> Q:
    """Both are there, which a range alone doesn't say: SQL lets a check pass on NULL."""
    there = Q(**{f"{month}__isnull": False, f"{day}__isnull": False})
    return there & Q(**{f"{month}__range": (1, 12), f"{day}__range": (1, 31)})


@pghistory.track()
class YearlyEvent(models.Model):
    """Something that comes back each year, as data: the office may add, change or switch off any.

    With a feast, the event lasts from `days_before` to `days_after` of it. A lunar text has no days to show.
    """

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    name = NormalizedCharField(_("tên"), max_length=160)
    kind = models.CharField(_("loại"), max_length=12, choices=EventKind)
    basis = models.CharField(_("cách tính ngày"), max_length=8, choices=EventBasis)
    from_month = models.PositiveSmallIntegerField(_("từ tháng"), null=True, blank=True)
    from_day = models.PositiveSmallIntegerField(_("từ ngày"), null=True, blank=True)
    to_month = models.PositiveSmallIntegerField(_("đến tháng"), null=True, blank=True)
    to_day = models.PositiveSmallIntegerField(_("đến ngày"), null=True, blank=True)
    feast = models.CharField(_("ngày lễ âm lịch"), max_length=12, choices=Feast, blank=True)
    days_before = models.PositiveSmallIntegerField(
        _("từ số ngày trước lễ"), default=0, validators=[MinValueValidator(0), MaxValueValidator(90)]
    )
    days_after = models.PositiveSmallIntegerField(
        _("đến số ngày sau lễ"), default=0, validators=[MinValueValidator(0), MaxValueValidator(90)]
    )
    lunar_text = NormalizedCharField(
        _("ngày âm lịch"), max_length=120, blank=True, help_text=_("Ví dụ: “Rằm tháng Bảy âm lịch”.")
    )
    source = NormalizedCharField(_("nguồn"), max_length=300)
    in_use = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("sự kiện hằng năm")
        verbose_name_plural = _("sự kiện hằng năm")
        ordering = ["from_month", "from_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=[EventBasis.FIXED, EventBasis.ABOUT], feast="", lunar_text="")
                & _day_of_year("from_month", "from_day")
                & _day_of_year("to_month", "to_day")
                | Q(basis=EventBasis.FEAST, feast__in=Feast.values, from_month__isnull=True, to_month__isnull=True)
                | Q(basis=EventBasis.LUNAR, feast="", from_month__isnull=True, to_month__isnull=True)
                & ~Q(lunar_text=""),
                name="planner_yearlyevent_days",
                violation_error_message=_(
                    "Sự kiện theo dương lịch cần đủ ngày, tháng; theo ngày lễ thì chọn ngày lễ; "
                    "theo âm lịch thì ghi ngày bằng chữ."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name
