"""Asks the virus scanner about files that wait for it; for a timer, every few minutes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reports.evidence import scanning, services
from reports.evidence.models import Evidence
from reports.evidence.states import Status


class Command(BaseCommand):
    help = "Quét lại các minh chứng đang chờ quét mã độc; --all: quét lại mọi minh chứng đang lưu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Cả minh chứng đã quét: khi có mẫu nhận diện mới.")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Evidence.objects.with_file()
        if not options["all"]:
            rows = rows.filter(status=Status.WAITING)
        count = {"clean": 0, "infected": 0, "waiting": 0}
        for evidence in rows.order_by("pk").iterator():
            count[self._outcome(evidence)] += 1
        self.stdout.write(_("Đã quét: sạch: %(clean)s, có mã độc: %(infected)s, còn chờ: %(waiting)s.") % count)

    def _outcome(self, evidence: Evidence) -> str:
        try:
            judged = services.judge(evidence=evidence)
        except scanning.Unreachable:
            return "waiting"
        return "infected" if judged.status == Status.REJECTED else "clean"
