"""What a household's matter may be about, and how long its details are kept."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reports.household_visits.loading import write_household_policy


class Command(BaseCommand):
    help = "Nạp danh mục nhóm vấn đề của hộ và thời hạn lưu chi tiết (đề xuất 24 tháng); không đổi mục đã có."

    def handle(self, *args: Any, **options: Any) -> None:
        categories, term = write_household_policy()
        self.stdout.write(_("Đã thêm %(count)s nhóm vấn đề của hộ.") % {"count": categories})
        self.stdout.write(_("Đã ghi thời hạn lưu chi tiết.") if term else _("Thời hạn lưu đã có, không thay đổi."))
