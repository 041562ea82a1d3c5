"""What is found by words: with and without accents, by beginnings, whatever is typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nammanh.platform.fulltext import LONGEST_QUERY, MOST_WORDS, Asked, spellings
from reports.visits.models import Visit
from tests.factories.reports import VisitFactory

TEXT = "Đường giao thông ấp Phú-Đông xuống cấp (hư hỏng); Công văn 12-TB/TU, 85% hộ có nước sạch. Ủy ban xã đã HỎI."


@pytest.fixture
def visit(world, officer):
    return VisitFactory(unit=world.commune, officer=officer.officer, tier=world.tiers[0], highlights=TEXT)


def found(typed, accented=False):
    asked = Asked.of(typed)
    return Visit.objects.filter(words__says=asked.accented if accented else asked.folded).exists()


@pytest.mark.parametrize(
    "typed",
    [
        "duong",
        "Đường",
        "ĐƯỜNG GIAO THÔNG",
        "phu dong",
        "xuong, cap",
        "cấp xuống",
        "12-TB/TU",
        "12 tb tu",
        "85%",
        "uy ban",
        "Uỷ ban",
        "giao tho",
        "nước sạc",
        "hu hong",
        "  đường  ",
        "“đường”",
        "hoi",
    ],
)
def test_words_are_found_without_accents_and_in_any_order(visit, typed):
    assert found(typed)


@pytest.mark.parametrize("typed", ["dường sá", "duongs", "giao th", "nước sạ", "uon", "thành phố", "13-TB/TU"])
def test_other_words_parts_and_too_short_beginnings_are_not(visit, typed):
    assert not found(typed)


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("đường", True),
        ("dương", False),
        ("đương", False),
        ("duong", True),
        ("Ủy ban", True),
        ("Uỷ ban", True),
        ("đường giao thôn", True),
        ("hoi", True),
        ("hỏi", True),
        ("hói", False),
        ("phú đông", True),
        ("phù đông", False),
    ],
)
def test_accents_that_were_typed_can_be_asked_for(visit, typed, there):
    assert found(typed, accented=True) is there


def test_the_column_is_not_carried_along_with_the_record(visit, django_assert_num_queries):
    with django_assert_num_queries(1) as captured:
        loaded = Visit.objects.get(pk=visit.pk)
    assert loaded.words is None
    assert '"words"' not in captured[0]["sql"]


def test_changed_words_are_found_and_former_ones_no_more(visit):
    Visit.objects.filter(pk=visit.pk).update(highlights="Trạm y tế")
    assert found("tram y te")
    assert not found("duong")
    assert not hasattr(visit.events.model, "words")


def test_a_tone_may_stand_on_either_vowel():
    assert spellings("hoà") == spellings("hòa") == ["hòa", "hoà"]
    assert spellings("thuỷ") == ["thủy", "thuỷ"]
    assert spellings("quý") == ["quý"]
    assert spellings("đường") == ["đường"]


ANYTHING = st.text(max_size=300) | st.text(alphabet="abđưởừ &|!:*()<>'\"\\%_-\x00\u0301", max_size=60)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=ANYTHING)
def test_whatever_is_typed_is_a_question_that_the_database_answers(visit, typed):
    asked = Asked.of(typed)
    assert len(asked.text) <= LONGEST_QUERY
    assert len(asked.words) <= MOST_WORDS
    if asked:
        assert list(Visit.objects.filter(words__says=asked.folded)) in ([], [visit])
        assert list(Visit.objects.filter(words__says=asked.accented)) in ([], [visit])


VIETNAMESE = (
    "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵbcdđghklmnpqrstvxf0123456789 -–/.,;“”()%"
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(alphabet=VIETNAMESE + VIETNAMESE.upper(), min_size=1, max_size=80))
def test_each_text_is_found_by_its_own_words(visit, text):
    """The server takes text apart and folds it as Python does."""
    Visit.objects.filter(pk=visit.pk).update(highlights=text)
    if Asked.of(text):
        assert found(text)
        assert found(text, accented=True)
