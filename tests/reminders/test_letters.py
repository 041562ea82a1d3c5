"""Letters at two fixed hours: what lies unread past the days of grace, once, to whoever wants it."""

import datetime
from smtplib import SMTPException, SMTPRecipientsRefused

import pytest
from django.core import mail

from reports.reminders import services
from reports.reminders.models import Digest, Message
from reports.reminders.queries import kinds_by_mail
from reports.reminders.services.letters import MOST_FAILURES, latest_slot
from tests.factories import assignments as make
from tests.factories.reminders import MailTermFactory, MessageFactory, RungFactory, RungStepFactory
from tests.reminders.scenes import at

DAY = datetime.date(2026, 11, 25)
EARLIER = datetime.date(2026, 11, 20)


def moment(hour, minute=0, day=DAY):
    return at(day, hour) + datetime.timedelta(minutes=minute)


@pytest.fixture
def reader(officer):
    """Has an address, and one unread message five days old."""
    MailTermFactory()
    officer.email = "canbo@bentre.example.vn"
    officer.save(update_fields=["email"])
    return officer


@pytest.fixture
def rung(db):
    return RungFactory()


def message(recipient, rung, created_at=None, **fields):
    step = RungStepFactory(rung=rung, recipient=recipient)
    return MessageFactory(step=step, created_at=created_at or moment(9, day=EARLIER), **fields)


def deliver(when):
    services.write_letters(at=when)
    return services.send_letters(at=when)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (moment(6, 59), moment(13, 30, datetime.date(2026, 11, 24))),
        (moment(7), moment(7)),
        (moment(13, 29), moment(7)),
        (moment(13, 30), moment(13, 30)),
        (moment(23), moment(13, 30)),
    ],
)
def test_a_moment_belongs_to_the_last_fixed_hour(db, now, slot):
    MailTermFactory()
    assert latest_slot(now) == slot


def test_the_hours_are_data(db):
    assert latest_slot(moment(9)) is None
    MailTermFactory(valid_to=datetime.date(2026, 11, 24))
    MailTermFactory(valid_from=DAY, first_at=datetime.time(8), second_at=datetime.time(16))
    assert latest_slot(moment(17)) == moment(16)


def test_one_letter_gathers_what_is_unread_and_old_enough(reader, rung):
    old, older = message(reader, rung), message(reader, rung, title="Xã An Đức · Điện: quá hạn trả lời 9 ngày làm việc")
    message(reader, rung, read_at=moment(9))
    message(reader, rung, settled_at=moment(9))
    fresh = message(reader, rung, created_at=moment(8, day=datetime.date(2026, 11, 24)))
    assert deliver(moment(8)) == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == [reader.email]
    assert letter.subject == "Nắm Mạnh: 2 việc chờ đồng chí"
    assert letter.body.count("http://127.0.0.1:8000/phan-anh/") == 2
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert "Xã An Đức · Điện" in html
    assert set(Message.objects.filter(digest__isnull=False)) == {old, older}
    fresh.refresh_from_db()
    assert fresh.digest is None


def test_a_letter_names_nobody(reader, rung):
    message(reader, rung)
    deliver(moment(8))
    assert reader.full_name not in mail.outbox[0].body + mail.outbox[0].alternatives[0][0]


def test_what_is_urgent_goes_with_the_next_letter(reader, rung):
    message(reader, rung, created_at=moment(6), urgent=True)
    assert deliver(moment(7)) == (1, 0)
    message(reader, rung, created_at=moment(9), urgent=True)
    assert deliver(moment(9, 5)) == (0, 0)
    assert deliver(moment(13, 31)) == (1, 0)


def test_the_same_is_never_sent_twice(reader, rung):
    message(reader, rung)
    for when in (moment(8), moment(8), moment(14), moment(8, day=datetime.date(2026, 11, 26))):
        deliver(when)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("why", ["no address", "not wanted", "closed account"])
def test_some_get_no_letter(reader, rung, by, why):
    message(reader, rung)
    if why == "not wanted":
        services.choose_mail(kinds=["urge", "hot"], by=by(reader))
    else:
        type(reader).objects.filter(pk=reader.pk).update(
            **({"email": ""} if why == "no address" else {"is_active": False})
        )
    assert deliver(moment(8)) == (0, 0)
    assert Message.objects.filter(recipient=reader, read_at=None).count() == 1  # the portal tells them all the same


def test_a_choice_can_be_taken_back(reader, by):
    services.choose_mail(kinds=[], by=by(reader))
    services.choose_mail(kinds=["petition", "visit"], by=by(reader))
    services.choose_mail(kinds=["petition", "visit"], by=by(reader))
    assert kinds_by_mail(reader) == ["petition", "visit"]


def test_what_was_written_and_not_sent_goes_with_the_next_run_under_its_number(reader, rung, monkeypatch):
    message(reader, rung)
    services.write_letters(at=moment(8))
    letter = Digest.objects.get()
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):  # the process ends here
        services.send_letters(at=moment(8))
    monkeypatch.undo()
    services.send_letters(at=moment(8, 10))
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{letter.uuid}@127.0.0.1>"
    assert deliver(moment(8, 20)) == (0, 0)


def test_a_mail_server_that_is_away_is_asked_again(reader, rung, monkeypatch):
    message(reader, rung)

    def refuse(self):
        raise SMTPException("450 thử lại sau")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    assert deliver(moment(8)) == (0, 1)
    assert "450" in Digest.objects.get().failed
    monkeypatch.undo()
    assert deliver(moment(8, 5)) == (1, 0)
    assert Digest.objects.get().failed == ""


def test_what_could_not_be_sent_for_days_goes_into_a_later_letter(reader, rung, monkeypatch):
    message(reader, rung)

    def refuse(self):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    assert deliver(moment(8)) == (0, 1)
    monkeypatch.undo()
    assert deliver(moment(8, day=DAY + datetime.timedelta(days=4))) == (1, 0)
    assert deliver(moment(14, day=DAY + datetime.timedelta(days=4))) == (0, 0)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("problem", [SMTPRecipientsRefused({}), ValueError("Invalid address")])
def test_addresses_that_are_refused_keep_no_other_letter_back(reader, rung, monkeypatch, problem):
    dead = [make.UserFactory(email=f"{number}@huyen-cu.example.vn") for number in range(MOST_FAILURES)]
    last = make.UserFactory(email="sau@bentre.example.vn")
    for person in [*dead, last]:
        message(person, rung)
    send = mail.EmailMultiAlternatives.send

    def choosy(self):
        if self.to[0].endswith("@huyen-cu.example.vn"):
            raise problem
        return send(self)

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", choosy)
    assert deliver(moment(8)) == (1, MOST_FAILURES)
    assert mail.outbox[0].to == [last.email]


def test_a_letter_whose_matters_were_seen_meanwhile_is_not_sent(reader, rung, by):
    message(reader, rung)
    services.write_letters(at=moment(8))
    services.read_all(by=by(reader))
    services.send_letters(at=moment(8))
    assert mail.outbox == []
    assert Digest.objects.get().sent_at is not None
