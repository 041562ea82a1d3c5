"""Count every figure again from the records, as after a restored backup or a change of what is counted."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from nammanh.platform.numbers import format_number
from reports.facts.models import Activity
from reports.facts.services import rebuild


class Command(BaseCommand):
    help = "Tính lại toàn bộ số liệu tổng hợp từ hồ sơ gốc. Số liệu các tháng đã chốt giữ nguyên."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        rebuild()
        self.stdout.write(
            _("Đã tính lại %(rows)s dòng số liệu trong %(seconds)s giây.")
            % {
                "rows": format_number(Activity.objects.filter(frozen_at=None).count()),
                "seconds": format_number(round(time.monotonic() - started, 1)),
            }
        )
