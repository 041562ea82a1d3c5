"""The people on stage: officer, account and positions of each, written in bulk."""

from __future__ import annotations

import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from assignments.models import Agency, Officer, Position, Unit
from nammanh.accounts.models import SecretaryMandate, User
from nammanh.accounts.passwords import DEMO_PASSWORD
from nammanh.demo.stage import Stage
from nammanh.demo.texts.names import FAMILY_NAMES, MEN, REAL_OFFICIALS, WOMEN
from nammanh.platform.text import fold

IN_SERVICE_SINCE = datetime.date(2012, 1, 1)


class Cast:
    """Collects people; nothing is written before `save`."""

    def __init__(self, stage: Stage, agencies: dict[str, Agency]) -> None:
        self.stage, self.agencies = stage, agencies
        self.users: list[User] = []
        self.officers: list[Officer] = []
        self.positions: list[Position] = []
        self.by_username: dict[str, Officer] = {}
        self.helped: tuple[str, ...] = ("uvbtv.giongtrom", "thuongtruc")
        """User names of the leaders for whom the secretary types."""
        self._names: set[str] = set(REAL_OFFICIALS)
        self._given: list[str] = []
        self._password = make_password(DEMO_PASSWORD)  # once: hashing is slow on purpose

    def add(
        self,
        post: str,
        agency: str,
        group: str,
        *,
        title: str = "",
        username: str = "",
        workplace: Unit | None = None,
        since: datetime.date | None = None,
        expertise: tuple[str, ...] = (),
    ) -> Officer:
        """One person in one post. With `username` the account may log in with the demo password."""
        name = self._name()
        user = User(
            username=username or self._free_username(name),
            full_name=name,
            is_demo=True,
            password=self._password if username else f"{UNUSABLE_PASSWORD_PREFIX}demo",
        )
        officer = Officer(
            full_name=name, user=user, source_group=group, workplace=workplace, valid_from=IN_SERVICE_SINCE
        )
        officer.demo_expertise = expertise
        self.users.append(user)
        self.officers.append(officer)
        self.by_username[user.username] = officer
        self.post(officer, post, agency, title=title, since=since)
        return officer

    def post(
        self,
        officer: Officer,
        post: str,
        agency: str,
        *,
        title: str = "",
        since: datetime.date | None = None,
        until: datetime.date | None = None,
        concurrent: bool = False,
    ) -> None:
        """A further (or former) post of a person."""
        self.positions.append(
            Position(
                officer=officer,
                post=self.stage.posts[post],
                agency=self.agencies[agency],
                title=title or post,
                concurrent=concurrent,
                valid_from=max(since or datetime.date(2021, 1, 1), self.agencies[agency].valid_from),
                valid_to=until,
            )
        )

    def save(self) -> None:
        """Write all people, and who may type for whom."""
        User.objects.bulk_create(self.users)
        Officer.objects.bulk_create(self.officers)
        Position.objects.bulk_create(self.positions)
        through = Officer.expertise.through
        through.objects.bulk_create(
            through(officer_id=officer.pk, fieldofwork_id=self.stage.fields[code].pk)
            for officer in self.officers
            for code in officer.demo_expertise
        )
        SecretaryMandate.objects.bulk_create(
            SecretaryMandate(
                leader=self.by_username[leader].user,
                secretary=self.by_username["thuky"].user,
                valid_from=self.stage.begin,
            )
            for leader in self.helped
        )

    def _name(self) -> str:
        """A name that nobody on stage and no real official has; given names come round evenly."""
        while True:
            if not self._given:
                self._given = [*MEN, *WOMEN]
                self.stage.rng.shuffle(self._given)
            name = f"{self.stage.rng.choice(FAMILY_NAMES)} {self._given.pop()}"
            if name not in self._names:
                self._names.add(name)
                return name

    def _free_username(self, name: str) -> str:
        plain = fold(name).replace(" ", ".")
        return next(
            candidate for number in range(1000) if (candidate := f"{plain}{number or ''}") not in self.by_username
        )
