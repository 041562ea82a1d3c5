"""Carry out a list of successions: the reform of 01/07/2025, or any other in the same columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from assignments.access import PortalRole
from assignments.models import LegalDocument
from assignments.reforms import services
from assignments.reforms.edges_file import RefusedEdgesError, read_edges
from assignments.reforms.models import UnitOperation
from assignments.services.reshaping import Survey
from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.platform.dates import parse_date
from nammanh.platform.numbers import format_number

BENTRE = Path(__file__).resolve().parents[2] / "data" / "succession_bentre_2025-07-01.csv"


class Command(BaseCommand):
    help = (
        "Sắp xếp đơn vị theo danh sách (CSV). Mặc định: cuộc sắp xếp ngày 01/07/2025 của Bến Tre, 148 xã thành 48. "
        "Bị từ chối kèm danh sách khi có ghi nhận sau ngày đó tại đơn vị sẽ kết thúc; khi ấy dùng --on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=BENTRE, help="Tệp CSV các quan hệ kế tiếp.")
        parser.add_argument("--on", metavar="DD/MM/YYYY", help="Ngày có hiệu lực, nếu khác ngày ghi trong tệp.")
        parser.add_argument("--document", metavar="ID", type=int, help="Số của văn bản đã có trong danh mục.")
        parser.add_argument("--by", metavar="TÀI KHOẢN", help="Người thực hiện; mặc định một quản trị hệ thống.")
        parser.add_argument("--dry-run", action="store_true", help="Chỉ cho biết sẽ ra sao, không ghi gì.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            edges = read_edges(options["file"].read_bytes())
            document = LegalDocument.objects.get(pk=options["document"]) if options["document"] else None
            on = parse_date(options["on"]) if options["on"] else None
            by = Actor(_doer(options["by"]))
            with transaction.atomic():
                draft = services.draft_from_edges(edges=edges, by=by, on=on, document=document)
                self._run(draft, by, dry=options["dry_run"])
        except OSError as error:
            raise CommandError(_("Không đọc được tệp: %(why)s.") % {"why": error.strerror}) from error
        except LegalDocument.DoesNotExist as error:
            raise CommandError(_("Không có văn bản mang số này trong danh mục.")) from error
        except (RefusedEdgesError, ValidationError) as refusal:
            reasons = refusal.reasons if isinstance(refusal, RefusedEdgesError) else refusal.messages
            raise CommandError(_("Không ghi gì, vì:") + "\n- " + "\n- ".join(reasons)) from refusal

    def _run(self, draft: UnitOperation, by: Actor, *, dry: bool) -> None:
        found = services.preview(draft)
        for line in lines_of(found):
            self.stdout.write(line)
        if found.blockers:
            raise ValidationError([str(blocker) for blocker in found.blockers])
        if dry:
            transaction.set_rollback(True)
            self.stdout.write(_("Chạy thử: chưa ghi gì."))
            return
        services.apply_operation(operation=draft, by=by)
        self.stdout.write(_("Đã thực hiện. Xem và hoàn tác tại trang “Sắp xếp đơn vị”."))


def _doer(username: str | None) -> User:
    """Who is on record as having done it."""
    users = User.objects.filter(is_active=True)
    if username:
        found = users.filter(username=username).first()
    else:
        admins = users.filter(officer__positions__post__portal_role=PortalRole.ADMIN)
        found = (admins | users.filter(is_superuser=True)).order_by("pk").first()
    if found is None:
        raise CommandError(_("Không có tài khoản để thực hiện; ghi --by TÊN_ĐĂNG_NHẬP."))
    return found


def lines_of(found: Survey) -> list[str]:
    """The counts, as sentences for the terminal."""
    counts = {name: format_number(many) for name, many in found.counts.items()}
    return [
        _("%(units)s đơn vị kết thúc, %(openings)s đơn vị mới mở.") % counts,
        _("Chuyển theo: %(hamlets)s ấp, khu phố; %(groups)s tổ; %(households)s hộ.") % counts,
        _("Phân công: %(carried)s tiếp tục, %(ended)s thôi; %(left_without)s đồng chí chưa có nơi mới.") % counts,
    ]
