"""What is kept of a file that was sent."""

import io
import stat
import uuid
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from PIL import Image, ImageCms

from assignments.models import Unit
from nammanh.platform.refusals import explained
from reports.evidence import files, recoding, services
from reports.evidence.models import Evidence
from reports.evidence.positions import Position
from reports.visits.models import Visit
from reports.visits.services import confirm_visit
from tests.evidence import samples
from tests.factories.evidence import EvidenceFactory
from tests.factories.reports import VisitFactory


def kept(evidence) -> Image.Image:
    return Image.open(io.BytesIO(files.path_of(evidence.key).read_bytes()))


def on_disk() -> list[str]:
    return sorted(
        str(file.relative_to(settings.MEDIA_ROOT))
        for file in settings.MEDIA_ROOT.rglob("*")
        if file.is_file() and file.suffix != ".lock"
    )


def test_nothing_of_the_device_or_the_place_is_left_in_a_photograph(visit, officer, by):
    sent = samples.with_location()
    assert b"DienThoaiBiMat" in sent
    evidence = samples.add(visit, sent, by(officer)).evidence
    for small in (False, True):
        content = files.path_of(evidence.key, small=small).read_bytes()
        assert not [
            secret for secret in (b"Exif", b"DienThoai", b"bi mat", b"xmp", b"ICC_PROFILE") if secret in content
        ]
        assert not Image.open(io.BytesIO(content)).getexif()
    assert (evidence.kind, evidence.width, evidence.height, evidence.latitude) == ("jpeg", 640, 480, None)
    assert evidence.name == ""


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_upright_whichever_way_the_phone_was_held(orientation, visit, officer, by):
    turned = Image.open(io.BytesIO(samples.with_location(orientation)))
    evidence = samples.add(visit, samples.with_location(orientation), by(officer)).evidence
    assert (evidence.width > evidence.height) == (orientation < 5)
    upright = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}[orientation]
    expected = turned if upright is None else turned.transpose(Image.Transpose(upright))
    for dot in ((120, 100), (20, 20), (300, 400)):
        assert max(abs(a - b) for a, b in zip(kept(evidence).getpixel(dot), expected.getpixel(dot), strict=True)) < 12


@pytest.mark.parametrize(
    ("kind", "options", "becomes"),
    [
        ("JPEG", {}, "jpeg"),
        ("PNG", {}, "png"),
        ("WEBP", {}, "jpeg"),
        ("HEIF", {}, "jpeg"),
        ("JPEG", {"size": (5000, 3000)}, "jpeg"),
    ],
)
def test_every_picture_that_a_phone_makes_is_drawn_anew(kind, options, becomes, visit, officer, by):
    evidence = samples.add(
        visit,
        samples.picture_bytes(kind, **options),
        by(officer),
        f"a.{kind.lower()}" if kind != "HEIF" else "IMG_1.HEIC",
    ).evidence
    picture = kept(evidence)
    assert (evidence.kind, picture.format) == (becomes, becomes.upper())
    assert picture.size == (evidence.width, evidence.height)
    assert max(picture.size) <= 2560
    small = Image.open(io.BytesIO(files.path_of(evidence.key, small=True).read_bytes()))
    assert (small.format, max(small.size)) == ("JPEG", 320)


def test_a_transparent_screenshot_keeps_its_transparency_and_grey_and_print_colours_become_screen_colours(
    visit, officer, by
):
    screenshot = samples.add(visit, samples.picture_bytes("PNG", mode="RGBA"), by(officer), "a.png").evidence
    assert kept(screenshot).mode == "RGBA"
    for mode in ("L", "CMYK"):
        content = io.BytesIO()
        samples.drawing().convert(mode).save(content, "JPEG")
        assert kept(samples.add(visit, content.getvalue(), by(officer)).evidence).mode == "RGB"


def test_colours_of_another_profile_are_converted_before_the_profile_goes(visit, officer, by):
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red_for_blue = usual.replace(b"rXYZ", b"xxxx").replace(b"bXYZ", b"rXYZ").replace(b"xxxx", b"bXYZ")
    evidence = samples.add(visit, samples.picture_bytes(icc_profile=red_for_blue), by(officer)).evidence
    red, _green, blue = kept(evidence).getpixel((100, 100))
    assert blue > 150 > 60 > red, "the red house is blue in a profile whose red is blue"
    assert "icc_profile" not in kept(evidence).info


def test_a_profile_that_cannot_be_read_is_dropped(visit, officer, by):
    evidence = samples.add(visit, samples.picture_bytes(icc_profile=b"x" * 300), by(officer)).evidence
    assert "icc_profile" not in kept(evidence).info


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Biên bản làm việc.pdf", samples.PDF, "pdf"),
        ("Biên bản.docx", samples.word(), "docx"),
        ("Danh sách.xlsx", samples.sheet(), "xlsx"),
    ],
)
def test_papers_are_kept_as_they_are_under_their_own_name(name, content, kind, visit, officer, by):
    evidence = samples.add(visit, content, by(officer), name).evidence
    assert (evidence.kind, evidence.name, evidence.size) == (kind, name, len(content))
    assert files.path_of(evidence.key).read_bytes() == content
    assert not files.path_of(evidence.key, small=True).exists()


