"""Putting the whole illustration into the tables: one transaction, all of it or nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction

from assignments.models import Agency, Assignment, Officer
from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.demo.agencies import write_agencies
from nammanh.demo.bulletins import Information
from nammanh.demo.calendars import write_calendars
from nammanh.demo.cast import Cast
from nammanh.demo.contacts import write_contacts
from nammanh.demo.contributions import write_contributions
from nammanh.demo.diary import Diary
from nammanh.demo.evidence import write_evidence
from nammanh.demo.groupings import write_absences
from nammanh.demo.handing_over import accept_hand_overs
from nammanh.demo.household_visits import write_household_visits
from nammanh.demo.month_batches import MonthBatches
from nammanh.demo.months import live_through
from nammanh.demo.next_round import draft_next_round
from nammanh.demo.petition_ways import Ways
from nammanh.demo.petitioning import Petitioning
from nammanh.demo.places import Places
from nammanh.demo.profiles import write_profiles
from nammanh.demo.remarks import Remarks
from nammanh.demo.reminders import write_reminders
from nammanh.demo.resources import Raising
from nammanh.demo.reviews import write_reviews
from nammanh.demo.roster import Roster
from nammanh.demo.saved_views import write_saved_views
from nammanh.demo.scenario import DEFAULT, SCENARIOS, Scenario
from nammanh.demo.scenes import arrange
from nammanh.demo.situation_reports import Writing
from nammanh.demo.stage import Stage
from nammanh.demo.way_back import write_way_back
from nammanh.demo.wording import Wording

LOCK = 0x6E6D64656D6F
"""One process at a time: two starts on one database must not load twice."""
LAST_ACCOUNT = "cbx.ho"


def is_loaded() -> bool:
    """Whether the illustration is there: it comes whole or not at all."""
    return User.objects.filter(is_demo=True, username=LAST_ACCOUNT).exists()


def is_empty() -> bool:
    """Whether nobody has entered people of their own."""
    return not User.objects.exists() and not Officer.objects.exists()


@dataclass(frozen=True)
class Ground:
    """What stands before anybody sets out: units, policy, people, places, and who holds what."""

    stage: Stage
    agencies: dict[str, Agency]
    cast: Cast
    roster: Roster
    places: Places
    assignments: list[Assignment]


def lay_ground(today: datetime.date, scenario: Scenario) -> Ground:
    """Load the real units and the policy, and invent the people who hold them."""
    quiet = StringIO()
    call_command("load_units", province=scenario.province, as_of=scenario.as_of, stdout=quiet)
    call_command("load_policy", regime=scenario.regime, stdout=quiet)
    for command in (
        *(
            "load_layouts",
            "load_fact_kinds",
            "load_reply_terms",
            "load_warning_levels",
            "load_hand_over_term",
            "load_household_policy",
        ),
        *("load_confirm_term", "load_yearly_events"),
    ):
        call_command(command, stdout=quiet)
    stage = Stage(today, scenario.province_code, scenario.first_day)
    agencies = write_agencies(stage)
    cast = Cast(stage, agencies)
    roster = scenario.cast_everybody(stage, cast)
    places = scenario.write_places(stage)
    assignments = scenario.write_holdings(stage, roster, places)
    write_profiles(stage, places, cast.by_username)
    write_absences(stage, roster)
    return Ground(stage, agencies, cast, roster, places, assignments)


def only_one_loads() -> None:
    """Let other loadings of this database wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic
def load(today: datetime.date, regime: str = DEFAULT) -> bool:
    """Write the illustration as of `today`, in one of the regimes. False when another process has just done so."""
    scenario = SCENARIOS[regime]
    only_one_loads()
    if is_loaded():
        return False
    ground = lay_ground(today, scenario)
    stage, agencies, cast, roster = ground.stage, ground.agencies, ground.cast, ground.roster
    places, assignments = ground.places, ground.assignments
    wording = Wording(stage)
    diary = Diary(stage, roster, cast.by_username["thuky"].user, wording)
    diary.assisted = {cast.by_username[scenario.assisted].pk}
    stage.units.update({row.unit_id: row.unit for row in assignments})
    live_through(stage, diary, places, assignments)
    remarks = Remarks(stage, roster, wording)
    petitions = Petitioning(stage, roster, agencies, wording)
    remarks.on_visits(diary.told)
    months = MonthBatches(petitions)
    ways = Ways(petitions, months)
    ways.of_visits(diary.told)
    ways.of_communes_and_meetings(diary.told)
    arrange(stage, diary, remarks, petitions, assignments, scenario.script)
    months.begin_this_month()
    for part in (diary, remarks, petitions, months):
        part.save()
    write_way_back(stage, diary, petitions)
    write_contributions(stage, petitions)
    write_contacts(stage, assignments)
    write_evidence(stage, diary)
    write_calendars(stage, roster, places, diary)
    accept_hand_overs(today)
    Information(stage, cast.by_username["tuyengiao"].user).write(assignments, diary.told)
    Raising(stage).write(diary.told)
    write_household_visits(stage, diary, places)
    Writing(stage, cast.by_username).write(assignments)
    draft_next_round(stage, Actor(cast.by_username["tochuc"].user))
    write_reviews(stage, Actor(cast.by_username["tochuc"].user), Actor(cast.by_username["thuongtruc"].user))
    write_reminders(stage, cast)
    write_saved_views(cast.by_username["vanphong"].user)
    return True
