"""The look and the menu of the administration (django-unfold)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

MANAGES_ACCOUNTS = "assignments.admin.portal.manages_accounts"


def entry(title: Any, icon: str, model: str, permission: str = "") -> dict[str, Any]:
    """One line of the menu: the list of a model."""
    line = {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{model}_changelist")}
    return line | ({"permission": permission} if permission else {})


def environment(request: HttpRequest) -> list[Any] | None:
    """The mark that says these are no real figures, as on every other page."""
    return [_("DỮ LIỆU MINH HỌA"), "warning"] if settings.DEMO else None


UNFOLD = {
    "ENVIRONMENT": environment,
    "SITE_TITLE": _("Quản trị Nắm Mạnh"),
    "SITE_HEADER": _("Nắm Mạnh"),
    "SITE_SUBHEADER": _("Quản trị"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("logo.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("favicon.svg")},
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "THEME": "light",
    "BORDER_RADIUS": "4px",
    "COLORS": {
        "primary": {
            "50": "#fdf3f3",
            "100": "#fbe5e5",
            "200": "#f7cfd0",
            "300": "#efacae",
            "400": "#e37d80",
            "500": "#cf4f54",
            "600": "#8f1118",
            "700": "#7b0f15",
            "800": "#671016",
            "900": "#571217",
            "950": "#300507",
        },
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": [
            {
                "title": _("Phân công"),
                "items": [
                    entry(_("Phân công"), "assignment_ind", "assignments_assignment"),
                    entry(_("Nhiệm vụ giao"), "task", "assignments_mandate"),
                    entry(_("Văn bản"), "description", "assignments_legaldocument"),
                ],
            },
            {
                "title": _("Đơn vị"),
                "items": [
                    entry(_("Đơn vị"), "location_on", "assignments_unit"),
                    entry(_("Kế tiếp đơn vị"), "alt_route", "assignments_succession"),
                    entry(_("Mục của hồ sơ địa bàn"), "fact_check", "profiles_factkind"),
                ],
            },
            {
                "title": _("Con người"),
                "items": [
                    entry(_("Cán bộ"), "groups", "assignments_officer"),
                    entry(_("Cơ quan"), "apartment", "assignments_agency"),
                    entry(_("Chức vụ"), "badge", "assignments_post"),
                    entry(_("Lĩnh vực"), "category", "assignments_fieldofwork"),
                ],
            },
            {
                "title": _("Phương châm"),
                "items": [
                    entry(_("Phương châm"), "flag", "assignments_policy"),
                    entry(_("Giai đoạn"), "date_range", "assignments_phase"),
                    entry(_("Tầng nắm"), "layers", "assignments_tier"),
                    entry(_("Vai trò phân công"), "account_tree", "assignments_assignmentrole"),
                    entry(_("Trách nhiệm, quyền hạn"), "gavel", "assignments_duty"),
                    entry(_("Chế độ đi cơ sở"), "event_repeat", "assignments_cadence"),
                    entry(_("Thời hạn trả lời"), "timer", "feedback_replyterm"),
                    entry(_("Ngày nghỉ, ngày làm bù"), "event_busy", "assignments_changedday"),
                    entry(_("Thời hạn xã xác nhận"), "fact_check", "visits_confirmterm"),
                    entry(_("Thời hạn nhận bàn giao"), "event", "handovers_handoverterm"),
                    entry(_("Ngày chốt số liệu tháng"), "lock_clock", "facts_freezingday"),
                    entry(_("Thang nhắc việc"), "stairs", "reminders_rung"),
                    entry(_("Giờ gửi thư tổng hợp"), "schedule_send", "reminders_mailterm"),
                ],
            },
            {
                "title": _("Tài khoản"),
                "items": [
                    entry(_("Tài khoản"), "manage_accounts", "accounts_user", MANAGES_ACCOUNTS),
                    entry(_("Ủy quyền nhập thay"), "supervisor_account", "accounts_secretarymandate", MANAGES_ACCOUNTS),
                ],
            },
        ],
    },
}
