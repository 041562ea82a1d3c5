"""Acting for a leader, the access log, and the filters that people keep."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.accounts.models import LONGEST_QUERY, AccessLog, SavedView, SecretaryMandate, User
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained, require

ACTING_FOR = "acting_for"
"""Session key: the id of the leader for whom a secretary enters records."""

MOST_VIEWS = 30
"""Filters that one person may keep of one list."""


def leaders_of(secretary: User) -> QuerySet[User]:
    """The leaders for whom this person may enter records today."""
    mandates = SecretaryMandate.objects.on(today()).filter(secretary=secretary)
    return User.objects.filter(pk__in=mandates.values("leader"), is_active=True)


def mandates_of(secretary: User) -> QuerySet[SecretaryMandate]:
    """The mandates in force today behind `leaders_of`, each with its leader."""
    return (
        SecretaryMandate.objects.on(today())
        .filter(secretary=secretary, leader__is_active=True)
        .select_related("leader")
        .order_by("leader__full_name", "pk")
    )


def act_for(*, request: HttpRequest, leader: User) -> None:
    """From the next request on, this session enters records for `leader`; the caller chose from `leaders_of`."""
    request.session[ACTING_FOR] = leader.pk


def stop_acting(*, request: HttpRequest) -> None:
    """Back to one's own name."""
    request.session.pop(ACTING_FOR, None)


def record_access(*, request: HttpRequest, kind: str) -> None:
    """Write one line of the access log for this request; what is on record is never kept on a device."""
    request.on_record = True
    AccessLog.objects.create(
        kind=kind,
        user=request.actor.at_keyboard,
        for_user=request.actor.user if request.actor.secretary else None,
        path=request.path[:300],
    )


def may_change_view(view: SavedView, user: User, *, may_share: bool) -> bool:
    """One's own; and what is shared with everybody, for whoever may share (people leave, filters stay)."""
    return view.owner_id == user.pk or (view.shared and may_share)


def save_view(
    *, by: Actor, may_share: bool, of_list: str, query: str, name: str, shared: bool, is_default: bool
) -> SavedView:
    """Keep a filter under a name; the same name again means these conditions instead. `may_share`: the list's word."""
    require(may_share or not shared)
    if not query:
        raise ValidationError(_("Đồng chí chọn điều kiện lọc trước rồi mới lưu."))
    if len(query) > LONGEST_QUERY:
        raise ValidationError(_("Bộ lọc có quá nhiều điều kiện. Bỏ bớt điều kiện rồi lưu."))
    with explained():
        User.objects.select_for_update().get(pk=by.user.pk)
        own = SavedView.objects.filter(owner=by.user, list=of_list)
        if own.exclude(name=name).count() >= MOST_VIEWS:
            raise ValidationError(_("Đồng chí đã lưu nhiều bộ lọc. Xóa bớt bộ lọc không dùng rồi lưu."))
        if is_default:
            own.exclude(name=name).update(is_default=False)
        view, _created = SavedView.objects.update_or_create(
            owner=by.user,
            list=of_list,
            name=name,
            defaults={"query": query, "shared": shared, "is_default": is_default},
        )
    return view


def change_view(*, view: SavedView, by: Actor, may_share: bool, name: str, shared: bool, is_default: bool) -> SavedView:
    """Another name, shared or not, opened first or not; what the list begins with is the owner's alone to say."""
    with explained():
        view = SavedView.objects.select_for_update().get(pk=view.pk)
        require(may_change_view(view, by.user, may_share=may_share) and (may_share or not shared))
        view.name, view.shared = name, shared
        if view.owner_id == by.user.pk:
            if is_default:
                SavedView.objects.filter(owner=by.user, list=view.list).exclude(pk=view.pk).update(is_default=False)
            view.is_default = is_default
        view.save()
    return view


def remove_view(*, view: SavedView, by: Actor, may_share: bool) -> None:
    require(may_change_view(view, by.user, may_share=may_share))
    view.delete()
