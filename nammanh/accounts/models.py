"""People who log in. What they may do follows from positions and assignments, not from ticks on the account."""

from __future__ import annotations

from typing import Any, Self

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nammanh.platform.fields import NormalizedCharField
from nammanh.platform.periods import Dated, DatedQuerySet, id_range
from nammanh.platform.scoping import ScopedQuerySet


class UserManager(BaseUserManager["User"]):
    """Makes accounts; user names are kept in lower case so that a phone's capital letter does no harm."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").strip().lower())

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(username, password, is_superuser=True, **fields)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """An account. `is_superuser` is the first administrator of a new installation, before positions exist."""

    username = models.CharField(
        _("tên đăng nhập"),
        max_length=60,
        unique=True,
        validators=[ASCIIUsernameValidator()],
        error_messages={"unique": _("Tên đăng nhập này đã có người dùng. Chọn tên khác.")},
    )
    full_name = NormalizedCharField(_("họ và tên"), max_length=120)
    email = models.EmailField(_("thư điện tử"), blank=True)
    is_active = models.BooleanField(_("được đăng nhập"), default=True)
    is_superuser = models.BooleanField(_("quản trị ban đầu"), default=False)
    is_demo = models.BooleanField(_("tài khoản minh họa"), default=False, editable=False)
    date_joined = models.DateTimeField(_("ngày lập"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username=models.functions.Lower("username")),
                name="accounts_username_lower",
                violation_error_message=_("Tên đăng nhập viết chữ thường."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def is_staff(self) -> bool:
        """Django's admin asks; the portal's own admin site decides by access, see `nammanh.admin_site`."""
        return self.is_superuser

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_superuser


@pghistory.track()
class SecretaryMandate(Dated):
    """A secretary may enter records for a leader during this time (thư ký nhập thay). Records show both names."""

    leader = models.ForeignKey(User, models.PROTECT, related_name="secretaries", verbose_name=_("lãnh đạo"))
    secretary = models.ForeignKey(User, models.PROTECT, related_name="leaders", verbose_name=_("thư ký"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("ủy quyền nhập thay")
        verbose_name_plural = _("ủy quyền nhập thay")
        ordering = ["leader__username", "secretary__username", "valid_from"]
        constraints = [
            *Dated.constraints("accounts_secretarymandate"),
            models.CheckConstraint(
                condition=~models.Q(leader=models.F("secretary")),
                name="accounts_secretarymandate_two_people",
                violation_error_message=_("Thư ký và lãnh đạo phải là hai người."),
            ),
            ExclusionConstraint(
                name="accounts_secretarymandate_once",
                expressions=[
                    (id_range("leader"), RangeOperators.OVERLAPS),
                    (id_range("secretary"), RangeOperators.OVERLAPS),
                    ("life", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Ủy quyền này trùng thời gian với một ủy quyền đã có của hai đồng chí."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.secretary} → {self.leader}"


class AccessLogQuerySet(ScopedQuerySet):
    """Entries of the access log; who may read them is decided where roles are known (assignments.policies)."""


class AccessLog(models.Model):
    """One reading of protected rows or one refused attempt. Names the person and the place, never the content."""

    class Kind(models.TextChoices):
        READ = "read", _("Đọc dữ liệu hộ gia đình")
        EXPORT = "export", _("Xuất tệp")
        REFUSED = "refused", _("Bị từ chối")

    at = models.DateTimeField(_("lúc"), default=timezone.now, db_index=True, editable=False)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("người truy cập"), editable=False)
    for_user = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("nhập thay"), editable=False
    )
    path = models.CharField(_("địa chỉ trang"), max_length=300, editable=False)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhật ký truy cập")
        verbose_name_plural = _("nhật ký truy cập")
        ordering = ["-at", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.user}"


LONGEST_QUERY = 1_000
"""Characters of the conditions of one saved filter."""


class SavedViewQuerySet(ScopedQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own, and those that an office shares with everybody."""
        return self.filter(models.Q(owner_id=user.pk) | models.Q(shared=True))


class SavedView(models.Model):
    """A filter of a list that a person gave a name (bộ lọc đã lưu). It holds an address, never rows: what it opens is
    asked anew each time, in the scope of whoever opens it. The owner may take one as what the list begins with.
    """

    owner = models.ForeignKey(User, models.PROTECT, related_name="saved_views", verbose_name=_("người lưu"))
    list = models.CharField(_("danh sách"), max_length=40)
    name = NormalizedCharField(_("tên bộ lọc"), max_length=60)
    query = models.CharField(_("điều kiện"), max_length=LONGEST_QUERY)
    shared = models.BooleanField(_("dùng chung"), default=False)
    is_default = models.BooleanField(_("mở sẵn"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("bộ lọc đã lưu")
        verbose_name_plural = _("bộ lọc đã lưu")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list", "name"],
                name="accounts_savedview_name",
                violation_error_message=_("Đồng chí đã có một bộ lọc mang tên này. Đặt tên khác."),
            ),
            models.UniqueConstraint(
                fields=["owner", "list"], condition=models.Q(is_default=True), name="accounts_savedview_one_default"
            ),
            models.CheckConstraint(
                condition=~models.Q(query="") & ~models.Q(name=""), name="accounts_savedview_says_something"
            ),
        ]
        indexes = [models.Index("list", condition=models.Q(shared=True), name="accounts_savedview_shared")]

    def __str__(self) -> str:
        return self.name
