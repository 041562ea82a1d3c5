"""What the database itself keeps about comments: the table of `states`, fixed words, numbers that stay.

Given to the model as parts of its Meta; the sentences for the person stand in `services`.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.recommendations import states

WORDS = ("addressee", "matter", "proposal", "responsible", "due_on", "type", "visibility")
"""The parts of a comment that its recipient reads and a verdict is about."""

_REFUSE_MOVE = """
    IF (OLD.status, NEW.status) NOT IN (
        ('draft', 'sent'), ('withdrawn', 'sent'), ('sent', 'withdrawn'), ('sent', 'read'), ('read', 'answered'),
        ('answered', 'followed_up'), ('read', 'done'), ('answered', 'done'), ('followed_up', 'done')
    ) THEN
        RAISE EXCEPTION 'comment may not move from % to %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recommendations_comment_transition';
    END IF;
    RETURN NEW;
"""

_REFUSE_EDIT = """
    IF OLD.status NOT IN ('draft', 'withdrawn', 'sent') THEN
        RAISE EXCEPTION 'a comment that was read keeps its words'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recommendations_comment_closed';
    END IF;
    RETURN NEW;
"""

_REFUSE_RENUMBER = """
    IF OLD.number IS NOT NULL THEN
        RAISE EXCEPTION 'a number that was given stays where it was given'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recommendations_comment_number_stays';
    END IF;
    RETURN NEW;
"""

_REFUSE_DELETE = """
    IF OLD.number IS NOT NULL OR OLD.status <> 'draft' THEN
        RAISE EXCEPTION 'only a draft without a number may be thrown away'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recommendations_comment_kept';
    END IF;
    RETURN OLD;
"""


_REFUSE_FORGETTING = """
    IF EXISTS (
        SELECT FROM recommendations_comment WHERE id = OLD.comment_id AND (number IS NOT NULL OR status <> 'draft')
    ) THEN
        RAISE EXCEPTION 'the history of a comment stays'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recommendations_commentstep_kept';
    END IF;
    RETURN OLD;
"""


def _on_change(name: str, func: str, *fields: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*fields),
        func=func,
    )


TRIGGERS = [
    _on_change("transition", _REFUSE_MOVE, "status"),
    _on_change("words_stand", _REFUSE_EDIT, *WORDS, "visit", "officer", "given_on", "unit"),
    _on_change("number_stays", _REFUSE_RENUMBER, "number", "number_year", "visibility", "commune"),
    pgtrigger.Trigger(name="kept", when=pgtrigger.Before, operation=pgtrigger.Delete, func=_REFUSE_DELETE),
]

STEPS_KEPT = pgtrigger.Trigger(name="kept", when=pgtrigger.Before, operation=pgtrigger.Delete, func=_REFUSE_FORGETTING)
"""The steps of a draft go with it; all others stay."""


def constraints(status: Any, visibility: Any, kind: Any, progress: Any) -> list[models.BaseConstraint]:
    """The truth about one row, given the model's own lists of choices."""
    unsent, seen = Q(status__in=sorted(states.UNSENT)), Q(status__in=sorted(states.SEEN))
    unnumbered = Q(number__isnull=True, number_year__isnull=True)
    return [
        models.CheckConstraint(condition=~Q(matter="") & ~Q(proposal=""), name="recommendations_comment_says"),
        models.CheckConstraint(condition=Q(status__in=status.values), name="recommendations_comment_status"),
        models.CheckConstraint(
            condition=Q(visibility__in=[visibility.COMMUNE, visibility.SUPERIOR])
            | Q(visibility=visibility.PRIVATE, status=status.DRAFT),
            name="recommendations_comment_note_unsent",
            violation_error_message=_("Ghi chú cá nhân không gửi đi. Chọn gửi ai trước khi gửi."),
        ),
        models.CheckConstraint(
            condition=unsent & Q(sent_at__isnull=True) | ~unsent & Q(sent_at__isnull=False),
            name="recommendations_comment_sent_when",
        ),
        models.CheckConstraint(
            condition=unnumbered & (Q(status__in=sorted(states.UNSENT)) | Q(type=kind.INFORMAL))
            | Q(number__gte=1, number_year__isnull=False) & ~Q(status=status.DRAFT),
            name="recommendations_comment_numbered",
        ),
        models.UniqueConstraint(
            fields=["commune", "visibility", "number_year", "number"], name="recommendations_comment_number"
        ),
        models.CheckConstraint(
            condition=seen & Q(read_by__isnull=False, read_at__isnull=False)
            | ~seen & Q(read_by__isnull=True, read_at__isnull=True),
            name="recommendations_comment_read_by_whom",
        ),
        models.CheckConstraint(
            condition=Q(specificity="", judged_by__isnull=True, judged_at__isnull=True)
            | seen & ~Q(specificity="") & Q(judged_by__isnull=False, judged_at__isnull=False),
            name="recommendations_comment_judged_by_whom",
        ),
        models.CheckConstraint(
            condition=Q(answer="", reply="", answered_by__isnull=True, answered_at__isnull=True)
            & ~Q(status__in=sorted(states.FOLLOWED))
            | Q(
                status__in=sorted({*states.FOLLOWED, status.DONE}), answered_by__isnull=False, answered_at__isnull=False
            )
            & ~Q(answer="")
            & ~Q(reply=""),
            name="recommendations_comment_answered_with",
        ),
        models.CheckConstraint(
            condition=Q(status=status.FOLLOWED_UP, followed_on__isnull=False)
            & Q(progress__in=[progress.UNDER_WAY, progress.NOT_DONE])
            | Q(status=status.DONE, progress=progress.DONE, followed_on__isnull=False)
            | ~Q(status__in=[status.FOLLOWED_UP, status.DONE])
            & Q(progress="", followed_on__isnull=True, expected_on__isnull=True),
            name="recommendations_comment_followed_when",
        ),
    ]
