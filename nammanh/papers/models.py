"""How official papers look, as dated rows; and the Word templates that the office puts in place of the shipped ones."""

from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nammanh.papers.kinds import KINDS
from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.periods import Dated, DatedQuerySet


class System(models.TextChoices):
    """Whose papers these are; each has layout rules of its own (domain: 5.1, 5.2)."""

    PARTY = "party", _("Văn bản của Đảng")
    STATE = "state", _("Văn bản hành chính")


@pghistory.track()
class LayoutRules(Dated):
    """One set of layout rules (thể thức văn bản). Lengths in millimetres, sizes and spacing in points.

    `number_pattern` is filled with {number} and {symbol}; no number is ever made up, a blank is left for it.
    """

    System = System

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = NormalizedCharField(_("tên"), max_length=160)
    source = NormalizedCharField(_("nguồn, điều cần kiểm tra"), max_length=300, blank=True)
    system = models.CharField(_("hệ văn bản"), max_length=6, choices=System)
    margin_top = models.PositiveSmallIntegerField(_("lề trên (mm)"))
    margin_bottom = models.PositiveSmallIntegerField(_("lề dưới (mm)"))
    margin_left = models.PositiveSmallIntegerField(_("lề trái (mm)"))
    margin_right = models.PositiveSmallIntegerField(_("lề phải (mm)"))
    page_number_from_top = models.PositiveSmallIntegerField(_("số trang cách mép trên (mm)"))
    font = NormalizedCharField(_("phông chữ"), max_length=60)
    motto = NormalizedCharField(_("tiêu đề"), max_length=120)
    submotto = NormalizedCharField(_("tiêu ngữ"), max_length=120, blank=True)
    motto_size = models.PositiveSmallIntegerField(_("cỡ tiêu đề"))
    submotto_size = models.PositiveSmallIntegerField(_("cỡ tiêu ngữ"))
    issuer_size = models.PositiveSmallIntegerField(_("cỡ tên cơ quan"))
    issuer_star = models.BooleanField(_("có dấu sao dưới tên cơ quan"))
    number_size = models.PositiveSmallIntegerField(_("cỡ số, ký hiệu"))
    number_pattern = models.CharField(_("mẫu số, ký hiệu"), max_length=40)
    place_size = models.PositiveSmallIntegerField(_("cỡ địa danh, ngày"))
    type_size = models.PositiveSmallIntegerField(_("cỡ tên loại"))
    abstract_size = models.PositiveSmallIntegerField(_("cỡ trích yếu"))
    abstract_rule = models.CharField(_("dấu dưới trích yếu"), max_length=10, blank=True)
    body_size = models.PositiveSmallIntegerField(_("cỡ nội dung"))
    line_spacing = models.PositiveSmallIntegerField(_("giãn dòng chính xác (pt)"))
    paragraph_gap = models.PositiveSmallIntegerField(_("cách đoạn (pt)"))
    first_line = models.PositiveSmallIntegerField(_("thụt dòng đầu (mm)"))
    authority_mark = models.CharField(_("dấu ký thay mặt"), max_length=6)
    authority_size = models.PositiveSmallIntegerField(_("cỡ quyền hạn, chức vụ người ký"))
    post_bold = models.BooleanField(_("chức vụ người ký in đậm"))
    signer_size = models.PositiveSmallIntegerField(_("cỡ họ tên người ký"))
    recipients_heading_size = models.PositiveSmallIntegerField(_("cỡ chữ “Nơi nhận”"))
    recipients_underlined = models.BooleanField(_("“Nơi nhận” gạch chân (nếu không: đậm, nghiêng)"))
    recipients_size = models.PositiveSmallIntegerField(_("cỡ danh sách nơi nhận"))
    page_number_size = models.PositiveSmallIntegerField(_("cỡ số trang"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thể thức văn bản")
        verbose_name_plural = _("thể thức văn bản")
        ordering = ["system", "-valid_from"]
        constraints = [
            *Dated.constraints("papers_layoutrules"),
            ExclusionConstraint(
                name="papers_layoutrules_one_at_a_time",
                expressions=[
                    (
                        Func(
                            Func(F("system"), function="hashtext"),
                            Func(F("system"), function="hashtext"),
                            Value("[]"),
                            function="int4range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("life", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Đã có thể thức khác của hệ văn bản này trong thời gian đó."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PaperTemplateQuerySet(models.QuerySet):
    def latest_first(self) -> Self:
        return self.order_by("-valid_from", "-pk")


class PaperTemplate(models.Model):
    """From a day on, papers of a kind are made with this Word file; without a file, with the shipped layout again.

    Rows are only added, so that a paper of a past day can be made again as it was.
    """

    kind = models.CharField(_("loại văn bản"), max_length=40)
    file = models.FileField(_("tệp mẫu"), upload_to="mau-van-ban/%Y/", blank=True)
    note = NormalizedCharField(_("ghi chú"), max_length=200, blank=True)
    valid_from = models.DateField(_("dùng từ ngày"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người thay mẫu")
    )
    uploaded_at = models.DateTimeField(_("lúc"), default=timezone.now, editable=False)

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mẫu văn bản")
        verbose_name_plural = _("mẫu văn bản")
        ordering = ["kind", "-valid_from", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(KINDS[self.kind].label) if self.kind in KINDS else self.kind
