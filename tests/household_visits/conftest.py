"""The catalogue and the term that the tests of this slice start from."""

import pytest

from tests.factories.reports import IssueCategoryFactory, RetentionTermFactory


@pytest.fixture
def term(db):
    return RetentionTermFactory()


@pytest.fixture
def water(db):
    return IssueCategoryFactory(name="Nước sạch, hạn mặn", order=20)


@pytest.fixture
def none(db):
    """The first of the catalogue, offered for all ticked households."""
    return IssueCategoryFactory(name="Thăm hỏi, chưa có việc phát sinh", order=1)
