"""Tasks of figures: counting what was touched, so that a page seldom has much to do."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.dates import local_date, month_label
from nammanh.platform.numbers import format_number
from nammanh.platform.periodic import periodic
from reports.facts.services import close_months, drain, wait_for_turn
from reports.feedback.services import counting as petitions
from reports.household_visits import counting as visited


@periodic("count-figures", gettext_lazy("Tính lại số liệu tổng hợp"), order=20)
def count_figures(at: datetime.datetime) -> str:
    wait_for_turn()
    cells = drain() + petitions.drain() + visited.drain()
    return _("%(cells)s ô số liệu được tính lại.") % {"cells": format_number(cells)} if cells else ""


@periodic("close-months", gettext_lazy("Chốt số liệu tháng"), order=90)
def close_figures_of_months(at: datetime.datetime) -> str:
    months = close_months(day=local_date(at))
    return _("Đã chốt số liệu: %(months)s.") % {"months": ", ".join(map(month_label, months))} if months else ""