def test_files_lie_apart_under_names_that_say_nothing_for_the_portal_alone(visit, officer, by):
    evidence = samples.add(visit, samples.PDF, by(officer), "Biên bản.pdf").evidence
    path = files.path_of(evidence.key)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.suffix == ""
    assert evidence.uuid.hex not in str(path)
    assert not path.is_relative_to(settings.BASE_DIR / "static")
    assert on_disk() == [f"evidence/{evidence.key}"]


LINK = '<Relationships xmlns="x"><Relationship Id="r" Type="http://s/{}" Target="https://a.vn" TargetMode="External"/>'


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "Chỉ nhận ảnh"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Chỉ nhận ảnh"),
        ("a.jpg", b"", "Tệp rỗng"),
        ("a.jpg", b"<html><script>alert(1)</script>", "không phải ảnh hay văn bản"),
        ("a.gif", b"GIF89a", "Chỉ nhận ảnh"),
        ("a.jpg", b"GIF89a" + b"x" * 40, "không phải ảnh hay văn bản"),
        ("a.pdf", samples.picture_bytes(), "không phải ảnh hay văn bản"),
        ("a.jpg", samples.PDF, "không phải ảnh hay văn bản"),
        ("a.jpg", samples.picture_bytes()[:4000], "hỏng hoặc gửi chưa trọn"),
        ("a.docx", samples.sheet(), "không phải văn bản Word"),
        ("a.xlsx", samples.with_part(samples.sheet(), "xl/vbaProject.bin"), "có macro"),
        (
            "a.xlsx",
            samples.with_part(
                samples.sheet(), "xl/externalLinks/_rels/1.rels", LINK.format("externalLinkPath") + "</Relationships>"
            ),
            "có liên kết ra ngoài",
        ),
        ("a.pdf", samples.PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>", "lệnh tự chạy"),
        ("a.pdf", samples.PDF + b"x" * (21 * 1024 * 1024), "nặng quá 20 MB"),
    ],
)
def test_a_file_that_may_not_be_kept_is_refused_with_what_to_do(name, content, words, visit, officer, by):
    with pytest.raises(ValidationError, match=words):
        samples.add(visit, content, by(officer), name)
    assert not Evidence.objects.exists()
    assert on_disk() == []


def test_a_link_that_only_a_person_follows_is_no_reason_to_refuse_minutes(visit, officer, by):
    linked = samples.with_part(samples.word(), "word/_rels/more.rels", LINK.format("hyperlink") + "</Relationships>")
    assert samples.add(visit, linked, by(officer), "Biên bản.docx").created


def test_a_picture_of_more_dots_than_any_phone_makes_is_refused_before_it_is_unfolded(visit, officer, by):
    bomb = io.BytesIO()
    Image.new("1", (16_000, 16_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 200_000
    with pytest.raises(ValidationError, match="lớn hơn 64 triệu điểm ảnh"):
        samples.add(visit, bomb.getvalue(), by(officer), "a.png")


@pytest.mark.parametrize("kind", ["JPEG", "MPO", "PNG", "WEBP", "HEIF"])
def test_each_kind_of_picture_has_a_limit_of_its_own(kind, tmp_path, monkeypatch):
    source = tmp_path / "sent"
    source.write_bytes(samples.picture_bytes(kind, size=(1200, 900)))
    limited = "JPEG" if kind == "MPO" else kind
    assert recoding.recode(source, tmp_path / "photo", tmp_path / "small")["width"] == 1200
    monkeypatch.setitem(recoding.MEGAPIXELS, limited, 1)
    with pytest.raises(recoding.Refused) as refusal:
        recoding.recode(source, tmp_path / "photo", tmp_path / "small")
    assert refusal.value.answer == {"refused": "too_many_pixels", "limit": 1}


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("HEIF", (4032, 3024)),
        ("HEIF", (5712, 4284)),
        ("JPEG", (8064, 6048)),
        ("JPEG", (8160, 6144)),
        ("WEBP", (4000, 3000)),
    ],
)
def test_what_phones_make_of_themselves_is_within_the_limits(kind, size):
    """iPhones at 12 and 24 megapixels, 48 to 50 megapixels of JPEG, WebP as it is passed on."""
    assert size[0] * size[1] <= recoding.MEGAPIXELS[kind] * 1_000_000


