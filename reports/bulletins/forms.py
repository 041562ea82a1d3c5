"""What is typed about a bulletin: its words and places, a file, a reason, an occasion of conveying it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from assignments.models import Cluster, Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.fields import LongTextField, OneLineField, TooLongValidator, VietnameseDateField
from nammanh.platform.uploads import check_upload
from reports.bulletins import queries, services
from reports.bulletins.models import HOLDER_LEVELS, Bulletin, BulletinKind, ConveyanceForm
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import CHOOSE, ClientUUIDField, PickField, reason_field

PROVINCE, DISTRICTS, CLUSTERS, COMMUNES = "tinh", "huyen", "cum", "xa"


class PicksField(forms.TypedMultipleChoiceField):
    """Several of the records that `offer` was given, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, error_messages={"invalid_choice": NO_SUCH_CHOICE}, **kwargs)

    def offer(self, records: list[Any], choices: list[Any] | None = None) -> None:
        found = {str(record.pk): record for record in records}
        self.coerce = found.__getitem__
        self.choices = choices if choices is not None else [(key, str(row)) for key, row in found.items()]


class BulletinForm(forms.Form):
    """The words of a bulletin, its time, and for whom it is: the whole province, or the ticked units of one sort."""

    uuid = ClientUUIDField()
    title = OneLineField(
        label=_("Tiêu đề"),
        validators=[TooLongValidator(200)],
        error_messages={"required": _("Ghi tiêu đề của thông tin.")},
    )
    kind = forms.ChoiceField(
        label=_("Loại thông tin"),
        choices=[CHOOSE, *BulletinKind.choices],
        error_messages={"required": _("Chọn loại thông tin."), "invalid_choice": NO_SUCH_CHOICE},
    )
    highlights = LongTextField(
        label=_("Điểm nhấn"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Những điều cán bộ cần nói được với dân, mỗi ý một dòng. Phần này đi kèm khi chia sẻ qua Zalo."),
        error_messages={"required": _("Ghi điểm nhấn: những điều cần nói với dân.")},
    )
    body = LongTextField(
        label=_("Nội dung"), max_length=20000, required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    valid_from = VietnameseDateField(
        label=_("Truyền đạt từ ngày"), error_messages={"required": _("Nhập ngày bắt đầu truyền đạt.")}
    )
    valid_to = VietnameseDateField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu thông tin không có thời hạn.")
    )
    levels = forms.MultipleChoiceField(
        label=_("Dành cho cán bộ nắm địa bàn của"),
        choices=HOLDER_LEVELS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn nghĩa là mọi cấp. Cấp ủy của địa bàn luôn đọc được."),
    )
    scope = forms.ChoiceField(
        label=_("Địa bàn nhận thông tin"),
        widget=forms.RadioSelect,
        choices=[
            (PROVINCE, _("Toàn tỉnh")),
            (DISTRICTS, _("Một số huyện, thành phố")),
            (CLUSTERS, _("Một số cụm, tiểu vùng")),
            (COMMUNES, _("Một số xã, phường, thị trấn")),
        ],
        initial=PROVINCE,
        error_messages={"required": _("Chọn địa bàn nhận thông tin."), "invalid_choice": NO_SUCH_CHOICE},
    )
    districts = PicksField(label=_("Huyện, thành phố"))
    clusters = PicksField(label=_("Cụm, tiểu vùng"))
    communes = PicksField(label=_("Xã, phường, thị trấn"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(user).on(today())
        self.province = units.filter(level="province").first()
        districts = list(units.filter(level="district").in_order())
        clusters = list(queries.current_clusters(today(), Cluster.objects.visible_to(user)))
        communes = list(
            units.filter(level="commune").select_related("district").order_by("district__name_key", "name_key", "pk")
        )
        self.fields["districts"].offer(districts)
        self.fields["clusters"].offer(clusters, [(str(row.pk), f"{row} ({row.unit})") for row in clusters])
        groups = groupby(communes, key=lambda unit: unit.district)
        self.commune_choices = [
            (str(district or ""), [(str(unit.pk), unit.full_name) for unit in rows]) for district, rows in groups
        ]
        self.fields["communes"].offer(communes, self.commune_choices)
        offered = {DISTRICTS: districts, CLUSTERS: clusters, COMMUNES: communes, PROVINCE: [self.province]}
        self.fields["scope"].choices = [row for row in self.fields["scope"].choices if offered[row[0]]]

    def commune_groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The boxes of communes district by district, so that 148 of them can be folded."""
        ticked = {str(value) for value in self["communes"].value() or []}
        return [
            (district, [{"value": key, "label": name, "checked": key in ticked} for key, name in rows])
            for district, rows in self.commune_choices
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = {DISTRICTS: "districts", CLUSTERS: "clusters", COMMUNES: "communes"}.get(cleaned.get("scope", ""))
        if chosen and not cleaned.get(chosen) and chosen not in self.errors:
            self.add_error(chosen, _("Chọn ít nhất một địa bàn."))
        return cleaned

    def content(self) -> services.BulletinContent:
        """What was typed, with the units of the chosen sort only."""
        data = self.cleaned_data
        scope = data["scope"]
        units = {PROVINCE: [self.province], DISTRICTS: data["districts"], COMMUNES: data["communes"]}.get(scope, [])
        return services.BulletinContent(
            title=data["title"],
            highlights=data["highlights"],
            body=data["body"],
            kind=data["kind"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            levels=tuple(data["levels"]),
            units=tuple(units),
            clusters=tuple(data["clusters"]) if scope == CLUSTERS else (),
        )


def typed(bulletin: Bulletin) -> dict[str, Any]:
    """A stored draft as the form's initial values."""
    targets = list(bulletin.targets.select_related("unit"))
    clusters = {row.cluster_id for row in targets if row.cluster_id}
    levels = {row.unit.level for row in targets}
    scope = (
        CLUSTERS if clusters else {"province": PROVINCE, "district": DISTRICTS}.get(next(iter(levels), ""), COMMUNES)
    )
    names = ("uuid", "title", "kind", "highlights", "body", "valid_from", "valid_to", "levels")
    return {name: getattr(bulletin, name) for name in names} | {
        "scope": scope,
        "districts": [row.unit_id for row in targets if row.unit.level == "district"],
        "communes": [row.unit_id for row in targets if row.unit.level == "commune"],
        "clusters": list(clusters),
    }


class FileForm(forms.Form):
    """A file to go with a draft; a secret document is refused with what to do instead."""

    file = forms.FileField(
        label=_("Tệp đính kèm"),
        help_text=_("PDF, Word (.docx) hoặc ảnh, tối đa 20 MB."),
        widget=forms.FileInput({"accept": ",".join(services.FILE_KINDS), "data-draft": "off"}),
        error_messages={"required": _("Chọn tệp.")},
    )
    secret = forms.ChoiceField(
        label=_("Văn bản có độ mật?"),
        choices=[
            ("", _("— Chọn —")),
            ("no", _("Không, văn bản thường")),
            ("yes", _("Có (Mật, Tối mật, Tuyệt mật)")),
        ],
        error_messages={"required": _("Trả lời “Văn bản có độ mật?” trước khi tải tệp lên.")},
    )

    def clean_file(self) -> UploadedFile:
        check_upload(self.cleaned_data["file"], accepted=services.FILE_KINDS, max_megabytes=services.FILE_MEGABYTES)
        return self.cleaned_data["file"]

    def clean_secret(self) -> str:
        if self.cleaned_data["secret"] == "yes":  # noqa: S105  a question about the file, no password
            raise ValidationError(
                _("Không đưa văn bản mật lên hệ thống này. Gửi, lưu văn bản qua văn thư bảo mật theo quy định.")
            )
        return self.cleaned_data["secret"]


class WithdrawForm(forms.Form):
    """Why a bulletin no longer holds."""

    reason = reason_field()


def place_name(unit: Unit) -> str:
    """“Ấp 1 – Xã Sơn Phú”."""
    above = [unit.hamlet] if unit.level == "group" else []
    above += [unit.commune] if unit.level in {"hamlet", "group"} else []
    return " – ".join(str(row) for row in (unit, *above) if row)


class OccasionFields(forms.Form):
    """What is asked of one occasion, wherever it is typed."""

    form = forms.ChoiceField(
        label=_("Hình thức"),
        choices=[CHOOSE, *ConveyanceForm.choices],
        error_messages={"required": _("Chọn hình thức truyền đạt."), "invalid_choice": NO_SUCH_CHOICE},
    )
    attended = forms.IntegerField(
        label=_("Khoảng bao nhiêu người nghe"),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Không bắt buộc."),
        error_messages={
            "invalid": _("Nhập số người, ví dụ 45."),
            "min_value": _("Số người nghe phải từ 1 trở lên."),
            "max_value": _("Số người nghe quá lớn. Kiểm tra lại."),
        },
    )
    question = LongTextField(
        label=_("Câu hỏi mang về"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Người dân hỏi gì về nội dung này. Không ghi tên người hỏi."),
    )


class ConveyForm(OccasionFields):
    """One occasion on which the bulletin was conveyed."""

    uuid = ClientUUIDField()
    unit = PickField(label=_("Nơi truyền đạt"), error_messages={"required": _("Chọn nơi truyền đạt.")})
    conveyed_on = VietnameseDateField(
        label=_("Ngày truyền đạt"), error_messages={"required": _("Nhập ngày truyền đạt.")}
    )
    field_order = ("uuid", "unit", "conveyed_on", "form", "attended", "question")

    def __init__(self, *args: Any, places: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(places, [(str(unit.pk), place_name(unit)) for unit in places])
        if len(places) == 1:
            self.fields["unit"].initial = places[0].pk
