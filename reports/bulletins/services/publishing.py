"""A bulletin's way from draft to published to withdrawn. One function writes the status; each step leaves a line."""

from __future__ import annotations

import datetime
import uuid as uuids
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models import Cluster, Level, Unit
from nammanh.accounts.actor import Actor
from nammanh.platform.dates import today
from nammanh.platform.refusals import check_values, explained, require
from nammanh.platform.text import one_line
from nammanh.platform.uploads import check_upload, stored_name
from reports.bulletins import policies, states
from reports.bulletins.models import Bulletin, BulletinFile, BulletinStep, BulletinTarget
from reports.bulletins.queries import members_on
from reports.bulletins.states import Action, Status
from reports.visits.services import queue_for

FILE_KINDS = (".pdf", ".docx", ".jpg", ".jpeg", ".png")
FILE_MEGABYTES = 20
MOST_FILES = 10
TARGET_LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


@dataclass(frozen=True)
class BulletinContent:
    """What a person types as one bulletin, and for whom it is."""

    title: str
    highlights: str
    body: str
    kind: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    levels: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    clusters: tuple[Cluster, ...] = ()


WORDS = ("title", "highlights", "body", "kind", "valid_from", "valid_to")


def draft_bulletin(*, uuid: uuids.UUID, content: BulletinContent, by: Actor) -> Bulletin:
    """Keep a first draft. The same entry again gives the stored one back."""
    with explained():
        require(policies.publishes(by.user))
        queue_for(uuid)
        if stored := Bulletin.objects.filter(uuid=uuid).first():
            return stored
        bulletin = Bulletin(uuid=uuid, entered_by=by.at_keyboard)
        _fill(bulletin, content)
        _move(bulletin, Action.DRAFT, by)
        _aim(bulletin, content)
        return bulletin


def edit_bulletin(*, bulletin: Bulletin, content: BulletinContent, by: Actor) -> Bulletin:
    """Change a draft; what has been published is withdrawn instead."""
    with explained():
        bulletin = _lock(bulletin, by)
        if not states.may_follow(Action.EDIT, bulletin.status):
            raise _out_of_turn(bulletin, Action.EDIT)
        before = _plain(bulletin)
        _fill(bulletin, content)
        changed = _aim(bulletin, content)
        return _move(bulletin, Action.EDIT, by) if changed or before != _plain(bulletin) else bulletin


def publish_bulletin(*, bulletin: Bulletin, by: Actor) -> Bulletin:
    """Send it to everybody it is for. Publishing twice is once."""
    with explained():
        bulletin = _lock(bulletin, by)
        if bulletin.status == Status.PUBLISHED:
            return bulletin
        if bulletin.valid_to and bulletin.valid_to < today():
            raise ValidationError(_("Thời gian truyền đạt đã qua. Sửa lại “đến hết ngày” rồi phát hành."))
        if not bulletin.targets.exists():
            raise ValidationError(_("Chưa chọn địa bàn nhận thông tin."))
        bulletin.published_at, bulletin.published_by = timezone.now(), by.at_keyboard
        return _move(bulletin, Action.PUBLISH, by)


def withdraw_bulletin(*, bulletin: Bulletin, reason: str, by: Actor) -> Bulletin:
    """Take it back, with the reason that everybody who read it then sees. Withdrawing twice is once."""
    with explained():
        bulletin = _lock(bulletin, by)
        if not reason.strip():
            raise ValidationError({"reason": _("Ghi lý do.")})
        if bulletin.status == Status.WITHDRAWN:
            latest = bulletin.steps.order_by("-at", "-pk").first()
            if latest and latest.note == one_line(reason):
                return bulletin
        return _move(bulletin, Action.WITHDRAW, by, reason)


def attach_file(*, bulletin: Bulletin, file: UploadedFile, by: Actor) -> BulletinFile:
    """Add a file to a draft; the same file again is once. Raises ValidationError when it may not be kept."""
    with explained():
        bulletin = _lock(bulletin, by)
        if not bulletin.is_draft:
            raise _out_of_turn(bulletin, Action.EDIT)
        check_upload(file, accepted=FILE_KINDS, max_megabytes=FILE_MEGABYTES)
        name, size = one_line(file.name or "")[-160:], file.size or 0
        if known := bulletin.files.filter(name=name, size=size).first():
            return known
        if bulletin.files.count() >= MOST_FILES:
            raise ValidationError({"file": _("Mỗi thông tin kèm tối đa 10 tệp.")})
        file.name = stored_name(bulletin.title, file.name or "")
        row = BulletinFile(bulletin=bulletin, file=file, name=name, size=size, uploaded_by=by.at_keyboard)
        row.full_clean()
        row.save()
        return row


def remove_file(*, bulletin: Bulletin, pk: int, by: Actor) -> None:
    """Take a file out of a draft; one that is gone already is gone. History keeps its name."""
    with explained():
        bulletin = _lock(bulletin, by)
        if not bulletin.is_draft:
            raise _out_of_turn(bulletin, Action.EDIT)
        bulletin.files.filter(pk=pk).delete()


def _lock(bulletin: Bulletin, by: Actor) -> Bulletin:
    require(policies.publishes(by.user))
    return Bulletin.objects.select_for_update(of=("self",)).get(pk=bulletin.pk)


def _plain(bulletin: Bulletin) -> list[object]:
    return [getattr(bulletin, name) for name in (*WORDS, "levels")]


def _fill(bulletin: Bulletin, content: BulletinContent) -> None:
    for name in WORDS:
        setattr(bulletin, name, getattr(content, name))
    bulletin.levels = sorted(content.levels)
    if bulletin.valid_to and bulletin.valid_to < bulletin.valid_from:
        raise ValidationError({"valid_to": _("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.")})


def _aim(bulletin: Bulletin, content: BulletinContent) -> bool:
    """Make the draft's places what was chosen; returns whether they changed."""
    wanted: dict[int, int | None] = {}
    for unit in content.units:
        if unit.level not in TARGET_LEVELS:
            raise ValidationError({"scope": _("Thông tin phát hành đến tỉnh, huyện hoặc xã.")})
        wanted[unit.pk] = None
    for cluster, commune in members_on(content.clusters, today()):
        wanted.setdefault(commune.pk, cluster.pk)
    if not wanted:
        raise ValidationError({"scope": _("Chọn ít nhất một địa bàn nhận thông tin.")})
    known = dict(bulletin.targets.values_list("unit_id", "cluster_id"))
    if known == wanted:
        return False
    bulletin.targets.all().delete()
    BulletinTarget.objects.bulk_create(
        BulletinTarget(bulletin=bulletin, unit_id=unit, cluster_id=cluster) for unit, cluster in wanted.items()
    )
    return True


def _out_of_turn(bulletin: Bulletin, action: str) -> ValidationError:
    return ValidationError(
        _("Không thể %(action)s: thông tin đang ở trạng thái “%(status)s”. Hãy tải lại trang.")
        % {"action": Action(action).label.lower(), "status": bulletin.get_status_display()}
    )


def _move(bulletin: Bulletin, action: str, by: Actor, note: str = "") -> Bulletin:
    """The one door for the status: asks the table, writes the fields and the step."""
    before = bulletin.status if bulletin.pk else None
    if not states.may_follow(action, before):
        raise _out_of_turn(bulletin, action)
    bulletin.status = states.after(action, before)
    check_values(bulletin)
    bulletin.save()
    BulletinStep.objects.create(
        bulletin=bulletin, action=action, status=bulletin.status, note=note, by=by.user, secretary=by.secretary
    )
    return bulletin
