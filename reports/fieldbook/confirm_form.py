"""What the commune says when it confirms a visit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from nammanh.platform.fields import OneLineField, TooLongValidator
from reports.recommendations.models import Comment, Specificity
from reports.visits.filters import NO_SUCH_CHOICE


class ConfirmForm(forms.Form):
    """A verdict on each comment, as far as the commune has one, and a note. `comments` as `dressed` gives them."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    note = OneLineField(
        label=_("Ghi chú của xã (không bắt buộc)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[TooLongValidator(500)],
    )

    def __init__(self, *args: Any, comments: list[Comment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.comments = [comment for comment in comments if comment.may_judge]
        for comment in self.comments:
            self.fields[self._name(comment)] = forms.ChoiceField(
                label=_("Góp ý này cụ thể, chung chung hay khó thực hiện?"),
                choices=Specificity.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=comment.specificity,
                error_messages={"invalid_choice": NO_SUCH_CHOICE},
            )

    @staticmethod
    def _name(comment: Comment) -> str:
        return f"verdict-{comment.uuid}"

    def row(self, comment: Comment) -> BoundField | str:
        """The question about one comment; nothing for one that came up after the page was opened."""
        name = self._name(comment)
        return self[name] if name in self.fields else ""

    def verdicts(self) -> dict[Comment, str]:
        """The comments that were judged, each with its verdict."""
        said = {comment: self.cleaned_data[self._name(comment)] for comment in self.comments}
        return {comment: verdict for comment, verdict in said.items() if verdict}
