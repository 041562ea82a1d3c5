"""Who reads a comment: the commune's, the superior's, one's own; in lists, on pages, in figures, in files."""

import pytest
from django.urls import reverse

from reports.handovers.dossiers import dossier_of
from reports.recommendations import services
from reports.recommendations.models import Comment
from tests.conftest import holder
from tests.dashboards.reading import figures, rows_behind
from tests.factories import assignments as make
from tests.factories.assignments import LONG_AGO
from tests.factories.reports import CommentFactory, DraftFactory
from tests.fieldbook.scenes import officers_visit
from tests.handovers.scenes import received
from tests.recommendations.scenes import comment_in
from tests.test_exports import column

EVERYBODY = [
    *("officer", "commune_secretary", "standing_member", "hamlet_officer", "district_secretary", "household_officer"),
    *("district_commune_officer", "standing_committee", "organiser", "office", "inspector"),
    *("administrator", "department_head", "stranger", "nobody"),
]
READS_ALL = {"standing_committee", "organiser", "office", "inspector"}
READERS = {
    "commune": {
        *("officer", "commune_secretary", "standing_member", "district_secretary", "district_commune_officer"),
        *READS_ALL,
    },
    "superior": {"officer", "standing_member", *READS_ALL},
    "private": {"officer"},
}


@pytest.mark.parametrize("person", EVERYBODY)
@pytest.mark.parametrize("visibility", READERS)
def test_each_circle_of_readers_and_nobody_else(world, request, as_user, visibility, person):
    status = "draft" if visibility == "private" else "sent"
    comment = comment_in(world, request, status, visibility=visibility, matter="Chuyện chỉ cho người được đọc")
    browser = as_user(request.getfixturevalue(person))
    reads = person in READERS[visibility]
    assert Comment.objects.visible_to(request.getfixturevalue(person)).filter(pk=comment.pk).exists() is reads
    detail = browser.get(reverse("recommendations:detail", args=[comment.uuid]))
    assert detail.status_code == (200 if reads else 404)
    listed = browser.get("/gop-y/")
    assert listed.context["total"] == reads
    assert ("Chuyện chỉ cho người được đọc" in listed.text) is reads
    visit = browser.get(reverse("visits:detail", args=[comment.visit.uuid]))
    assert ("Chuyện chỉ cho người được đọc" in visit.text) is reads


@pytest.mark.parametrize("person", [person for person in EVERYBODY if person != "officer"])
@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_not_sent_is_the_authors_alone(world, request, status, person):
    comment_in(world, request, status)
    assert not Comment.objects.visible_to(request.getfixturevalue(person)).exists()
    assert Comment.objects.visible_to(request.getfixturevalue("officer")).count() == 1


def test_the_district_reads_what_its_own_officers_tell_the_superior(world, request, district_secretary):
    below = holder(world, "district_officer_for_hamlet", world.hamlet, "Lê Văn Ấp")
    visit = officers_visit(world, request)
    visit.officer, visit.unit, visit.tier = below.officer, world.hamlet, world.tiers[1]
    visit.save()
    comment = CommentFactory(visit=visit, visibility="superior")
    assert set(Comment.objects.visible_to(district_secretary)) == {comment}


def test_who_is_in_charge_of_the_cluster_or_heads_the_delegation_is_a_superior(world, request):
    comment = comment_in(world, request, visibility="superior")
    in_charge = holder(world, "province_officer_for_commune", world.commune, "Ông Phụ Trách Cụm", is_lead=False)
    assert not Comment.objects.visible_to(in_charge).exists()
    cluster = make.ClusterFactory(unit=world.province)
    make.ClusterMemberFactory(cluster=cluster, unit=world.commune)
    row = in_charge.officer.assignments.get()
    row.cluster = cluster
    row.save()
    assert set(Comment.objects.visible_to(in_charge)) == {comment}
    head = make.OfficerFactory(full_name="Bà Trưởng Đoàn").user
    delegation = make.DelegationFactory()
    make.DelegationMemberFactory(delegation=delegation, officer=head.officer, duty="head", valid_from=LONG_AGO)
    own = request.getfixturevalue("officer").officer.assignments.get()
    make.DelegationMemberFactory(delegation=delegation, officer=own.officer, duty="member", valid_from=LONG_AGO)
    assert not Comment.objects.visible_to(head).exists()
    own.delegation = delegation
    own.save()
    assert set(Comment.objects.visible_to(head)) == {comment}


def test_figures_count_what_was_sent_and_lead_to_as_many_rows(world, request, as_user, standing_committee, officer):
    visit = officers_visit(world, request)
    CommentFactory(visit=visit)
    CommentFactory(visit=visit, specificity="hard")
    DraftFactory(visit=visit)
    DraftFactory(visit=visit, visibility="private")
    page = as_user(standing_committee).get(reverse("dashboards:details")).content.decode()
    found = {name: (value, address) for name, value, address in figures(page) if "Góp ý" in name}
    assert sorted(value for value, _address in found.values()) == [1, 1]
    for value, address in found.values():
        assert rows_behind(as_user(standing_committee), address) == value


def test_the_export_holds_what_the_list_holds(world, request, as_user, commune_secretary):
    comment_in(world, request, visibility="superior")
    shown = comment_in(world, request)
    numbers = column(as_user(commune_secretary), "/gop-y/", "Góp ý")
    assert numbers == [f"Góp ý số {shown.number}/{shown.number_year} của xã Sơn Phú"]


def test_a_hand_over_carries_what_the_commune_was_told(world, request, officer):
    for visibility, status in (("superior", "sent"), ("private", "draft"), ("commune", "draft")):
        comment_in(world, request, status, visibility=visibility)
    told = comment_in(world, request)
    successor = request.getfixturevalue("successor")
    lines = [line.record for line in dossier_of(received(successor)).lines if line.kind == "comment"]
    assert lines == [told]


def test_a_note_cannot_be_sent_until_it_says_to_whom(world, request, by, officer):
    note = comment_in(world, request, "draft", visibility="private")
    with pytest.raises(Exception, match="Ghi chú cá nhân"):
        services.send_comment(comment=note, by=by(officer))
