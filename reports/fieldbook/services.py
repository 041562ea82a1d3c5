"""One submit, one transaction: a visit with all its parts is written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nammanh.accounts.actor import Actor
from nammanh.platform.refusals import explained, require
from reports.fieldbook.entries import Entry
from reports.fieldbook.merging import Version, completed, digests_of, labels_of, merge, pieces_of, stored_entry
from reports.fieldbook.parts import PARTS
from reports.recommendations.models import Comment
from reports.recommendations.services import judge_comment, read_comments_of
from reports.visits import policies
from reports.visits import services as visits
from reports.visits.models import Visit
from reports.visits.services import Conflict, Stored
from reports.visits.states import Action, Status, may_follow


def log_entry(*, entry: Entry, by: Actor) -> Stored:
    """Record a visit that was made, with what was said and asked there.

    The same entry again gives the stored visit back (created=False). Raises ValidationError, or Conflict when the
    same uuid holds other words.
    """
    with explained():
        stored = visits.log_visit(
            uuid=entry.uuid, content=entry.visit, content_hash=entry.content_hash, by=by, typed_at=entry.typed_at
        )
        if stored.created:
            _write_parts(stored.visit, entry, by)
    return stored


def edit_entry(*, visit: Visit, entry: Entry, base: str, by: Actor) -> Visit:
    """Change an unconfirmed visit and the parts that were sent. `base` is the version that the page was opened on.

    Changed elsewhere meanwhile: different fields and rows are put together; raises Conflict when both changed the same.
    """
    with explained():
        visit = visits.lock(visit)
        require(policies.handles(by.user, visit))
        seen, note = Version.parse(base), ""
        stored = stored_entry(visit)
        entry = completed(entry, stored)
        changed_elsewhere = visit.content_hash not in {seen.content_hash, entry.content_hash}
        if changed_elsewhere and seen.digests and may_follow(Action.EDIT, visit.status):
            merged = merge(seen, stored, entry)
            if merged.clashes:
                raise _clash(visit, seen.seen(merged.clashes, digests_of(pieces_of(stored))), merged.clashes)
            entry, note = merged.entry, _now("Ghép với bản vừa sửa ở thiết bị khác.")
            seen = Version(visit.content_hash)
        changed = visits.edit_visit(
            visit=visit,
            content=entry.visit,
            base_hash=seen.content_hash,
            content_hash=entry.content_hash,
            by=by,
            note=note,
        )
        if changed.happened:
            _write_parts(changed, entry, by)
    return changed


def _clash(visit: Visit, base: Version, keys: list[str]) -> Conflict:
    names = ", ".join(str(label).lower() for label in labels_of(keys))
    message = _("Chuyến đi này vừa được sửa ở nơi khác; hai bản khác nhau ở: %(names)s.") % {"names": names}
    return Conflict(visit, message, base=str(base))


def confirm_entry(*, visit: Visit, seen_hash: str, verdicts: Mapping[Comment, str], note: str, by: Actor) -> Visit:
    """The commune confirms a visit, has read its comments and judges them, whole or not at all.

    `seen_hash` is the version that the commune read. Raises Conflict when the officer has changed it since.
    """
    with explained():
        current = visits.lock(visit)
        if current.content_hash != seen_hash and current.status == Status.DONE:
            raise Conflict(current, _("Đồng chí cán bộ vừa sửa nội dung chuyến đi. Hãy xem lại rồi xác nhận."))
        confirmed = visits.confirm_visit(visit=current, by=by, note=note)
        read_comments_of(visit=confirmed, by=by)
        for comment, specificity in verdicts.items():
            judge_comment(comment=comment, specificity=specificity, by=by)
    return confirmed


def _write_parts(visit: Visit, entry: Entry, by: Actor) -> None:
    for part in PARTS:
        if part.name in entry.parts:
            part.write(visit, entry.parts[part.name], by)
