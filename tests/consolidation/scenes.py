"""A month of Giồng Trôm's petitions in the office's hands."""

from assignments.models import Agency
from nammanh.platform.dates import month_start, today
from reports.consolidation import services
from reports.consolidation.models import Batch, LineSource
from tests.factories import assignments as make
from tests.factories.reports import PetitionFactory, VisitFactory
from tests.fieldbook.scenes import department

BRIDGE = "Cầu ấp 3 xuống cấp, xe cứu thương không qua được."
BRIDGE_AGAIN = "cau ap 3 xuong cap nang, xe cuu thuong phai di vong"
WATER = "Nước mặn vào sớm, đề nghị thông báo lịch vận hành cống."


def agency_of(user) -> Agency:
    return user.officer.positions.get().agency


def field_of(request, name="Giao thông"):
    """A field that `department_head`'s agency alone answers for."""
    field = make.FieldFactory(name=name)
    department(request).fields.add(field)
    return field


def petition(world, field, content=BRIDGE, unit=None, **fields):
    visit = VisitFactory(unit=unit or world.commune, tier=world.tiers[0], date=month_start(today()))
    return PetitionFactory(visit=visit, field=field, content=content, **fields)


def opened(by, office) -> Batch:
    """This month's batch. The petitions of the tests are of its first day, so they are in time."""
    return services.open_batch(month=month_start(today()), agency=agency_of(office), by=by(office))


def held(line) -> set[int]:
    return set(LineSource.objects.filter(line=line, state="held").values_list("petition", flat=True))


def approved(batch, by, office) -> Batch:
    services.review(batch=batch, by=by(office))
    return services.approve(batch=batch, by=by(office))
