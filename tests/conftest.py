"""People named for who they are, in the small province of `tests.world`. The stranger is always at hand."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from xdist.scheduler import LoadScopeScheduling

from assignments.access import forget_access
from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.platform.dates import today
from tests.factories import assignments as make
from tests.template_database import database_exists, ensure_template
from tests.world import World, build_world

DATABASE_TESTS = (
    "test_permissions.py",  # the questions of every page
    "test_exports.py",  # and of every list
    "test_*_states.py",  # states as tables and triggers
    "test_*_rules.py",  # what the database itself refuses
    "test_*_at_once.py",  # locks
    "test_*_queries.py",
    "test_load_*.py",
    *("test_scoping.py", "test_holding_services.py", "test_matrix.py", "test_numbers.py", "test_record_facts.py"),
    *("test_coverage.py", "test_households_import.py", "test_operations.py", "test_histories.py"),
    "demo/test_story.py",  # thousands of rows, written in bulk
)
"""What another version of PostgreSQL could answer differently (ADR 0028); the rest is Python's."""


class Together(LoadScopeScheduling):
    """Of two workers one makes what tests share: the server and its browser, and each loading of the illustration.

    The largest groups begin first; all other tests go one by one to whoever is free, so both workers end together.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith("tests/browser/"):
            return "tests/browser"
        return nodeid.partition("::")[0] if nodeid.startswith("tests/demo/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log) -> Together:
    return Together(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that are about the database: by their files' names, and all that have several transactions."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        at_once = "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction"))
        if at_once or any(item.path.match(pattern) for pattern in DATABASE_TESTS):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings, django_db_keepdb, django_db_createdb, django_db_blocker
) -> None:
    """The test database is copied from a migrated one, unless an earlier run's is taken again (--reuse-db)."""
    with django_db_blocker.unblock():
        if django_db_keepdb and not django_db_createdb:
            with connection._nodb_cursor() as cursor:
                if database_exists(cursor, connection.creation._get_test_db_name()):
                    return
        connection.settings_dict["TEST"]["TEMPLATE"] = ensure_template()


_END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A session that a test's thread left open doesn't keep the test database from being dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(_END_OTHERS)


@pytest.fixture
def world(db) -> World:
    return build_world()


def holder(world: World, role: str, unit, name: str, **fields) -> User:
    """An officer with a login who holds `unit` in `role` from long ago."""
    officer = make.OfficerFactory(full_name=name)
    make.AssignmentFactory(officer=officer, unit=unit, role=world.roles[role], **fields)
    return officer.user


def in_post(portal_role: str, unit, title: str, name: str, agency_name: str) -> User:
    """An officer with a login in a post that carries a portal role."""
    officer = make.OfficerFactory(full_name=name)
    agency = make.AgencyFactory(unit=unit, name=agency_name, kind="party_board")
    make.PositionFactory(officer=officer, agency=agency, post__portal_role=portal_role, title=title)
    return officer.user


@pytest.fixture
def officer(world) -> User:
    """Holds Sơn Phú for the province."""
    return holder(world, "province_officer_for_commune", world.commune, "Nguyễn Văn Tỉnh")


@pytest.fixture
def successor(world, officer) -> User:
    """Took Sơn Phú over from `officer` five days ago; `officer` holds nothing since."""
    before = officer.officer.assignments.get()
    first = today() - datetime.timedelta(days=5)
    before.valid_to, before.end_reason = first - datetime.timedelta(days=1), "Điều động sang công tác khác"
    before.save(update_fields=["valid_to", "end_reason"])
    return holder(
        world,
        "province_officer_for_commune",
        world.commune,
        "Tô Thị Kế Nhiệm",
        valid_from=first,
        taken_over_from=before,
    )


@pytest.fixture
def stranger(world) -> User:
    """Holds An Đức, in another district; nothing of Sơn Phú is theirs."""
    return holder(world, "province_officer_for_commune", world.far_commune, "Phạm Văn Lạ")


@pytest.fixture
def standing_member(world) -> User:
    """In charge of Giồng Trôm."""
    return holder(world, "province_officer_for_district", world.district, "Võ Thị Thường Vụ")


@pytest.fixture
def hamlet_officer(world) -> User:
    """Holds Ấp 1 of Sơn Phú for the district."""
    return holder(world, "district_officer_for_hamlet", world.hamlet, "Lê Văn Huyện")


@pytest.fixture
def district_commune_officer(world) -> User:
    """Holds Sơn Phú for the district's standing board."""
    return holder(world, "district_officer_for_commune", world.commune, "Bùi Văn Ủy Viên")


@pytest.fixture
def household_officer(world) -> User:
    """Holds the group Tổ 1 for the commune."""
    return holder(world, "commune_officer_for_group", world.group, "Trần Thị Xã")


@pytest.fixture
def commune_secretary(world) -> User:
    """The Party committee of Sơn Phú."""
    return in_post("commune_committee", world.commune, "Bí thư Đảng ủy xã", "Đặng Văn Bí Thư", "Đảng ủy xã Sơn Phú")


@pytest.fixture
def district_secretary(world) -> User:
    return in_post("district_committee", world.district, "Bí thư Huyện ủy", "Hồ Văn Huyện Ủy", "Huyện ủy Giồng Trôm")


@pytest.fixture
def standing_committee(world) -> User:
    return in_post("standing", world.province, "Phó Bí thư Thường trực", "Mai Văn Thường Trực", "Tỉnh ủy Bến Tre")


@pytest.fixture
def organiser(world) -> User:
    return in_post("organisation", world.province, "Trưởng ban Tổ chức", "Cao Thị Tổ Chức", "Ban Tổ chức Tỉnh ủy")


@pytest.fixture
def office(world) -> User:
    return in_post("office", world.province, "Chánh Văn phòng", "Ngô Văn Phòng", "Văn phòng Tỉnh ủy")


@pytest.fixture
def propaganda(world) -> User:
    title = "Phó Trưởng ban Tuyên giáo và Dân vận"
    return in_post("propaganda", world.province, title, "Lâm Thị Tuyên Giáo", "Ban Tuyên giáo và Dân vận Tỉnh ủy")


@pytest.fixture
def inspector(world) -> User:
    return in_post("inspection", world.province, "Chủ nhiệm UBKT", "Trương Văn Kiểm", "Ủy ban Kiểm tra Tỉnh ủy")


@pytest.fixture
def administrator(world) -> User:
    return in_post("admin", world.province, "Quản trị hệ thống", "Đỗ Văn Quản Trị", "Phòng Cơ yếu – CNTT")


@pytest.fixture
def department_head(world) -> User:
    """Director of a provincial department that answers petitions."""
    officer = make.OfficerFactory(full_name="Huỳnh Văn Sở")
    agency = make.AgencyFactory(unit=world.province, name="Sở Giao thông", kind="department")
    make.PositionFactory(officer=officer, agency=agency, post__portal_role="department", title="Giám đốc Sở")
    return officer.user


@pytest.fixture
def nobody(db) -> User:
    """Has an account and nothing else."""
    return make.UserFactory(full_name="Chưa Có Việc")


@pytest.fixture
def as_user():
    """A browser logged in as somebody: `as_user(officer).get(…)`."""

    def log_in(user: User) -> Client:
        forget_access(user)
        client = Client()
        client.force_login(user, backend="nammanh.accounts.backends.PortalBackend")
        return client

    return log_in


@pytest.fixture
def by():
    """An actor for services: `by(officer)`, or `by(leader, secretary)`."""

    def actor(user: User, secretary: User | None = None) -> Actor:
        forget_access(user)
        return Actor(user, secretary)

    return actor
