"""Records of Sơn Phú that several tests start from."""

from reports.feedback.states import WITH_DEPARTMENT
from tests.factories.reports import PetitionFactory, VisitFactory


def officers_visit(world, request, **fields):
    """A visit of `officer` to Sơn Phú."""
    officer = request.getfixturevalue("officer").officer
    return VisitFactory(officer=officer, unit=world.commune, tier=world.tiers[0], **fields)


def department(request):
    """The agency of `department_head`."""
    return request.getfixturevalue("department_head").officer.positions.get().agency


def petition_in(world, request, status="submitted", **given):
    """A petition from such a visit, in this state; sent to `department_head`'s agency if to any."""
    sent = status in {*WITH_DEPARTMENT, "answered", "resolved", "unresolvable", "closed"}
    fields = {"department": department(request), **given} if sent else given
    return PetitionFactory(visit=officers_visit(world, request), status=status, **fields)
