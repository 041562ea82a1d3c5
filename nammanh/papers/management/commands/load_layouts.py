"""The layouts of official papers as data."""

from typing import Any

from django.core.management.base import BaseCommand

from nammanh.papers.loading import write_layouts


class Command(BaseCommand):
    help = "Nạp thể thức văn bản của Đảng và hành chính. Chạy lại không đổi gì."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Thể thức văn bản ghi mới: {write_layouts()}.")
