"""Bulletins on stage: published, read by most, conveyed on the visits of their time, some questions brought back."""

from __future__ import annotations

import datetime
import random
import uuid
from dataclasses import dataclass, field

from assignments.models import Assignment, Cluster, ClusterMember, Unit
from nammanh.accounts.models import User
from nammanh.demo.diary import Told
from nammanh.demo.stage import GIONG_TROM, SEED, Stage
from nammanh.demo.texts.bulletins import FIRST_PART, NOTICES, QUESTIONS, Notice
from nammanh.platform.dates import VIETNAM
from reports.bulletins.models import (
    Bulletin,
    BulletinReading,
    BulletinStep,
    BulletinTarget,
    Conveyance,
    ConveyanceForm,
)
from reports.bulletins.states import Action, Status

CONVEYED_SHARE = 0.4
"""Of the visits in a bulletin's time, this many conveyed it."""
READ_SHARE = 0.62
LATEST_UNREAD_BY = ("canbotinh", "uvbtv.giongtrom", "uvbtv.cum", "xa.sonphu", "xa.phuoclong")
"""Accounts on stage that have not yet read anything: their desk shows what is new."""
_DAY = datetime.timedelta(days=1)
_FORMS = {
    "party_cell_meeting": ConveyanceForm.PARTY_CELL,
    "committee_meeting": ConveyanceForm.COMMITTEE,
    "working_session": ConveyanceForm.COMMITTEE,
    "household_visit": ConveyanceForm.HOUSEHOLD,
    "gratitude": ConveyanceForm.HOUSEHOLD,
    "dialogue": ConveyanceForm.PEOPLE_MEETING,
    "local_activity": ConveyanceForm.PEOPLE_MEETING,
}


@dataclass
class Information:
    """Writes bulletins with all that became of them. Its own chance: the rest of the story stays as it is."""

    stage: Stage
    publisher: User
    rng: random.Random = field(default_factory=lambda: random.Random(SEED + 15))  # noqa: S311  chance, not secrecy

    def write(self, assignments: list[Assignment], told: list[Told]) -> None:
        holders = self._holders(assignments)
        for notice in NOTICES:
            bulletin = self._draft(notice)
            if notice.published is None:
                continue
            self._publish(bulletin, notice)
            if notice.withdrawn is None:
                self._convey(bulletin, notice, told)
                self._read(bulletin, notice, holders)
            else:
                self._withdraw(bulletin, notice)

    def _day(self, offset: int) -> datetime.date:
        return self.stage.today + offset * _DAY

    def _moment(self, offset: int, hour: int) -> datetime.datetime:
        clock = datetime.time(hour, self.rng.randrange(60))
        return datetime.datetime.combine(self._day(offset), clock, tzinfo=VIETNAM)

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def _draft(self, notice: Notice) -> Bulletin:
        created = self._moment((notice.published or -1) - 1, 9)
        bulletin = Bulletin.objects.create(
            uuid=self._uuid(),
            title=notice.title,
            kind=notice.kind,
            highlights=notice.highlights,
            body=notice.body,
            levels=sorted(notice.levels),
            valid_from=self._day(notice.published or 7),
            valid_to=None if notice.valid_to is None else self._day(notice.valid_to),
            entered_by=self.publisher,
            created_at=created,
        )
        BulletinTarget.objects.bulk_create(
            BulletinTarget(bulletin=bulletin, unit=unit, cluster=cluster) for unit, cluster in self._places(notice)
        )
        self._step(bulletin, Action.DRAFT, created)
        return bulletin

    def _places(self, notice: Notice) -> list[tuple[Unit, Cluster | None]]:
        if notice.target != FIRST_PART:
            return [(self.stage.province, None)]
        if self.stage.districts:
            return [(self.stage.districts[GIONG_TROM], None)]
        cluster = Cluster.objects.on(self.stage.today).order_by("pk").first()
        members = ClusterMember.objects.on(self.stage.today).filter(cluster=cluster).select_related("unit")
        return [(member.unit, cluster) for member in members.order_by("pk")]

    def _publish(self, bulletin: Bulletin, notice: Notice) -> None:
        bulletin.published_at = self._moment(notice.published or 0, 8)
        bulletin.published_by, bulletin.status = self.publisher, Status.PUBLISHED
        bulletin.save()
        self._step(bulletin, Action.PUBLISH, bulletin.published_at)

    def _withdraw(self, bulletin: Bulletin, notice: Notice) -> None:
        bulletin.status = Status.WITHDRAWN
        bulletin.save()
        self._step(bulletin, Action.WITHDRAW, self._moment(notice.withdrawn or 0, 10), notice.reason)

    def _step(self, bulletin: Bulletin, action: Action, at: datetime.datetime, note: str = "") -> None:
        BulletinStep.objects.create(
            bulletin=bulletin, action=action, status=bulletin.status, note=note, by=self.publisher, at=at
        )

    def _convey(self, bulletin: Bulletin, notice: Notice, told: list[Told]) -> None:
        """On the visits of its time, at its places, by the officers it is for."""
        first, last = self._day((notice.published or 0) + 1), self._day(min(notice.valid_to or -1, -1))
        targets = set(bulletin.targets.values_list("unit_id", flat=True))
        found: dict[tuple[int, int, datetime.date, str], Conveyance] = {}
        for one in told:
            visit, place = one.visit, one.unit
            above = {place.pk, place.commune_id, place.district_id, place.province_id}
            fits = not bulletin.levels or visit.tier.holder_level in bulletin.levels
            if not (first <= visit.date <= last and fits and targets & above) or self.rng.random() > CONVEYED_SHARE:
                continue
            form = _FORMS.get(visit.type, ConveyanceForm.OTHER)
            at_home = form == ConveyanceForm.HOUSEHOLD
            found[place.pk, visit.officer_id, visit.date, form] = Conveyance(
                uuid=self._uuid(),
                bulletin=bulletin,
                visit=visit,
                unit=place,
                officer_id=visit.officer_id,
                conveyed_on=visit.date,
                form=form,
                attended=self.rng.choice([None, self.rng.randint(2, 6) if at_home else self.rng.randint(12, 85)]),
                question=self.rng.choice(QUESTIONS) if self.rng.random() < 0.2 else "",
                entered_by_id=visit.entered_by_id,
                created_at=visit.logged_at,
            )
        Conveyance.objects.bulk_create(found.values(), batch_size=1000)

    def _holders(self, assignments: list[Assignment]) -> list[User]:
        current = [row for row in assignments if row.valid_to is None and row.officer.user]
        return list({row.officer.user_id: row.officer.user for row in current}.values())

    def _read(self, bulletin: Bulletin, notice: Notice, holders: list[User]) -> None:
        day = notice.published or 0
        BulletinReading.objects.bulk_create(
            BulletinReading(
                bulletin=bulletin, reader=user, at=self._moment(self.rng.randint(day, -1), self.rng.randint(9, 20))
            )
            for user in holders
            if user.username not in LATEST_UNREAD_BY and self.rng.random() < READ_SHARE
        )
