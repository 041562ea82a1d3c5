"""Tasks of the month: the figures of batches kept short."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nammanh.platform.numbers import format_number
from nammanh.platform.periodic import periodic
from reports.consolidation.services.tallying import fold


@periodic("fold-batch-figures", gettext_lazy("Gộp số liệu kỳ tập hợp"), order=25)
def fold_figures(at: datetime.datetime) -> str:
    rows = fold()
    return _("Đã gộp %(rows)s dòng số liệu kỳ tập hợp.") % {"rows": format_number(rows)} if rows else ""
