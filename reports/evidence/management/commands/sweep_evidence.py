"""Removes what killed processes and lost signals left on disk; for a timer, once a night. Safe at any time."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reports.evidence import files, services
from reports.evidence.models import Evidence

ROOM_AFTER = datetime.timedelta(days=1)


class Command(BaseCommand):
    help = "Dọn tệp minh chứng gửi dở quá hạn và tệp không còn dòng ghi; nêu các dòng ghi bị mất tệp."

    def handle(self, *args: Any, **options: Any) -> None:
        count = {
            "partial": services.expire_partials(),
            "orphans": services.remove_orphans(),
            "rooms": files.clear_workrooms(ROOM_AFTER),
        }
        self.stdout.write(
            _("Đã dọn %(partial)s tệp gửi dở, %(orphans)s tệp không còn dòng ghi, %(rooms)s thư mục tạm.") % count
        )
        for uuid, key in Evidence.objects.with_file().order_by("pk").values_list("uuid", "key").iterator():
            if not files.path_of(key).exists():
                self.stdout.write(self.style.WARNING(_("Mất tệp: %(uuid)s") % {"uuid": uuid}))