def test_the_same_file_sent_twice_is_stored_once_and_another_one_is_a_conflict(visit, officer, by):
    number = uuid.uuid4()
    first = samples.add(visit, samples.PDF, by(officer), "a.pdf", uuid=number)
    again = samples.add(visit, samples.PDF, by(officer), "a.pdf", uuid=number)
    assert (first.created, again.created) == (True, False)
    assert again.evidence == first.evidence
    with pytest.raises(services.Conflict):
        samples.add(visit, samples.PDF + b"\n", by(officer), "a.pdf", uuid=number)
    assert len(on_disk()) == 1


def test_a_number_of_somebody_else_says_nothing_about_what_is_stored(visit, officer, commune_secretary, by):
    number = uuid.uuid4()
    samples.add(visit, samples.PDF, by(officer), "a.pdf", uuid=number)
    with pytest.raises(ValidationError, match="không dùng được"):
        samples.add(visit, samples.PDF, by(commune_secretary), "a.pdf", uuid=number)


def test_the_two_sides_of_a_visit_give_evidence_and_nobody_else(
    visit, officer, commune_secretary, district_commune_officer, stranger, office, by
):
    assert samples.add(visit, samples.PDF, by(officer), "a.pdf").evidence.giver == "officer"
    assert samples.add(visit, samples.PDF, by(commune_secretary), "a.pdf").evidence.giver == "committee"
    for person in (district_commune_officer, stranger, office):
        with pytest.raises(PermissionDenied):
            samples.add(visit, samples.PDF, by(person), "a.pdf")


def test_a_visit_that_was_not_made_has_no_evidence(world, officer, by):
    plan = VisitFactory(officer=officer.officer, unit=world.commune, tier=world.tiers[0], status="planned")
    with pytest.raises(ValidationError, match="chưa được ghi nhận"):
        samples.add(plan, samples.PDF, by(officer), "a.pdf")


def test_evidence_after_the_confirmation_is_marked_as_late(visit, officer, commune_secretary, by):
    confirm_visit(visit=visit, by=by(commune_secretary))
    assert samples.add(visit, samples.PDF, by(officer), "a.pdf").evidence.late


def test_a_visit_holds_twenty_pieces_and_those_taken_back_do_not_count(visit, officer, by, settings):
    settings.EVIDENCE_PER_VISIT = 2
    EvidenceFactory(visit=visit, by=officer)
    EvidenceFactory(visit=visit, by=officer, status="taken_back")
    samples.add(visit, samples.PDF, by(officer), "a.pdf")
    with pytest.raises(ValidationError, match="đủ 2 minh chứng"):
        samples.add(visit, samples.PDF + b"\n", by(officer), "b.pdf")


SON_PHU = Position(Decimal("10.1623"), Decimal("106.4571"))


@pytest.fixture
def on_the_map(world):
    Unit.objects.filter(pk=world.commune.pk).update(latitude="10.16", longitude="106.45")


def test_a_position_is_kept_when_the_officer_adds_it(visit, officer, by, on_the_map):
    evidence = samples.add(visit, samples.PDF, by(officer), "a.pdf", position=SON_PHU).evidence
    evidence.refresh_from_db()
    assert (str(evidence.latitude), str(evidence.longitude)) == ("10.1623", "106.4571")


def test_a_position_outside_the_province_is_refused(visit, officer, by, on_the_map):
    with pytest.raises(ValidationError, match="ngoài địa bàn tỉnh"):
        samples.add(visit, samples.PDF, by(officer), "a.pdf", position=Position(Decimal(21), Decimal("105.8")))


@pytest.mark.parametrize(("content", "name"), [(samples.picture_bytes(), "nha.jpg"), (samples.PDF, "nha.pdf")])
def test_a_visit_to_households_takes_no_evidence(world, officer, by, content, name):
    home = VisitFactory(officer=officer.officer, unit=world.group, tier=world.tiers[0], type="household_visit")
    with pytest.raises(ValidationError, match="không kèm ảnh, tệp"):
        samples.add(home, content, by(officer), name)
    with pytest.raises(ValidationError, match="không kèm ảnh, tệp"), explained():
        EvidenceFactory(visit=home)
    assert (home.evidence.count(), on_disk()) == (0, [])


def test_a_visit_that_becomes_one_to_households_while_the_file_is_drawn_anew_keeps_none(
    visit, officer, by, monkeypatch
):
    def meanwhile(cleaned):
        Visit.objects.filter(pk=visit.pk).update(type="household_visit")
        return services.adding.Action.ADD

    monkeypatch.setattr(services.adding, "_verdict", meanwhile)
    with pytest.raises(ValidationError, match="không kèm ảnh, tệp"):
        samples.add(visit, samples.picture_bytes(), by(officer))
    assert (visit.evidence.count(), on_disk()) == (0, [])


def test_a_file_whose_row_fails_does_not_stay(visit, officer, by, monkeypatch):
    monkeypatch.setattr(services.adding, "lock", lambda visit: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        samples.add(visit, samples.PDF, by(officer), "a.pdf")
    assert on_disk() == []
