"""The comments given on visits, and the communes' verdicts on them."""

from __future__ import annotations

import datetime
import zlib

from nammanh.accounts.models import User
from nammanh.demo.comment_lives import Lives
from nammanh.demo.diary import Told
from nammanh.demo.roster import Roster
from nammanh.demo.stage import Stage
from nammanh.demo.texts import visit_words as words
from nammanh.demo.wording import Wording
from reports.recommendations.models import Addressee, Comment, CommentType, Specificity

SHARE = {1: 0.9, 2: 0.55, 3: 0.2}
"""Of the visits of each tier, this many bring a comment."""
_DAY = datetime.timedelta(days=1)


def _stays_vague(told: Told) -> bool:
    """Every seventh officer or so; by name, since keys differ from database to database."""
    return zlib.crc32(told.visit.officer.full_name.encode()) % 7 == 0


class Remarks:
    """Collects comments; `save` writes them."""

    def __init__(self, stage: Stage, roster: Roster, wording: Wording) -> None:
        self.stage, self.roster, self.wording = stage, roster, wording
        self.rows: list[Comment] = []
        self.lives = Lives(stage)

    def on_visits(self, told: list[Told]) -> None:
        """Comments as habits go: some officers stay vague more often than others."""
        for one in told:
            if not self.stage.chance(SHARE[one.visit.tier.order]):
                continue
            for _nth in range(1 + self.stage.chance(0.28)):
                vague = self.stage.chance(0.5 if _stays_vague(one) else 0.12)
                self.add(one, vague=vague)

    def add(self, told: Told, *, vague: bool = False, judged: bool | None = None) -> Comment:
        """One comment. `judged` None leaves the verdict to the commune's habits."""
        visit = told.visit
        comment = Comment(
            uuid=self.stage.uuid(),
            visit=visit,
            unit=told.unit,
            officer=visit.officer,
            given_on=visit.date,
            addressee=self.stage.rng.choice(Addressee.values),
            entered_by=visit.entered_by,
            created_at=visit.logged_at,
        )
        if vague:
            comment.type = CommentType.OFFICIAL
            comment.matter, comment.proposal = self.stage.rng.choice(words.VAGUE_REMARKS)
        elif self.stage.chance(0.04):
            comment.type = CommentType.COMMENDATION
            comment.matter, comment.proposal = self.stage.rng.choice(words.COMMENDATIONS)
        else:
            self._specific(comment, told)
        self._judge(comment, told, judged)
        self.lives.live(comment, superior=self._superior(told), open_end=judged is False)
        self.rows.append(comment)
        return comment

    def _superior(self, told: Told) -> User | None:
        """The standing member in charge of the district, where a provincial officer may turn to one."""
        district = self.stage.units.get(told.unit.district_id)
        leader = self.roster.district_heads.get(district.gso_code) if district else None
        if told.visit.tier.order != 1 or leader is None or leader == told.visit.officer:
            return None
        return leader.user

    def _specific(self, comment: Comment, told: Told) -> None:
        kinds = [
            CommentType.OFFICIAL,
            CommentType.SUGGESTION,
            CommentType.REMINDER,
            CommentType.GUIDANCE,
            CommentType.INFORMAL,
        ]
        comment.type = self.stage.rng.choices(kinds, weights=[70, 11, 9, 5, 5])[0]
        remark = self.stage.rng.choice(told.themes[self.stage.chance(0.25)].remarks)
        seen = self.stage.rng.choice(words.SEEN_HOW)
        matter = remark.matter[0].lower() + remark.matter[1:] if seen else remark.matter
        comment.matter = self.wording.fill(seen + matter, told.unit)
        checked = self.stage.rng.choice(words.CHECKED_HOW)
        comment.proposal = self.wording.fill(f"{remark.proposal} {checked}".strip(), told.unit)
        if self.stage.chance(0.9):
            comment.responsible = self.wording.fill(remark.responsible, told.unit)
            comment.due_on = told.visit.date + _DAY * self.stage.rng.choice([10, 15, 20, 30, 30, 45, 60])

    def _judge(self, comment: Comment, told: Told, judged: bool | None) -> None:
        confirmed_at = told.visit.confirmed_at
        if confirmed_at is None or judged is False or (judged is None and not self.stage.chance(0.64)):
            return
        usual = Specificity.SPECIFIC if comment.is_complete else Specificity.VAGUE
        other = Specificity.VAGUE if comment.is_complete else Specificity.SPECIFIC
        commune = self.stage.units.get(told.unit.commune_id, told.unit)
        comment.specificity = usual if self.stage.chance(0.92) else other
        comment.judged_by = self.roster.committees[commune.gso_code].user
        comment.judged_at = min(confirmed_at + _DAY * self.stage.rng.randint(0, 5), self.stage.now)

    def save(self) -> None:
        self.lives.number(self.rows)
        Comment.objects.bulk_create(self.rows, batch_size=1000)
        self.lives.save()
