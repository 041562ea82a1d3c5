"""Units, policy, people and assignments, each as small as a test needs."""

import datetime

import factory
from factory.django import DjangoModelFactory

from assignments.models import (
    Agency,
    Assignment,
    AssignmentRole,
    Cadence,
    Cluster,
    ClusterMember,
    FieldOfWork,
    Household,
    LegalDocument,
    Mandate,
    Officer,
    Phase,
    Policy,
    Position,
    Post,
    Tier,
    Unit,
    UnitKind,
)
from nammanh.accounts.models import User

LONG_AGO = datetime.date(2016, 1, 1)
PASSWORD = "mot-mat-khau-dai-2026"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn Thử {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(password=kwargs.pop("password", PASSWORD), **kwargs)


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = LegalDocument

    type = "decision"
    number = factory.Sequence(lambda n: f"{n + 1}-QĐ/TU")
    issued_on = LONG_AGO
    issuer = "Ban Thường vụ Tỉnh ủy"
    abstract = "phân công cán bộ theo dõi, hỗ trợ xã, phường, thị trấn"


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    kind = UnitKind.COMMUNE
    level = factory.LazyAttribute(lambda unit: UnitKind(unit.kind).level)
    name = factory.Sequence(lambda n: f"Sơn Phú {n}")
    gso_code = ""
    valid_from = LONG_AGO


class ProvinceFactory(UnitFactory):
    kind = UnitKind.PROVINCE
    name = "Bến Tre"


class DistrictFactory(UnitFactory):
    kind = UnitKind.DISTRICT
    name = factory.Sequence(lambda n: f"Giồng Trôm {n}")
    parent = factory.SubFactory(ProvinceFactory)


class CommuneFactory(UnitFactory):
    parent = factory.SubFactory(DistrictFactory)


class HamletFactory(UnitFactory):
    kind = UnitKind.HAMLET
    name = factory.Sequence(str)
    parent = factory.SubFactory(CommuneFactory)


class GroupFactory(UnitFactory):
    kind = UnitKind.SELF_MANAGED_GROUP
    name = factory.Sequence(str)
    parent = factory.SubFactory(HamletFactory)


class PolicyFactory(DjangoModelFactory):
    class Meta:
        model = Policy

    name = "Phương châm “3 nắm”"
    slogan = "Tỉnh nắm tới xã; huyện nắm tới ấp, khu phố; xã nắm tới hộ gia đình"
    owner = "Ban Thường vụ Tỉnh ủy"


class PhaseFactory(DjangoModelFactory):
    class Meta:
        model = Phase

    policy = factory.SubFactory(PolicyFactory)
    name = "Từ năm 2016"
    valid_from = LONG_AGO


class TierFactory(DjangoModelFactory):
    class Meta:
        model = Tier

    phase = factory.SubFactory(PhaseFactory)
    order = 1
    name = "Tỉnh nắm tới xã"
    holder_level = "province"
    target = "commune"


class CadenceFactory(DjangoModelFactory):
    class Meta:
        model = Cadence

    tier = factory.SubFactory(TierFactory)
    visits = 1
    months = 1
    overdue_after_days = 45
    valid_from = LONG_AGO


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = AssignmentRole

    tier = factory.SubFactory(TierFactory)
    code = factory.Sequence(lambda n: f"role-{n}")
    name = "Cán bộ tỉnh phụ trách xã"
    unit_level = "commune"


class MandateFactory(DjangoModelFactory):
    class Meta:
        model = Mandate
        django_get_or_create = ("name",)

    name = "theo dõi, hỗ trợ"


class FieldFactory(DjangoModelFactory):
    class Meta:
        model = FieldOfWork

    code = factory.Sequence(lambda n: f"linh-vuc-{n}")
    name = factory.Sequence(lambda n: f"Giao thông {n}")


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Sở Nông nghiệp {n}")
    kind = "department"
    unit = factory.SubFactory(ProvinceFactory)
    valid_from = LONG_AGO


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    name = factory.Sequence(lambda n: f"Chức vụ {n}")
    portal_role = "none"


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = Officer

    full_name = factory.Sequence(lambda n: f"Lê Thị Phụ Trách {n}")
    source_group = "department_leader"
    valid_from = LONG_AGO
    user = factory.SubFactory(UserFactory, full_name=factory.SelfAttribute("..full_name"))


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position

    officer = factory.SubFactory(OfficerFactory)
    post = factory.SubFactory(PostFactory)
    agency = factory.SubFactory(AgencyFactory)
    title = "Phó Giám đốc Sở"
    valid_from = LONG_AGO


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    officer = factory.SubFactory(OfficerFactory)
    unit = factory.SubFactory(CommuneFactory)
    role = factory.SubFactory(RoleFactory)
    mandate = factory.SubFactory(MandateFactory)
    document = factory.SubFactory(DocumentFactory)
    valid_from = LONG_AGO


class HouseholdFactory(DjangoModelFactory):
    class Meta:
        model = Household

    unit = factory.SubFactory(HamletFactory)
    code = factory.Sequence(lambda n: f"H{n:04d}")
    householder = "Trần Văn Hộ"


class ClusterFactory(DjangoModelFactory):
    class Meta:
        model = Cluster

    name = factory.Sequence(lambda n: f"Cụm {n}")
    kind = "cluster"
    unit = factory.SubFactory(ProvinceFactory)
    valid_from = LONG_AGO


class ClusterMemberFactory(DjangoModelFactory):
    class Meta:
        model = ClusterMember

    cluster = factory.SubFactory(ClusterFactory)
    unit = factory.SubFactory(CommuneFactory)
    valid_from = LONG_AGO
