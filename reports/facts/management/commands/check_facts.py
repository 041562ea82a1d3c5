"""Prove that every figure equals its records; ends with an error when one does not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nammanh.platform.numbers import format_number
from reports.facts.checking import differences


class Command(BaseCommand):
    help = "Đếm lại toàn bộ hồ sơ gốc và so với số liệu tổng hợp; in từng ô sai lệch."

    def handle(self, *args: Any, **options: Any) -> None:
        found = differences()
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(
                _("%(cells)s ô số liệu khác với hồ sơ gốc. Chạy rebuild_facts để tính lại.")
                % {"cells": format_number(len(found))}
            )
        self.stdout.write(_("Mọi số liệu đều khớp với hồ sơ gốc."))
