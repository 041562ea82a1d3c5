"""The main menu: one row per section, only those that the person may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assignments import policies as assignments
from assignments.access import access_of
from nammanh.accounts.models import User
from reports.bulletins import policies as bulletins
from reports.consolidation import policies as consolidation
from reports.dashboards import policies as dashboards
from reports.handovers import policies as handovers
from reports.household_visits import policies as household_visits
from reports.planner import policies as planner
from reports.reporting import policies as reporting
from reports.resources import policies as resources

Test = Callable[[User], bool]


def _reads_records(user: User) -> bool:
    """Visits and comments: whoever reads all records, or has a unit to read them of."""
    access = access_of(user)
    return access.reads_all_records or bool(access.areas)


def _reads_petitions(user: User) -> bool:
    return _reads_records(user) or bool(access_of(user).department_ids)


@dataclass(frozen=True)
class Page:
    """A page beside the first one of its section: a tab."""

    label: Any
    url_name: str
    may_open: Test


@dataclass(frozen=True)
class Section:
    """A part of the portal: its first page, the address under which its pages lie, and the pages beside the first."""

    label: Any
    icon: str
    url_name: str
    may_open: Test
    pages: tuple[Page, ...] = ()


SECTIONS = (
    Section(
        _("Bàn làm việc"),
        "home",
        "dashboards:desk",
        lambda user: True,
        pages=(
            Page(_("Việc cần làm"), "dashboards:desk", lambda user: True),
            Page(_("Việc đã làm theo tháng"), "dashboards:own_duties", dashboards.has_duties),
        ),
    ),
    Section(
        _("Tổng quan"),
        "layout-dashboard",
        "dashboards:overview",
        dashboards.opens_overview,
        pages=(
            Page(_("Tổng quan"), "dashboards:overview", dashboards.opens_overview),
            Page(_("Bản đồ"), "dashboards:map", dashboards.reads_overview),
            Page(_("Địa bàn theo tháng"), "dashboards:places_by_month", dashboards.reads_places),
            Page(_("Thông tin hai chiều"), "dashboards:both_ways", dashboards.reads_places),
            Page(_("Sở, ngành theo tháng"), "dashboards:departments_by_month", dashboards.reads_departments),
        ),
    ),
    Section(
        _("Đi cơ sở"),
        "route",
        "visits:list",
        _reads_records,
        pages=(
            Page(_("Chuyến đi"), "visits:list", _reads_records),
            Page(_("Liên hệ"), "contacts:list", _reads_records),
            Page(_("Lịch"), "planner:calendar", planner.reads_calendar),
            Page(_("Lịch họp của cơ sở"), "planner:meetings", planner.reads_calendar),
            Page(_("Sinh hoạt chi bộ"), "planner:cells", planner.reads_calendar),
        ),
    ),
    Section(
        _("Phản ánh, kiến nghị"),
        "message-report",
        "feedback:list",
        _reads_petitions,
        pages=(
            Page(_("Phản ánh, kiến nghị"), "feedback:list", _reads_petitions),
            Page(_("Kỳ tập hợp"), "consolidation:list", consolidation.reads_batches),
            Page(_("Thống kê"), "feedback:statistics", _reads_petitions),
        ),
    ),
    Section(_("Góp ý"), "message-2", "recommendations:list", _reads_records),
    Section(
        _("Báo cáo"),
        "report",
        "reporting:list",
        reporting.reads_reports,
        pages=(
            Page(_("Báo cáo tình hình"), "reporting:list", reporting.reads_reports),
            Page(_("Tổng hợp, sơ kết, tổng kết"), "reporting:reviews", reporting.reads_reviews),
        ),
    ),
    Section(
        _("Thông tin"),
        "speakerphone",
        "bulletins:list",
        bulletins.reads_bulletins,
        pages=(
            Page(_("Thông tin chủ trương"), "bulletins:list", bulletins.reads_bulletins),
            Page(_("Nguồn lực"), "resources:list", resources.reads_pledges),
        ),
    ),
    Section(
        _("Địa bàn"),
        "map-2",
        "assignments:units",
        assignments.reads_coverage,
        pages=(
            Page(_("Các địa bàn"), "assignments:units", assignments.reads_coverage),
            Page(_("Cụm, tiểu vùng"), "assignments:clusters", assignments.reads_coverage),
            Page(_("Hồ sơ cần cập nhật"), "profiles:needing_update", assignments.reads_coverage),
            Page(_("Sắp xếp đơn vị"), "reforms:list", assignments.may_manage_units),
        ),
    ),
    Section(
        _("Phân công"),
        "clipboard-list",
        "assignments:assignments",
        assignments.reads_coverage,
        pages=(
            Page(_("Đang phân công"), "assignments:assignments", assignments.reads_coverage),
            Page(_("Chưa phân công"), "assignments:unheld", assignments.reads_coverage),
            Page(_("Độ phủ"), "assignments:matrix", assignments.reads_coverage),
            Page(_("Cần chỉnh"), "assignments:anomalies", assignments.reads_anomalies),
            Page(_("Đợt phân công"), "rounds:list", assignments.may_manage_assignments),
            Page(_("Đề xuất phân công"), "matching:proposals", assignments.may_manage_assignments),
            Page(_("Bàn giao"), "handovers:list", handovers.reads_hand_overs),
            Page(_("Nhập từ Excel"), "imports:start", assignments.may_manage_assignments),
            Page(_("Mẫu văn bản"), "assignments:paper_templates", assignments.may_manage_papers),
        ),
    ),
    Section(
        _("Cán bộ"),
        "users",
        "assignments:officers",
        assignments.reads_coverage,
        pages=(
            Page(_("Danh sách cán bộ"), "assignments:officers", assignments.reads_coverage),
            Page(_("Vắng mặt"), "assignments:absences", assignments.may_open_absences),
            Page(_("Đoàn công tác"), "assignments:delegations", assignments.reads_coverage),
            Page(_("Trách nhiệm, quyền hạn"), "assignments:duties", assignments.reads_coverage),
        ),
    ),
    Section(
        _("Hộ gia đình"),
        "home-heart",
        "assignments:households",
        assignments.reads_households,
        pages=(
            Page(_("Danh sách hộ"), "assignments:households", assignments.reads_households),
            Page(_("Thăm hộ"), "household_visits:places", household_visits.reads_household_visits),
            Page(_("Cần theo dõi"), "household_visits:follow_ups", household_visits.reads_household_visits),
            Page(_("Độ phủ thăm hộ"), "household_visits:coverage", household_visits.reads_coverage),
            Page(
                _("Phân công ấp, tổ, hộ"),
                "assignments:household_holdings",
                lambda user: bool(assignments.household_unit_ids(user)),
            ),
        ),
    ),
    Section(_("Quản trị"), "settings", "admin:index", assignments.may_enter_administration),
    Section(_("Nhật ký truy cập"), "shield-check", "dashboards:access_log", assignments.reads_access_log),
)


@dataclass(frozen=True)
class Entry:
    """One line of the menu, for this request."""

    label: Any
    url: str
    icon: str
    active: bool


def entries(request: HttpRequest, *, is_secretary: bool) -> list[Entry]:
    """The menu of the person whose rights count; `is_secretary` adds the way to enter records for a leader."""
    user = request.actor.user
    sections = [section for section in SECTIONS if section.may_open(user)]
    if is_secretary:
        sections.append(Section(_("Nhập thay"), "arrows-exchange", "acting_for", lambda user: True))
    matched = {section.url_name: _match(section, request.path) for section in sections}
    best = max(matched.values())
    return [
        Entry(section.label, _address(section.url_name), section.icon, bool(best) and matched[section.url_name] == best)
        for section in sections
    ]


@cache
def _address(url_name: str) -> str:
    """Those of the menu never change while the portal runs, and each page asks for some sixty."""
    return reverse(url_name)


def _match(section: Section, path: str) -> int:
    """How much of the address lies under the section or one of its pages; 0: none of it."""
    urls = {_address(name) for name in (section.url_name, *(page.url_name for page in section.pages))}
    return max((len(url) for url in urls if path.startswith(url)), default=0)


@dataclass(frozen=True)
class Tab:
    """One tab of the section's pages, for this request."""

    label: Any
    url: str
    active: bool
    count: int | None = None


def tabs(request: HttpRequest) -> list[Tab]:
    """The pages of the section that this address is one of; none on a page that is no tab itself."""
    user = request.actor.user
    for section in SECTIONS:
        pages = [(page, _address(page.url_name)) for page in section.pages]
        if request.path in {url for _page, url in pages}:
            shown = [Tab(page.label, url, url == request.path) for page, url in pages if page.may_open(user)]
            return shown if len(shown) > 1 else []
    return []
