"""What every year brings: feasts, enlistment, examinations, the storm season."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from reports.planner.loading import EVENTS_FILE, write_yearly_events


class Command(BaseCommand):
    help = "Nạp sự kiện hằng năm (Tết, giao nhận quân, khai giảng, phòng chống thiên tai…). Chạy lại không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=EVENTS_FILE, help="Tệp JSON cùng khuôn, khi địa phương khác.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = write_yearly_events(options["file"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        except (OSError, json.JSONDecodeError, KeyError, TypeError) as problem:
            texts = {"file": options["file"], "problem": problem}
            raise CommandError(_("Không đọc được tệp sự kiện %(file)s: %(problem)s") % texts) from problem
        self.stdout.write(_("Đã ghi %(count)s sự kiện hằng năm mới.") % {"count": new})
