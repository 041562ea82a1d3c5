"""What this slice does by itself: settle what is done, climb the ladders, write and send the letters."""

from __future__ import annotations

import datetime
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.numbers import format_number
from nammanh.platform.periodic import periodic
from reports.reminders import services
from reports.reminders.states import LADDERS


def _climb(ladder: str, at: datetime.datetime) -> str:
    done = services.climb(ladder=ladder, at=at)
    said = _("%(steps)s bậc, %(messages)s thông báo") % {
        "steps": format_number(len(done.steps)),
        "messages": format_number(len(done.messages)),
    }
    if done.unreached:
        said += "; " + _("%(count)s bậc chưa có ai để báo") % {"count": format_number(done.unreached)}
    return said


for _ladder in LADDERS:
    periodic(f"climb-{_ladder.replace('_', '-')}", _ladder.label, order=20)(partial(_climb, _ladder))


@periodic("settle-messages", gettext_lazy("Rút tin của việc đã xong"), order=10)
def settle(at: datetime.datetime) -> str:
    return _("rút %(count)s thông báo") % {"count": format_number(services.settle(at=at))}


@periodic("write-letters", gettext_lazy("Soạn thư tổng hợp"), order=30)
def write_letters(at: datetime.datetime) -> str:
    if not settings.SENDS_MAIL:
        return _("chưa khai báo máy chủ thư")
    return _("soạn %(count)s thư") % {"count": format_number(services.write_letters(at=at))}


@periodic("send-letters", gettext_lazy("Gửi thư tổng hợp"), order=40, atomic=False)
def send_letters(at: datetime.datetime) -> str:
    if not settings.SENDS_MAIL:
        return _("chưa khai báo máy chủ thư")
    went, failed = services.send_letters(at=at)
    return _("gửi %(went)s thư, chưa gửi được %(failed)s") % {
        "went": format_number(went),
        "failed": format_number(failed),
    }
