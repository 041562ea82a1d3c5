"""Bulletins and conveyances as the services leave them."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from nammanh.platform.dates import today
from reports.bulletins.models import Bulletin, BulletinTarget, Conveyance
from tests.factories.assignments import OfficerFactory, UserFactory


class BulletinFactory(DjangoModelFactory):
    """A draft for the places in `units`, to be conveyed for a month still."""

    class Meta:
        model = Bulletin
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Phòng, chống hạn mặn mùa khô, đợt {n}")
    highlights = "Trữ nước ngọt trước rằm tháng Chạp.\nKhông bơm nước khi độ mặn trên 1‰."
    body = "Các cấp ủy chỉ đạo trữ nước, đắp đập tạm."
    kind = "urgent"
    valid_from = factory.LazyFunction(lambda: today() - datetime.timedelta(days=30))
    valid_to = factory.LazyFunction(lambda: today() + datetime.timedelta(days=30))
    status = "draft"
    entered_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def units(self, create, extracted, **kwargs):
        """Places go in while it is a draft; then it is published, or withdrawn after that."""
        for unit in extracted or ():
            BulletinTarget.objects.create(bulletin=self, unit=unit)


def bulletin_for(*units, status="published", published_days_ago=30, **fields):
    """A bulletin for these units in this state."""
    bulletin = BulletinFactory(units=units, **fields)
    if status == "draft":
        return bulletin
    bulletin.status, bulletin.published_by = "published", bulletin.entered_by
    bulletin.published_at = timezone.now() - datetime.timedelta(days=published_days_ago)
    bulletin.save()
    bulletin.steps.create(action="publish", status="published", by=bulletin.entered_by)
    if status == "withdrawn":
        bulletin.status = "withdrawn"
        bulletin.save()
        bulletin.steps.create(action="withdraw", status="withdrawn", note="Có bản mới", by=bulletin.entered_by)
    return bulletin


class ConveyanceFactory(DjangoModelFactory):
    class Meta:
        model = Conveyance

    bulletin = None
    officer = factory.SubFactory(OfficerFactory)
    conveyed_on = factory.LazyFunction(lambda: today() - datetime.timedelta(days=1))
    form = "people_meeting"
    entered_by = factory.SelfAttribute("officer.user")
