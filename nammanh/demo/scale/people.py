"""The officers beside those on stage: namesakes occur, as they do; none of them may log in."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from assignments.models import Agency, Officer, Position, Post, Unit
from assignments.models.people import SourceGroup
from nammanh.accounts.models import User
from nammanh.demo.agencies import committee_name
from nammanh.demo.cast import IN_SERVICE_SINCE
from nammanh.demo.loading import Ground
from nammanh.demo.roster import ANSWERING_DEPARTMENTS, DISTRICT_BRANCHES, NAMES
from nammanh.demo.scale.size import OFFICERS, Size
from nammanh.demo.texts.names import FAMILY_NAMES, MEN, REAL_OFFICIALS, WOMEN
from nammanh.platform.text import fold

IN_POST_SINCE = IN_SERVICE_SINCE.replace(year=2021)
GIVEN_NAMES = MEN + WOMEN
FEWEST = 6
"""Officers of a district in a province that is grown only in part: places still change hands."""


@dataclass
class Officers:
    """Who may hold what: of the province, of each district, of each commune; by the unit's key."""

    rng: random.Random
    provincial: list[Officer] = field(default_factory=list)
    of_districts: dict[int, list[Officer]] = field(default_factory=dict)
    of_communes: dict[int, list[Officer]] = field(default_factory=dict)
    users: list[User] = field(default_factory=list)
    added: list[Officer] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)

    def add(self, post: Post, agency: Agency, group: str, title: str, workplace: Unit | None = None) -> Officer:
        """One more person in one post; nothing is written before `save`."""
        name = next(name for name in iter(self._name, "") if name not in REAL_OFFICIALS)
        number = len(self.users) + 1
        user = User(
            username=f"{fold(name).replace(' ', '.')}.{number}",
            full_name=name,
            is_demo=True,
            password=f"{UNUSABLE_PASSWORD_PREFIX}demo",
        )
        officer = Officer(
            full_name=name, user=user, source_group=group, workplace=workplace, valid_from=IN_SERVICE_SINCE
        )
        self.users.append(user)
        self.added.append(officer)
        since = max(IN_POST_SINCE, agency.valid_from)
        self.positions.append(Position(officer=officer, post=post, agency=agency, title=title, valid_from=since))
        return officer

    def _name(self) -> str:
        return f"{self.rng.choice(FAMILY_NAMES)} {self.rng.choice(GIVEN_NAMES)}"

    def save(self) -> None:
        User.objects.bulk_create(self.users, batch_size=1000)
        Officer.objects.bulk_create(self.added, batch_size=1000)
        Position.objects.bulk_create(self.positions, batch_size=1000)


def hire(ground: Ground, size: Size, rng: random.Random) -> Officers:
    """Those on stage, and as many others as the three tiers want."""
    officers = Officers(rng)
    _of_province(ground, officers)
    _of_districts(ground, size, officers)
    _of_communes(ground, size, officers)
    officers.save()
    return officers


def _of_province(ground: Ground, officers: Officers) -> None:
    roster = ground.roster
    officers.provincial = [*roster.provincial, *roster.delegation, *roster.former]
    post = ground.stage.posts["Phó Giám đốc sở"]
    for number in range(OFFICERS[1] - len(officers.provincial)):
        key = ANSWERING_DEPARTMENTS[number % len(ANSWERING_DEPARTMENTS)]
        title = f"Phó Giám đốc {NAMES[key]}"
        officers.provincial.append(officers.add(post, ground.agencies[key], SourceGroup.DEPARTMENT_LEADER, title))


def _of_districts(ground: Ground, size: Size, officers: Officers) -> None:
    """Standing members for the communes, officers of the branches for the hamlets."""
    stage, roster = ground.stage, ground.roster
    each = max(size.share(OFFICERS[2]) // len(stage.districts), FEWEST)
    for code, unit in stage.districts.items():
        people = [*roster.district_standing.get(code, ()), *roster.district_officers.get(code, ())]
        for number in range(len(people), each):
            standing = number < min(len(stage.communes_of(code)), each // 2)
            branch = DISTRICT_BRANCHES[number % len(DISTRICT_BRANCHES)]
            title = f"Ủy viên Ban Thường vụ {committee_name(unit)}" if standing else f"Phó thủ trưởng {branch}"
            post = "Ủy viên Ban Thường vụ Huyện ủy" if standing else "Lãnh đạo ngành huyện"
            group = SourceGroup.STANDING_BOARD if standing else SourceGroup.DEPARTMENT_LEADER
            people.append(officers.add(stage.posts[post], ground.agencies[code], group, title, unit))
        officers.of_districts[unit.pk] = people


def _of_communes(ground: Ground, size: Size, officers: Officers) -> None:
    stage = ground.stage
    each = OFFICERS[3] // len(stage.communes)
    post = stage.posts["Cán bộ, công chức xã"]
    grown = set(Unit.objects.filter(level="group", commune__in=stage.units).values_list("commune", flat=True))
    for code, unit in stage.communes.items():
        if unit.pk not in grown:
            continue
        people = list(ground.roster.commune_officers.get(code, ()))
        title = f"Công chức {unit.get_kind_display().lower()} {unit.name}"
        people += [
            officers.add(post, ground.agencies[code], SourceGroup.CIVIL_SERVANT, title, unit)
            for _number in range(len(people), each)
        ]
        officers.of_communes[unit.pk] = people
