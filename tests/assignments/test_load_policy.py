"""The policy as data: the same words as the sources, loaded once, another shape without code."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assignments.access import PortalRole
from assignments.loading.policy_rows import POLICY_FILE
from assignments.models import (
    AssignmentRole,
    Cadence,
    Duty,
    FieldOfWork,
    LegalDocument,
    Mandate,
    Phase,
    Policy,
    Post,
    Tier,
)
from reports.feedback.management.commands.load_reply_terms import WORKING_DAYS
from reports.feedback.models import ReplyTerm

TABLES = (AssignmentRole, Cadence, Duty, FieldOfWork, LegalDocument, Mandate, Phase, Policy, Post, Tier)


def load(*arguments):
    out = StringIO()
    call_command("load_policy", *arguments, stdout=out)
    return out.getvalue()


def counts():
    return {model.__name__: model.objects.count() for model in TABLES}


def test_the_slogan_is_word_for_word(db):
    load()
    assert Policy.objects.get().slogan == "Tỉnh nắm tới xã; huyện nắm tới ấp, khu phố; xã nắm tới hộ gia đình"


def test_both_phases_have_three_tiers_with_their_levels_and_one_cadence_each(db):
    load()
    for phase in Phase.objects.all():
        assert list(phase.tiers.values_list("holder_level", "target")) == [
            ("province", "commune"),
            ("district", "hamlet"),
            ("commune", "household"),
        ]
    assert Cadence.objects.count() == 6


def test_a_standing_member_in_charge_does_not_count_as_holding(db):
    load()
    uncounted = set(AssignmentRole.objects.filter(counted=False).values_list("code", flat=True))
    assert uncounted == {
        "province_officer_for_district",
        "delegation_head",
        "district_officer_for_commune",
        "district_officer_for_subregion",
    }


def test_no_date_is_made_up_for_a_document(db):
    load()
    assert set(LegalDocument.objects.values_list("number", "issued_on")) == {
        ("23-KH/TU", None),
        ("182", None),
        ("02", None),
        ("01-CT/TU", None),
    }


def test_every_portal_role_has_a_post(db):
    load()
    assert set(Post.objects.values_list("portal_role", flat=True)) == set(PortalRole.values)


def test_loading_twice_changes_nothing_and_keeps_what_was_edited(db):
    load()
    Duty.objects.filter(order=1).update(text="Lời đã sửa theo văn bản gốc.")
    before = counts()
    assert "không thay đổi" in load()
    assert counts() == before
    assert Duty.objects.filter(text="Lời đã sửa theo văn bản gốc.").exists()


def test_a_phase_of_two_tiers_is_only_another_file(db, tmp_path):
    load()
    data = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    two = [tier for tier in data["tier_sets"]["three_tiers"] if tier["order"] != 2]
    data["tier_sets"]["two_tiers"] = [
        {**two[0], "name": "Tỉnh nắm tới xã, phường"},
        {**two[1], "order": 2, "name": "Xã nắm tới ấp, khu phố, hộ gia đình", "roles": two[1]["roles"]},
    ]
    data["policy"]["name"] = "Phương châm sau 01/07/2025"
    phase = {"name": "Hai cấp", "valid_from": "2025-07-01", "valid_to": None, "document": None, "tiers": "two_tiers"}
    data["policy"]["phases"] = [{**phase, "slogan": "Tỉnh nắm tới xã; xã nắm tới ấp, khu phố, hộ gia đình"}]
    file = tmp_path / "two.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    load("--file", str(file))
    tiers = Tier.objects.filter(phase__name="Hai cấp")
    assert list(tiers.values_list("holder_level", "target")) == [("province", "commune"), ("commune", "household")]
    assert Phase.objects.get(name="Hai cấp").slogan.startswith("Tỉnh nắm tới xã;")


def test_a_file_with_overlapping_phases_is_refused_whole(db, tmp_path):
    data = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    data["policy"]["phases"][0]["valid_to"] = None
    file = tmp_path / "overlap.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(CommandError, match="trùng với một giai đoạn khác"):
        load("--file", str(file))
    assert not Policy.objects.exists()


def test_a_missing_file_is_said_in_words(db, tmp_path):
    with pytest.raises(CommandError, match="Không đọc được tệp chính sách"):
        load("--file", str(tmp_path / "none.json"))


def test_the_reply_term_is_loaded_once(db):
    for _nth in range(2):
        call_command("load_reply_terms", stdout=StringIO())
    assert {term.kind: term.working_days for term in ReplyTerm.objects.all()} == WORKING_DAYS


def test_the_two_tier_regime_ends_the_three_tiers_and_has_no_district(db):
    load("--regime", "two-tier")
    phase = Phase.objects.get(valid_from="2025-07-01")
    assert [str(row.valid_to) for row in Phase.objects.order_by("valid_from")] == ["2020-12-31", "2025-06-30", "None"]
    assert list(phase.tiers.values_list("name", "holder_level", "target")) == [
        ("Tỉnh nắm tới xã", "province", "commune"),
        ("Xã nắm tới ấp, khu phố", "commune", "hamlet"),
        ("Xã nắm tới hộ gia đình", "commune", "household"),
    ]
    assert set(AssignmentRole.objects.filter(tier__phase=phase).values_list("code", "unit_level", "counted")) == {
        ("province_officer_for_cluster", "commune", False),
        ("province_officer_for_commune", "commune", True),
        ("delegation_head", "commune", False),
        ("delegation_member", "commune", True),
        ("commune_officer_for_hamlet", "hamlet", True),
        ("commune_officer_for_group", "group", True),
        ("commune_officer_for_household", "hamlet", True),
    }
    assert not Duty.objects.filter(role__tier__phase=phase, text__icontains="huyện").exists()
    before = counts()
    assert "không thay đổi" in load("--regime", "two-tier")
    assert counts() == before


def test_a_regime_over_phases_in_force_is_refused_whole(db):
    load()
    before = counts()
    with pytest.raises(CommandError, match="trùng với một giai đoạn khác"):
        load("--regime", "two-tier")
    assert counts() == before
