"""What can wait for somebody, from which moment it is counted, and who is told when nobody answers."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a message is about; all but the last have a ladder."""

    PETITION = "petition", _("Phản ánh, kiến nghị chờ trả lời")
    HOT = "hot", _("Vấn đề bức xúc")
    CARRY_BACK = "carry_back", _("Trả lời chưa báo lại cho dân")
    VISIT = "visit", _("Chuyến đi chờ xã xác nhận")
    COMMENT = "comment", _("Góp ý chờ trả lời")
    HAND_OVER = "hand_over", _("Bàn giao chờ nhận")
    REPORT = "report", _("Báo cáo tình hình chờ nhận")
    URGE = "urge", _("Đôn đốc")


LADDERS = tuple(kind for kind in Kind if kind != Kind.URGE)


class Stamp(TextChoices):
    """The moment from which a rung counts. Each is written once by an act; no edit of the record moves it."""

    RECEIVED = "received", _("từ lúc nhận")
    UNSENT = "unsent", _("từ lúc nhận, khi chưa chuyển ngành")
    DISPATCHED = "dispatched", _("từ lúc chuyển ngành")
    DUE = "due", _("so với hạn trả lời")
    COMMITTED = "committed", _("so với ngày ngành hẹn")
    ANSWERED = "answered", _("từ lúc có trả lời")


class Target(TextChoices):
    """Who is told. Each is one person: the first of those named here who is there and has an account."""

    HANDLER = "handler", _("Người đang giữ việc")
    HOLDER = "holder", _("Cán bộ phụ trách địa bàn")
    FOCAL_POINT = "focal_point", _("Đầu mối của ngành")
    HEAD = "head", _("Thủ trưởng ngành")
    COMMUNE = "commune", _("Đảng ủy xã, phường, thị trấn")
    OFFICE = "office", _("Văn phòng Tỉnh ủy")
    ORGANISATION = "organisation", _("Ban Tổ chức Tỉnh ủy")
    MEMBER = "member", _("Ủy viên Ban Thường vụ phụ trách")
    STANDING = "standing", _("Thường trực Tỉnh ủy")
    ADDRESSEE = "addressee", _("Đồng chí được gửi đến")


_OF_PETITIONS: frozenset[str] = frozenset({Stamp.RECEIVED, Stamp.UNSENT, Stamp.DISPATCHED, Stamp.DUE, Stamp.COMMITTED})

STAMPS: dict[str, frozenset[str]] = {
    Kind.PETITION: _OF_PETITIONS,
    Kind.HOT: _OF_PETITIONS,
    Kind.CARRY_BACK: frozenset({Stamp.ANSWERED}),
    Kind.VISIT: frozenset({Stamp.RECEIVED}),
    Kind.COMMENT: frozenset({Stamp.RECEIVED}),
    Kind.HAND_OVER: frozenset({Stamp.RECEIVED}),
    Kind.REPORT: frozenset({Stamp.RECEIVED}),
}
"""The stamps that the records of each ladder carry."""

FALLS_TO: dict[str, tuple[str, ...]] = {
    # whoever is meant: to whom it goes instead when nobody there can be reached
    Target.HOLDER: (Target.MEMBER, Target.OFFICE, Target.STANDING),
    Target.FOCAL_POINT: (Target.HEAD, Target.OFFICE, Target.STANDING),
    Target.HEAD: (Target.FOCAL_POINT, Target.OFFICE, Target.STANDING),
    Target.COMMUNE: (Target.OFFICE, Target.STANDING),
    Target.OFFICE: (Target.STANDING,),
    Target.ORGANISATION: (Target.OFFICE, Target.STANDING),
    Target.MEMBER: (Target.STANDING, Target.OFFICE),
    Target.STANDING: (Target.OFFICE,),
    Target.ADDRESSEE: (Target.MEMBER, Target.OFFICE, Target.STANDING),
}
"""A rung never stays silent for want of a person: that nobody is assigned is the very case it is there for."""
