"""A record names the officer, and whoever typed it for them."""

import uuid

from nammanh.platform.dates import today
from reports.fieldbook.entries import Entry
from reports.fieldbook.services import log_entry
from reports.visits.services import VisitContent, plan_visit


def test_a_plan_typed_by_the_secretary_and_a_visit_logged_by_the_officer(world, officer, nobody, by):
    key = uuid.uuid4()
    content = VisitContent(unit=world.commune, date=today(), type="working_session", origin="planned")
    plan = plan_visit(uuid=key, content=content, by=by(officer, nobody)).visit
    assert (plan.officer, plan.entered_by) == (officer.officer, nobody)

    told = VisitContent(
        unit=world.commune, date=today(), type="working_session", origin="planned", highlights="Đã nạo vét kênh."
    )
    visit = log_entry(entry=Entry(uuid=key, visit=told), by=by(officer)).visit
    assert visit.pk == plan.pk
    assert (visit.officer, visit.entered_by) == (officer.officer, officer)
    assert [(step.by, step.secretary) for step in visit.steps.all()] == [(officer, nobody), (officer, None)]
