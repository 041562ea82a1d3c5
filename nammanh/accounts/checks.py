"""A production start refuses a database that still holds a demo account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from nammanh.accounts.models import User


@register(Tags.database, Tags.security)
def no_demo_accounts_in_production(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Runs with every start of the server and with `migrate`; needs the database, so it is skipped without one."""
    if not settings.PRODUCTION or not databases:
        return []
    if User._meta.db_table not in connection.introspection.table_names():
        return []
    demo = User.objects.filter(is_demo=True).count()
    if not demo:
        return []
    return [
        Error(
            f"Cơ sở dữ liệu còn {demo} tài khoản minh họa với mật khẩu đã công bố.",
            hint="Dùng cơ sở dữ liệu mới cho hệ thống thật, hoặc xóa dữ liệu minh họa trước khi chạy.",
            id="accounts.E001",
        )
    ]
