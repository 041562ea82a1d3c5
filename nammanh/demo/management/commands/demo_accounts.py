"""The accounts of the illustration, as a table or as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nammanh.accounts.passwords import DEMO_PASSWORD
from nammanh.demo.accounts import DemoAccount, demo_accounts

HEAD = DemoAccount("Tên đăng nhập", "Mật khẩu", "Vai trò", "Họ và tên")


class Command(BaseCommand):
    help = "In các tài khoản minh họa; --json chỉ in một danh sách JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Chỉ in JSON: username, password, role, name.")

    def handle(self, *args: Any, **options: Any) -> None:
        accounts = demo_accounts(DEMO_PASSWORD)
        if options["json"]:
            self.stdout.write(json.dumps([account.as_dict() for account in accounts], ensure_ascii=False))
        elif not accounts:
            self.stdout.write("Chưa có tài khoản minh họa. Chạy “manage.py load_demo” ở chế độ minh họa.")
        else:
            self.stdout.write("\n".join(table(accounts)))


def table(accounts: list[DemoAccount]) -> list[str]:
    """Aligned lines under a head."""
    rows = [tuple(account.as_dict().values()) for account in (HEAD, *accounts)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]
