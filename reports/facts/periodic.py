"""Tasks of figures: counting what was touched, so that a page seldom has much to do."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.numbers import format_number
from nammanh.platform.periodic import periodic
from reports.facts.services import drain, wait_for_turn


@periodic("count_figures", gettext_lazy("Tính lại số liệu tổng hợp"), order=20)
def count_figures(at: datetime.datetime) -> str:
    wait_for_turn()
    cells = drain()
    return _("%(cells)s ô số liệu được tính lại.") % {"cells": format_number(cells)} if cells else ""
