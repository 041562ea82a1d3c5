"""What became of the comments: read when the visit was confirmed, answered, looked after again; or kept back."""

from __future__ import annotations

import datetime
import random
from collections import Counter

from nammanh.accounts.models import User
from nammanh.demo.stage import SEED, Stage
from nammanh.demo.texts import comment_words as words
from nammanh.platform.dates import local_date
from reports.recommendations.models import Answer, Comment, CommentStep, CommentType, Progress, Specificity, Visibility
from reports.recommendations.states import Action, Status

_DAY = datetime.timedelta(days=1)
_HOUR = datetime.timedelta(hours=1)


class Lives:
    """Gives each comment its life and its number, and writes the steps. Its chance is its own: the rest of the story
    stays what it was."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.rng = random.Random(SEED + 1)  # noqa: S311  chance, not secrecy
        self.steps: list[CommentStep] = []

    def live(self, comment: Comment, *, superior: User | None, open_end: bool) -> None:
        """`open_end`: the commune has read it and still owes its answer."""
        visit, author = comment.visit, comment.officer.user
        comment.status = Status.SENT
        if comment.specificity == Specificity.SPECIFIC and self.rng.random() < 0.05:
            comment.specificity = Specificity.HARD
        if not comment.specificity and not open_end and self._kept_back(comment, superior is not None):
            return
        comment.sent_at = visit.logged_at
        typist = comment.entered_by if comment.entered_by_id != comment.officer.user_id else None
        self._step(comment, Action.SEND, author, comment.sent_at, secretary=typist)
        reader = superior if comment.visibility == Visibility.SUPERIOR else visit.confirmed_by
        read_at = visit.confirmed_at if reader == visit.confirmed_by else comment.sent_at + 30 * _HOUR
        if reader is None or read_at is None or read_at > self.stage.now:
            return
        comment.status, comment.read_by, comment.read_at = Status.READ, reader, read_at
        self._step(comment, Action.READ, reader, read_at)
        if comment.specificity:
            self._step(comment, Action.JUDGE, reader, comment.judged_at, outcome=comment.specificity)
        if open_end or comment.type in {CommentType.COMMENDATION, CommentType.INFORMAL}:
            return
        answered_at = max(read_at, comment.judged_at or read_at) + self.rng.randint(20, 400) * _HOUR
        if answered_at < self.stage.now and self.rng.random() < 0.88:
            self._answer(comment, reader, answered_at)
            self._look_again(comment, author)

    def number(self, comments: list[Comment]) -> None:
        """Numbers in the order of sending, for each commune, year and circle of readers."""
        last: Counter[tuple[int | None, str, int]] = Counter()
        for comment in sorted((row for row in comments if row.sent_at), key=lambda row: row.sent_at):
            if comment.type == CommentType.INFORMAL:
                continue
            year = local_date(comment.sent_at).year
            register = (comment.unit.commune_id, comment.visibility, year)
            last[register] += 1
            comment.number, comment.number_year = last[register], year

    def save(self) -> None:
        CommentStep.objects.bulk_create(self.steps, batch_size=2000)

    def _kept_back(self, comment: Comment, has_superior: bool) -> bool:
        """A few are notes for oneself or drafts, a few go to the superior."""
        chance = self.rng.random()
        if chance < 0.03:
            comment.status = Status.DRAFT
            if chance < 0.018:
                comment.visibility = Visibility.PRIVATE
            self._step(comment, Action.WRITE, comment.officer.user, comment.created_at)
            return True
        if chance < 0.06 and has_superior:
            comment.visibility = Visibility.SUPERIOR
        return False

    def _answer(self, comment: Comment, by: User, at: datetime.datetime) -> None:
        kinds = [Answer.ACCEPTED, Answer.EXPLAINED, Answer.NOT_YET, Answer.ALREADY_DONE]
        comment.answer = self.rng.choices(kinds, weights=[66, 12, 13, 9])[0]
        comment.reply = self.rng.choice(words.REPLIES[comment.answer])
        comment.status, comment.answered_by, comment.answered_at = Status.ANSWERED, by, at
        self._step(comment, Action.ANSWER, by, at, outcome=comment.answer, note=comment.reply)

    def _look_again(self, comment: Comment, author: User) -> None:
        """The officer comes back to it around the day that was agreed, until it is done."""
        first = max(comment.due_on or local_date(comment.answered_at) + 20 * _DAY, local_date(comment.answered_at))
        day = first + self.rng.randint(0, 6) * _DAY
        for _time in range(3):
            if day >= self.stage.today or self.rng.random() > 0.86:
                return
            done = self.rng.random() < 0.68
            comment.progress = Progress.DONE if done else self.rng.choice([Progress.UNDER_WAY, Progress.NOT_DONE])
            comment.status = Status.DONE if done else Status.FOLLOWED_UP
            comment.followed_on, comment.expected_on = day, None if done else day + 15 * _DAY
            at = max(self.stage.moment_of(self.rng, day), comment.answered_at + _HOUR)
            self._step(
                comment,
                Action.FINISH if done else Action.FOLLOW_UP,
                author,
                at,
                outcome=comment.progress,
                day=day,
                expected_on=comment.expected_on,
                note=self.rng.choice(words.LOOKED[comment.progress]),
            )
            if done:
                return
            day = comment.expected_on + self.rng.randint(0, 5) * _DAY

    def _step(self, comment: Comment, action: str, by: User, at: datetime.datetime, **fields: object) -> None:
        self.steps.append(CommentStep(comment=comment, action=action, status=comment.status, by=by, at=at, **fields))
