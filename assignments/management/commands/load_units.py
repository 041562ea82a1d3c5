"""The real units of a province, before or after the reform of 01/07/2025."""

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from assignments.loading.packaged_units import UnknownProvinceError, read_province
from assignments.loading.unit_history import ProvinceHistory, history_of
from assignments.loading.unit_tree import UnitsInTheWayError, write_units
from assignments.models import UnitKind
from nammanh.platform.dates import parse_date


class Command(BaseCommand):
    help = (
        "Nạp đơn vị hành chính thật của một tỉnh (63 tỉnh trước 01/07/2025, 34 tỉnh từ ngày đó). Chạy lại không đổi gì."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--province", default="Bến Tre", help="Tên tỉnh, có dấu hay không đều được.")
        parser.add_argument(
            "--as-of",
            default="30/06/2025",
            help="Ngày của danh mục: trước 01/07/2025 là 63 tỉnh có huyện, từ ngày đó là 34 tỉnh. Mặc định 30/06/2025.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            as_of = parse_date(options["as_of"])
            history = history_of(read_province(options["province"], as_of), as_of)
            if history.problems:
                raise CommandError(" ".join(history.problems))
            written = write_units(history)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        except (UnknownProvinceError, UnitsInTheWayError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(summary(history))
        if written.anything:
            texts = {"units": written.units, "successions": written.successions}
            self.stdout.write(_("Đã ghi mới %(units)s đơn vị, %(successions)s quan hệ kế tiếp.") % texts)
        else:
            self.stdout.write(_("Dữ liệu đã có đủ, không thay đổi."))


def summary(history: ProvinceHistory) -> str:
    """The counts of the units in force, and of those that went before."""
    current = Counter(life.unit.kind for life in history.lives if life.valid_to is None)
    former = sum(life.valid_to is not None for life in history.lives)
    province = next(life.unit for life in history.lives if life.unit.kind.level == "province")
    districts = sum(count for kind, count in current.items() if kind.level == "district")
    communes = {kind: count for kind, count in current.items() if kind.level == "commune"}
    kinds = ", ".join(f"{communes[kind]} {kind.label.lower()}" for kind in UnitKind if kind in communes)
    texts = {
        "province": f"{province.kind.label} {province.name}",
        "districts": districts,
        "communes": sum(communes.values()),
        "kinds": kinds,
        "former": former,
    }
    if districts:
        text = _("%(province)s: %(districts)s huyện, thành phố; %(communes)s đơn vị cấp xã (%(kinds)s).") % texts
    else:
        text = _("%(province)s: %(communes)s đơn vị cấp xã (%(kinds)s).") % texts
    return text + (" " + _("Đơn vị tiền thân: %(former)s.") % texts if former else "")
