"""What a commune types about its meetings, and an officer into another's plan."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.models import Unit
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from nammanh.platform.fields import OneLineField, TooLongValidator, VietnameseDateField
from nammanh.platform.text import one_line
from reports.planner import policies
from reports.planner.models import LocalMeeting, MeetingKind
from reports.planner.repetition import MOST_TIMES, Repeat
from reports.planner.services import MeetingContent
from reports.visits.filters import NO_SUCH_CHOICE
from reports.visits.forms import CHOOSE, ClientUUIDField, PickField, reason_field

# vi-data: how people write hours
_HOUR = re.compile(r"(?P<hour>[0-9]{1,2}) ?(?:[:.hg]|giờ|gio) ?(?P<minute>[0-9]{2})?(?: ?(?:phút|phut|p))?")


class HourField(forms.Field):
    """An hour of the day as people write it: 8h, 8h30, 8 giờ 30, 08:30, 14g."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs.setdefault("placeholder", _("ví dụ: 8h30"))

    def to_python(self, value: Any) -> datetime.time | None:
        if value in self.empty_values or isinstance(value, datetime.time):
            return value or None
        match = _HOUR.fullmatch(one_line(str(value)).lower())
        hour, minute = (int(match["hour"]), int(match["minute"] or 0)) if match else (24, 0)
        if hour > 23 or minute > 59:
            raise ValidationError(_("Giờ không hợp lệ. Nhập như 8h30 hoặc 14h."), code="invalid_hour")
        return datetime.time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else value


def short(limit: int, **kwargs: Any) -> OneLineField:
    return OneLineField(validators=[TooLongValidator(limit)], **kwargs)


class MeetingForm(forms.Form):
    """When, where and what about; shared by publishing and changing."""

    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=[CHOOSE, *MeetingKind.choices],
        error_messages={"required": _("Chọn loại cuộc họp."), "invalid_choice": NO_SUCH_CHOICE},
    )
    title = short(
        200,
        label=_("Nội dung"),
        help_text=_("Ví dụ: “Sinh hoạt chi bộ tháng 12”. Không ghi việc mật, không ghi tên người dân."),
        error_messages={"required": _("Ghi nội dung cuộc họp.")},
    )
    date = VietnameseDateField(label=_("Ngày họp"), error_messages={"required": _("Nhập ngày họp.")})
    starts_at = HourField(label=_("Bắt đầu lúc"), error_messages={"required": _("Nhập giờ bắt đầu.")})
    ends_at = HourField(label=_("Kết thúc lúc"), required=False)
    place = short(
        160, label=_("Nơi họp"), required=False, help_text=_("Ví dụ: Hội trường Ủy ban nhân dân xã; trụ sở ấp.")
    )
    note = short(300, label=_("Ghi chú"), required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("starts_at") and typed.get("ends_at") and typed["ends_at"] <= typed["starts_at"]:
            self.add_error("ends_at", _("Giờ kết thúc phải sau giờ bắt đầu."))
        return typed

    def content(self, unit: Unit) -> MeetingContent:
        names = set(MeetingContent.__dataclass_fields__) - {"unit"}
        return MeetingContent(unit=unit, **{name: self.cleaned_data[name] for name in names})


class PublishForm(MeetingForm):
    """A new meeting, or a monthly series of them."""

    uuid = ClientUUIDField()
    unit = PickField(label=_("Đơn vị tổ chức"), error_messages={"required": _("Chọn xã, ấp hoặc khu phố tổ chức.")})
    repeat = forms.ChoiceField(
        label=_("Lặp lại"),
        choices=Repeat.choices,
        initial=Repeat.ONCE,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    times = forms.IntegerField(
        label=_("Số kỳ"),
        required=False,
        min_value=1,
        max_value=MOST_TIMES,
        help_text=_("Khi lặp lại hằng tháng: từ 2 đến 12 kỳ, kể cả kỳ đầu. Từng kỳ đổi, hủy riêng được."),
        error_messages={
            "invalid": _("Nhập số kỳ bằng chữ số."),
            "min_value": _("Số kỳ từ 2 đến 12."),
            "max_value": _("Số kỳ từ 2 đến 12."),
        },
    )
    field_order = ["uuid", "unit", "kind", "title", "date", "starts_at", "ends_at", "place", "repeat", "times", "note"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(user).on(today()).filter(level__in=["commune", "hamlet"])
        units = units.filter(commune__in=policies.publishing_communes(user)).order_by("level", "name_key", "pk")
        found = list(units)
        self.fields["unit"].offer(found)
        if len(found) == 1:
            self.fields["unit"].initial = found[0].pk

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("repeat") in {Repeat.DAY, Repeat.WEEKDAY} and "times" in typed:
            if (typed["times"] or 0) < 2:
                self.add_error("times", _("Số kỳ từ 2 đến 12."))
        else:
            typed["times"] = 1
        return typed


class FollowingMixin(forms.Form):
    """Whether the later meetings of a series go along; asked only where there are any."""

    following = forms.BooleanField(required=False)

    def __init__(self, *args: Any, later: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not later:
            del self.fields["following"]
            return
        self.fields["following"].label = self.question % {"count": later}

    question: Any = ""


class ChangeForm(FollowingMixin, MeetingForm):
    """A published meeting as it will be."""

    question = _("Áp dụng cho cả %(count)s kỳ sau (mỗi kỳ giữ ngày của mình; chỉ đổi giờ, nơi họp và nội dung)")
    field_order = ["kind", "title", "date", "starts_at", "ends_at", "place", "note", "following"]

    @staticmethod
    def initial_of(meeting: LocalMeeting) -> dict[str, Any]:
        return {name: getattr(meeting, name) for name in MeetingForm.base_fields}


class CancelMeetingForm(FollowingMixin):
    """Why a meeting doesn't take place."""

    question = _("Hủy cả %(count)s kỳ sau")
    reason = reason_field()
    field_order = ["reason", "following"]


class NoteForm(forms.Form):
    """A question for another officer to take along."""

    uuid = ClientUUIDField()
    text = short(
        500,
        label=_("Câu hỏi, việc nhờ"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Đồng chí kia thấy lời nhắn này trong kế hoạch của mình và mang theo khi đi."),
        error_messages={"required": _("Ghi câu hỏi hoặc việc nhờ.")},
    )
