"""The ladders and the hours of letters that a new installation starts with."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nammanh.platform.dates import parse_date, today
from reports.reminders.loading import LADDERS_FILE, write_ladders


class Command(BaseCommand):
    help = "Nạp thang nhắc việc và giờ gửi thư (giả định) cho thang nào chưa có bậc; không đổi bậc đã có."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", default="", help="Có hiệu lực từ ngày (mặc định: hôm nay).")
        parser.add_argument("--file", type=Path, default=LADDERS_FILE, help="Tệp JSON cùng khuôn, khi địa phương khác.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            since = parse_date(options["since"]) if options["since"] else today()
            rungs, hours = write_ladders(since=since, file=options["file"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        except (OSError, json.JSONDecodeError, KeyError, TypeError) as problem:
            texts = {"file": options["file"], "problem": problem}
            raise CommandError(_("Không đọc được tệp thang nhắc việc %(file)s: %(problem)s") % texts) from problem
        self.stdout.write(_("Đã ghi %(count)s bậc nhắc việc mới.") % {"count": rungs})
        self.stdout.write(_("Đã ghi giờ gửi thư.") if hours else _("Giờ gửi thư đã có, không thay đổi."))
