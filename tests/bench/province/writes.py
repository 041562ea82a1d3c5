"""The main writes by their services, each committed, beside a bare insert into the same table."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction

from assignments.models import Agency, Assignment
from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from reports.feedback import services as petitions
from reports.feedback.models import Petition
from reports.feedback.services import Origin, PetitionContent
from reports.recommendations import services as comments
from reports.recommendations.models import Comment
from reports.recommendations.services import CommentContent
from reports.visits import services as visits
from reports.visits.models import Visit
from reports.visits.services import VisitContent

Work = Callable[[], object]


def actor(username: str) -> Actor:
    return Actor(User.objects.get(username=username))


def bare_insert(table: str, row: Any) -> Work:
    """The row once more, with another number, without any trigger or foreign key: one statement, committed."""
    columns = [field.column for field in row._meta.concrete_fields if not field.generated and not field.primary_key]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = %s", [row.pk])
        values = dict(zip(columns, cursor.fetchone(), strict=True))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"

    def work() -> None:
        values["uuid"] = uuid.uuid4()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statement, list(values.values()))

    return work


def main_writes() -> Iterator[tuple[str, Work, Work]]:
    """Name, the write, and the insert that it is compared with."""
    officer, committee, office = actor("canbotinh"), actor("xa.sonphu"), actor("vanphong")
    held = Assignment.objects.on(today()).filter(officer=officer.user.officer, unit__gso_code="29014").first()
    insert_visit = bare_insert("visits_visit", Visit.objects.confirmed().order_by("-pk").first())
    content = VisitContent(
        unit=held.unit, date=today(), type="working_session", origin="adhoc", highlights="Đường liên ấp đã thông xe."
    )

    def log() -> Visit:
        number = uuid.uuid4()
        with transaction.atomic():
            return visits.log_visit(uuid=number, content=content, content_hash=str(number), by=officer).visit

    yield "log a visit", log, insert_visit
    waiting = (visits_ for visits_ in iter(log, None))
    yield (
        "confirm a visit",
        _of_each(waiting, lambda visit: visits.confirm_visit(visit=visit, by=committee)),
        insert_visit,
    )

    insert_comment = bare_insert("recommendations_comment", Comment.objects.filter(number=None).sent().first())
    visit = log()

    def comment() -> object:
        words = CommentContent(
            uuid=uuid.uuid4(),
            addressee="committee",
            matter="Đường liên ấp còn hai đoạn chưa có đèn.",
            proposal="Lắp đèn ở hai đoạn còn lại trước mùa mưa.",
        )
        return comments.add_comment(visit=visit, content=words, by=officer)

    yield "send a comment", comment, insert_comment

    insert_petition = bare_insert("feedback_petition", Petition.objects.order_by("-pk").first())
    sender = Agency.objects.get(unit=held.unit, kind="party_committee")
    field = Petition.objects.exclude(field=None).filter(department__short_name="SNNMT").first().field

    def submit() -> Petition:
        words = PetitionContent(
            uuid=uuid.uuid4(), category="obstacle", field=field, content="Nước máy yếu vào buổi chiều ở cuối tuyến."
        )
        origin = Origin(unit=held.unit, sender=sender, reported_on=today())
        return petitions.submit(content=words, origin=origin, by=committee)[0]

    yield "submit a petition", submit, insert_petition

    department = Agency.objects.get(short_name="SNNMT")
    head = actor("so.nongnghiep")

    def sent_on() -> Petition:
        return petitions.dispatch(petition=submit(), department=department, field=field, note="", by=office)

    def answer(petition: Petition) -> object:
        return petitions.answer(petition=petition, text="Đã thay 300 m ống, áp lực đạt từ ngày 20.", by=head)

    yield "answer a petition", _of_each(iter(sent_on, None), answer), insert_petition


def _of_each(rows: Iterator[Any], work: Callable[[Any], object]) -> Work:
    """One row for each call; they are made ahead, so that making them isn't measured."""
    ready = list(itertools.islice(rows, 80))
    return lambda: work(ready.pop())
