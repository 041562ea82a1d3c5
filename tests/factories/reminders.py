"""Ladders of one rung, and what a message needs."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from reports.reminders.models import MailTerm, Message, Rung, RungStep, Urge
from tests.factories.assignments import LONG_AGO, AgencyFactory, UserFactory
from tests.factories.reports import PetitionFactory


class RungFactory(DjangoModelFactory):
    """A petition's first rung: the office, one working day after its day."""

    class Meta:
        model = Rung

    ladder = "petition"
    step = 1
    stamp = "due"
    working_days = 1
    to = "office"
    valid_from = LONG_AGO


class MailTermFactory(DjangoModelFactory):
    class Meta:
        model = MailTerm

    first_at = datetime.time(7)
    second_at = datetime.time(13, 30)
    grace_days = 3
    valid_from = LONG_AGO


class RungStepFactory(DjangoModelFactory):
    class Meta:
        model = RungStep

    rung = factory.SubFactory(RungFactory)
    ladder = factory.SelfAttribute("rung.ladder")
    step = factory.SelfAttribute("rung.step")
    subject = factory.Sequence(lambda n: n + 1)
    cycle = factory.LazyFunction(timezone.now)
    meant = factory.SelfAttribute("rung.to")
    reached = factory.SelfAttribute("rung.to")
    recipient = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)


class MessageFactory(DjangoModelFactory):
    """Unread, and what it tells of still waits."""

    class Meta:
        model = Message

    step = factory.SubFactory(RungStepFactory)
    recipient = factory.SelfAttribute("step.recipient")
    key = factory.Sequence(lambda n: f"petition:{n}:1")
    kind = factory.SelfAttribute("step.ladder")
    subject = factory.SelfAttribute("step.subject")
    title = "Xã Sơn Phú · Giao thông: quá hạn trả lời 5 ngày làm việc"
    text = "Phản ánh, kiến nghị chờ trả lời: Xã Sơn Phú, Giao thông; quá hạn trả lời 5 ngày làm việc."
    url = "/phan-anh/"
    created_at = factory.LazyFunction(timezone.now)


class UrgeFactory(DjangoModelFactory):
    class Meta:
        model = Urge

    petition = factory.SubFactory(PetitionFactory)
    agency = factory.SubFactory(AgencyFactory)
    words = "Đề nghị trả lời trong tuần này."
    by = factory.SubFactory(UserFactory)
