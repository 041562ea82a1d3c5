"""The same portal in a province without districts: exact counts, and every page works there too."""

import datetime

import pytest
from django.db.models import Count
from django.test import Client

from assignments import queries
from assignments.access import access_of
from assignments.models import Assignment, Cluster, ClusterMember, Household, Unit
from nammanh.accounts.models import User
from nammanh.demo.accounts import TWO_TIER_ROLES
from nammanh.demo.two_tiers.holdings import UNHELD
from nammanh.demo.two_tiers.people import CLUSTERS
from tests.demo.crawl import crawl
from tests.template_database import illustrated

TODAY = datetime.date(2026, 11, 22)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_tiers")]


@pytest.fixture(scope="module")
def two_tiers(django_db_setup, django_db_blocker):
    """The illustration of Vĩnh Long is in the tables while the module's tests run."""
    with django_db_blocker.unblock(), illustrated(TODAY, "two-tier"):
        yield TODAY


def test_124_communes_and_no_district():
    current = Unit.objects.on(TODAY)
    assert current.filter(level="commune").count() == 124
    assert {
        row["kind"]: row["n"] for row in current.filter(level="commune").values("kind").annotate(n=Count("pk"))
    } == {
        "commune": 105,
        "ward": 19,
    }
    assert not Unit.objects.filter(level="district").exists()


def test_every_commune_is_in_one_cluster_under_one_standing_member():
    members = ClusterMember.objects.on(TODAY)
    assert members.count() == members.values("unit").distinct().count() == 124
    in_charge = Assignment.objects.on(TODAY).filter(cluster__isnull=False)
    assert in_charge.count() == 124
    assert {row["n"] for row in in_charge.values("cluster").annotate(n=Count("officer", distinct=True))} == {1}
    assert Cluster.objects.on(TODAY).count() == in_charge.values("officer").distinct().count() == CLUSTERS


def test_the_three_links_of_the_regime_are_held_and_counted():
    tiers = queries.tiers_on(TODAY)
    assert [(tier.holder_level, tier.target) for tier in tiers] == [
        ("province", "commune"),
        ("commune", "hamlet"),
        ("commune", "household"),
    ]
    communes, hamlets, households = (queries.counts(tier, TODAY, Unit.objects.all(), ["district_id"]) for tier in tiers)
    assert communes == [(None, 124, 124 - len(UNHELD))]
    assert hamlets == [(None, 4 * 9, 4 * 8)]
    ((_district, total, held),) = households
    assert 0 < held < total == Household.objects.count()


def test_a_standing_member_sees_the_cluster_and_nothing_else():
    user = User.objects.get(username="uvbtv.cum")
    cluster = Cluster.objects.get(name="Cụm 1")
    own = set(cluster.members.values_list("unit", flat=True))
    assert {area.unit_id for area in access_of(user).areas} == own
    assert set(Unit.objects.visible_to(user).filter(level="commune").values_list("pk", flat=True)) == own


@pytest.mark.walk
@pytest.mark.parametrize("username", TWO_TIER_ROLES)
def test_every_link_leads_to_a_page(username):
    client = Client()
    client.force_login(User.objects.get(username=username), backend="nammanh.accounts.backends.PortalBackend")
    answers = crawl(client, walker=username)
    assert {url: answer for url, answer in answers.items() if answer[0] >= 400} == {}
    assert len(answers) >= (4 if username == "thuky" else 10)  # a secretary first chooses for whom
