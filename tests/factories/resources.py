"""Pledges as the services leave them."""

import datetime

import factory
from factory.django import DjangoModelFactory

from nammanh.platform.dates import today
from reports.resources.models import Pledge, Receipt
from tests.factories.assignments import CommuneFactory, OfficerFactory


class PledgeFactory(DjangoModelFactory):
    """500 million đồng of an enterprise for a bridge, promised."""

    class Meta:
        model = Pledge

    unit = factory.SubFactory(CommuneFactory)
    officer = factory.SubFactory(OfficerFactory)
    found_on = factory.LazyFunction(lambda: today() - datetime.timedelta(days=20))
    donor_kind = "enterprise"
    donor_name = "Công ty TNHH Dừa Xanh"
    origin = "external"
    form = "cash"
    amount = 500_000_000
    description = "Kinh phí làm cầu ấp 3"
    purpose = "new_rural"
    status = "pledged"
    entered_by = factory.SelfAttribute("officer.user")


class ReceiptFactory(DjangoModelFactory):
    class Meta:
        model = Receipt

    pledge = factory.SubFactory(PledgeFactory)
    received_on = factory.LazyFunction(today)
    amount = 100_000_000
    by = factory.SelfAttribute("pledge.officer.user")


def pledge_in(status, **fields):
    """A pledge in this state, with a receipt where there must be one."""
    if status in {"received", "handed_over"}:
        pledge = PledgeFactory(status="pledged", **fields)
        ReceiptFactory(pledge=pledge)
        for step in ("received", "handed_over"):
            pledge.status = step
            pledge.save()
            if step == status:
                break
    else:
        pledge = PledgeFactory(status=status, **fields)
    action = {"approached": "approach", "pledged": "pledge", "received": "receive", "failed": "fail"}
    pledge.steps.create(action=action.get(status, "hand_over"), status=status, by=pledge.entered_by)
    return pledge
