"""The list of facts that a profile asks for."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from assignments.profiles.loading import KINDS_FILE, MissingFieldsError, write_kinds


class Command(BaseCommand):
    help = "Nạp danh mục “hồ sơ địa bàn”. Mục đã có giữ nguyên; chạy lại không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=KINDS_FILE, help="Tệp JSON cùng khuôn.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = write_kinds(options["file"])
        except MissingFieldsError as missing:
            text = _("Chưa nạp danh mục hồ sơ địa bàn vì chưa có lĩnh vực: %(fields)s. Chạy load_policy trước.")
            self.stdout.write(text % {"fields": missing})
            return
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        except (OSError, ValueError, KeyError, TypeError) as problem:
            texts = {"file": options["file"], "problem": problem}
            raise CommandError(_("Không đọc được tệp danh mục %(file)s: %(problem)s") % texts) from problem
        if new:
            self.stdout.write(_("Đã ghi mới %(count)s mục của hồ sơ địa bàn.") % {"count": new})
        elif options["verbosity"]:
            self.stdout.write(_("Danh mục hồ sơ địa bàn đã có đủ, không thay đổi."))
