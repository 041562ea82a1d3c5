"""The policy as data: documents, phases, tiers, cadences, roles, duties, posts, fields of work."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from assignments.loading.policy_rows import POLICY_FILE, THREE_TIER, TWO_TIER, summary, write_policy


class Command(BaseCommand):
    help = "Nạp phương châm “3 nắm”: văn bản, giai đoạn, tầng, vai trò, trách nhiệm, chức vụ. Chạy lại không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=POLICY_FILE, help="Tệp JSON cùng khuôn, khi chính sách khác.")

        parser.add_argument(
            "--regime",
            choices=[THREE_TIER, TWO_TIER],
            default=THREE_TIER,
            help="three-tier: tỉnh, huyện, xã; two-tier: không còn cấp huyện từ 01/07/2025.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = write_policy(options["file"], options["regime"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        except (OSError, json.JSONDecodeError, KeyError) as problem:
            texts = {"file": options["file"], "problem": problem}
            raise CommandError(_("Không đọc được tệp chính sách %(file)s: %(problem)s") % texts) from problem
        self.stdout.write(summary(new))
