"""A Word file in place of the present template."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from nammanh.papers.services import TEMPLATE_MEGABYTES
from nammanh.platform.fields import OneLineField
from nammanh.platform.numbers import format_number


class PaperTemplateForm(forms.Form):
    """The file is tried with sample data before it is taken."""

    file = forms.FileField(
        label=gettext_lazy("Tệp mẫu (.docx)"),
        widget=forms.FileInput({"accept": ".docx"}),
    )
    note = OneLineField(
        label=gettext_lazy("Ghi chú"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Ví dụ: thêm căn cứ theo quy chế làm việc."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        words = gettext_lazy("Tải mẫu đang dùng về, sửa trong Word rồi tải lên. Tối đa %(limit)s MB, không có macro.")
        self.fields["file"].help_text = words % {"limit": format_number(TEMPLATE_MEGABYTES)}
