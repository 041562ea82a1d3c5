"""Evidence as the services leave it, without a file on disk."""

import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from reports.evidence.files import new_key
from reports.evidence.models import Evidence, EvidenceStep
from tests.factories.reports import VisitFactory


class EvidenceFactory(DjangoModelFactory):
    """A photograph given by the officer who made the visit."""

    class Meta:
        model = Evidence
        skip_postgeneration_save = True

    uuid = factory.LazyFunction(uuid.uuid4)
    visit = factory.SubFactory(VisitFactory)
    kind = "jpeg"
    key = factory.LazyFunction(lambda: new_key(timezone.now()))
    size = 48_000
    width = 800
    height = 600
    sent_sha256 = "0" * 64
    giver = "officer"
    status = "kept"
    by = factory.SelfAttribute("visit.officer.user")

    @factory.post_generation
    def step(self, create, extracted, **kwargs):
        EvidenceStep.objects.create(evidence=self, action="add", status=self.status, by=self.by)
