"""Rounds as tests need them: of the first tier, in the whole province, from 01/01/2027 on."""

import datetime

from assignments.rounds import services
from assignments.rounds.models import Round
from nammanh.accounts.actor import Actor
from tests.conftest import in_post
from tests.factories import assignments as make

D = datetime.date
START, EVE = D(2027, 1, 1), D(2026, 12, 31)


def a_round(world, by: Actor | None = None, **changes) -> Round:
    """A draft, prefilled unless told otherwise."""
    if by is None:
        by = Actor(in_post("organisation", world.province, "Phó Trưởng ban", "Lý Văn Soạn", "Ban Tổ chức"))
    fields = {
        "name": "Phân công lại năm 2027",
        "tier": world.tiers[0],
        "unit": world.province,
        "starts_on": START,
        "mandate": make.MandateFactory(),
        **changes,
    }
    return services.draft_round(by=by, **fields)


def decision(**changes):
    """A signed decision, ready to be cited."""
    fields = {
        "number": "12-QĐ/TU",
        "issued_on": D(2026, 12, 20),
        "signer": "Mai Văn Thường Trực",
        "abstract": "phân công cán bộ tỉnh phụ trách xã, phường, thị trấn",
    }
    return make.DocumentFactory(**fields, **changes)
