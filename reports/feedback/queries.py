"""What is read about petitions: their fields, who may answer, how many stand where."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.text import Truncator

from assignments.access import access_of
from assignments.models import Agency, Cluster, ClusterMember, FieldOfWork, Unit
from assignments.models.people import AgencyKind
from nammanh.accounts.models import User
from nammanh.platform.dates import format_date
from reports.feedback.models import Petition, PetitionFile, Referral, ReferralSupport, Reply

ANSWERING_KINDS = (
    AgencyKind.DEPARTMENT,
    AgencyKind.PEOPLES_COMMITTEE,
    AgencyKind.PARTY_BOARD,
    AgencyKind.FATHERLAND_FRONT,
    AgencyKind.MASS_ORGANISATION,
)
"""Organisations that answer petitions. Party committees receive and direct, councils supervise."""


def fields_of_work() -> QuerySet[FieldOfWork]:
    return FieldOfWork.objects.all()


def answering_agencies() -> QuerySet[Agency]:
    """Every organisation that petitions were or can be sent to, those of the past included."""
    return Agency.objects.filter(kind__in=ANSWERING_KINDS)


def _names_all(user: User) -> bool:
    """A department holds no unit, but its petitions come from everywhere; names of units are no secret."""
    access = access_of(user)
    return access.reads_all_units or bool(access.department_ids)


def districts_named_to(user: User) -> QuerySet[Unit]:
    rows = Unit.objects.all() if _names_all(user) else Unit.objects.visible_to(user)
    return rows.filter(level="district").in_order()


def district_of_link(key: str) -> Unit | None:
    """A district by its key, as a link to a list says it."""
    if not key.isdecimal() or len(key) > 18:
        return None
    return Unit.objects.filter(level="district", pk=key).first()


def clusters_named_to(user: User, day: datetime.date) -> QuerySet[Cluster]:
    rows = Cluster.objects.all() if _names_all(user) else Cluster.objects.visible_to(user)
    return rows.on(day).in_order()


def in_cluster(petitions: QuerySet[Petition], cluster: Cluster | None, day: datetime.date) -> QuerySet[Petition]:
    """Those from the communes that the cluster has on `day`; None: from communes of no cluster."""
    members = ClusterMember.objects.on(day)
    if cluster is None:
        return petitions.filter(~Exists(members.filter(unit=OuterRef("commune"))))
    return petitions.filter(commune__in=members.filter(cluster=cluster).values("unit"))


def departments_for(petition: Petition, day: datetime.date) -> QuerySet[Agency]:
    """Who may be asked on `day`: organisations of the units above the place, those of the field `suggested` first."""
    of_field = FieldOfWork.agencies.through.objects.filter(fieldofwork_id=petition.field_id).values("agency_id")
    above = [petition.province_id, petition.district_id, petition.commune_id]
    return (
        answering_agencies()
        .on(day)
        .filter(unit_id__in=[pk for pk in above if pk])
        .annotate(suggested=Case(When(pk__in=of_field, then=Value(1)), default=Value(0), output_field=IntegerField()))
        .order_by("-suggested", "name_key", "pk")
    )


def to_carry_back(petitions: QuerySet[Petition], places: Collection[int]) -> QuerySet[Petition]:
    """Those of `petitions` (already scoped) whose answer waits to be told in `places` or below, the latest answer
    first. `places` hold the units and those that they came out of: what was asked there is told in the successors.
    """
    here = Q(unit__in=places) | Q(hamlet__in=places) | Q(commune__in=places)
    return petitions.filter(here).not_carried_back().order_by("-answered_at", "-pk")


MOST_ROOTS = 60


def possible_roots(petition: Petition, user: User) -> list[Petition]:
    """Petitions that this one may be a repetition of: in the same commune, or of its field in the same district; the
    own roots, the newest first, each with a `label`.
    """
    near = Q(commune=petition.commune_id) if petition.commune_id else Q(unit=petition.unit_id)
    if petition.field_id and petition.district_id:
        near |= Q(district=petition.district_id, field=petition.field_id)
    if petition.alike_to_id:
        near |= Q(pk=petition.alike_to_id)
    rows = Petition.objects.visible_to(user).filter(near, duplicate_of__isnull=True).exclude(pk=petition.pk)
    found = list(rows.select_related("unit", "commune").newest_first()[:MOST_ROOTS])
    for row in found:
        row.label = f"{format_date(row.reported_on)} · {row.unit} · {Truncator(row.content).chars(90)}"
    return found


def communes_beside(units: Sequence[Unit], day: datetime.date) -> list[Unit]:
    """The communes of the same province, which may ask the same. Their names only: these are no secret to anybody."""
    rows = Unit.objects.on(day).filter(level="commune", province__in={unit.province_id for unit in units})
    return list(rows.select_related("district").order_by("district__name_key", "name_key", "pk"))


def _supports_read_by(user: User) -> QuerySet[ReferralSupport]:
    """Those whose contributions one reads, as `policies.reads_contributions` says for one referral."""
    access = access_of(user)
    if access.reads_all_records:
        return ReferralSupport.objects.all()
    mine = access.department_ids
    beside = ReferralSupport.objects.filter(agency__in=mine)
    return ReferralSupport.objects.filter(Q(referral__department__in=mine) | Q(referral__in=beside.values("referral")))


def files_visible_to(user: User) -> QuerySet[PetitionFile]:
    """The papers of petitions that one sees and of the replies to them, and those of one's own department."""
    petitions, referrals = Petition.objects.visible_to(user), Referral.objects.visible_to(user)
    said = Reply.objects.filter(steps__petition__in=petitions)  # also by a department that handed it back since
    return PetitionFile.objects.filter(
        Q(petition__in=petitions)
        | Q(reply__referral__in=referrals)
        | Q(reply__petition__in=petitions)
        | Q(reply__in=said.values("pk"))
        | Q(contribution__support__in=_supports_read_by(user))
    )


CO_PROPOSING = (AgencyKind.PARTY_COMMITTEE, AgencyKind.PEOPLES_COUNCIL, *ANSWERING_KINDS)


def bodies_beside(units: Sequence[Unit], day: datetime.date) -> list[Agency]:
    """Organisations of these communes, which may ask the same; of the province's where all communes are meant."""
    communes = {unit.commune_id for unit in units if unit.commune_id}
    places = communes if len(communes) == 1 else {unit.province_id for unit in units}
    rows = Agency.objects.on(day).filter(kind__in=CO_PROPOSING, unit__in=places)
    return list(rows.order_by("name_key", "pk"))
