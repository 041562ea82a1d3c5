"""Hamlets and groups below communes. A unit's name, kind and parent are never edited here: that is a reform."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.imports.kinds.cells import Column, date, digits_code, text
from assignments.imports.kinds.lines import NEW, Context, Line, Names, Table, choose
from assignments.imports.kinds.places import COMMUNE, COMMUNE_CODE, DISTRICT, HAMLET, settle_places, unit_label
from assignments.imports.states import Fault, Kind, Outcome
from assignments.models import Assignment, Unit, UnitKind
from assignments.models.kinds import KINDS_OF_LEVEL, Level
from nammanh.platform.dates import format_date
from nammanh.platform.text import accented_key

BELOW = (*KINDS_OF_LEVEL[Level.HAMLET], *KINDS_OF_LEVEL[Level.GROUP])
_SHORT = {  # vi-data: how lists write the kinds
    UnitKind.QUARTER: ("KP",),
    UnitKind.SELF_MANAGED_GROUP: ("Tổ NDTQ", "Tổ tự quản", "Tổ"),
    UnitKind.RESIDENTIAL_GROUP: ("TDP",),
}


def kind_words(kind: UnitKind) -> list[str]:
    return [str(kind.label), *_SHORT.get(kind, ())]


COLUMNS = (
    DISTRICT,
    COMMUNE,
    COMMUNE_CODE,
    replace(HAMLET, label=gettext_lazy("Thuộc ấp, khu phố"), names=("thuoc ap", "thuoc khu pho", *HAMLET.names),
            hint=gettext_lazy("Chỉ ghi cho tổ nhân dân tự quản."), sample=""),
    Column("kind", gettext_lazy("Loại"), ("loai", "loai don vi", "loai hinh"), text(40),
           hint=gettext_lazy("Ấp, Khu phố, Khóm, Thôn, Tổ nhân dân tự quản…"), sample="Ấp"),  # vi-data: an example
    Column("name", gettext_lazy("Tên ấp, khu phố, tổ"),
           ("ten", "ten don vi", "ten ap khu pho to", "ten ap khu pho", "ten to", "don vi"),
           text(120), required=True, sample="3"),
    Column("gso_code", gettext_lazy("Mã đơn vị"), ("ma", "ma don vi", "ma ap", "ma to", "ma so"), digits_code),
    Column("valid_from", gettext_lazy("Từ ngày"),
           ("tu ngay", "ngay thanh lap", "ngay bat dau", "thanh lap ngay", "hieu luc tu"), date,
           hint=gettext_lazy("Bắt buộc với đơn vị mới."), sample="01/01/2020"),
    Column("valid_to", gettext_lazy("Đến hết ngày"),
           ("den het ngay", "den ngay", "ngay ket thuc", "ngay giai the", "ngay het hieu luc"), date,
           hint=gettext_lazy("Chỉ ghi khi đơn vị đã kết thúc.")),
)  # fmt: skip


def _day(line: Line, context: Context) -> datetime.date:
    """The day on which the line's parent must exist: that of the opening, else of the end, else today."""
    written = line.values.get("valid_from") or line.values.get("valid_to")
    return datetime.date.fromisoformat(written) if written else context.day


def settle(lines: list[Line], context: Context) -> None:
    for line in lines:
        if line.is_open:
            _read_kind(line)
    parents = settle_places(lines, context, lambda line: _day(line, context))
    if context.lock:
        list(Unit.objects.filter(pk__in={unit.pk for unit in parents.values()}).order_by("pk")
             .select_for_update(no_key=True, of=("self",)))  # fmt: skip
    siblings: dict[int, list[Unit]] = {}
    for unit in Unit.objects.filter(parent__in={unit.pk for unit in parents.values()}).select_related("parent"):
        siblings.setdefault(unit.parent_id, []).append(unit)
    codes = _codes(lines)
    for line in lines:
        if line.is_open and line.number in parents:
            parent = parents[line.number]
            _settle_one(line, context, parent, siblings.get(parent.pk, []), codes)
    _check_ends(lines)


def _read_kind(line: Line) -> None:
    """The kind from its column or from the first words of the name, which then loses them."""
    kinds = {accented_key(word): kind for kind in BELOW for word in kind_words(kind)}
    written, name = line.values.get("kind", ""), line.values["name"]
    kind = kinds.get(accented_key(written))
    if written and kind is None:
        line.wrong(Fault.UNKNOWN, "kind", _("Không có loại đơn vị “%(text)s” dưới cấp xã.") % {"text": written})
        return
    for word, named in sorted(kinds.items(), key=lambda item: -len(item[0])):
        shown = accented_key(name)
        if shown.startswith(f"{word} ") and (kind is None or kind == named):
            kind, name = named, name.split(maxsplit=len(word.split()))[-1]
            break
    if kind is None:
        line.wrong(Fault.MISSING, "kind", _("Thiếu loại: ghi “Ấp”, “Khu phố”, “Tổ nhân dân tự quản”…"))
        return
    line.values["unit_kind"], line.values["name"] = kind, name
    if kind.level == Level.GROUP and not line.values.get("hamlet"):
        line.wrong(Fault.MISSING, "hamlet", _("Tổ nhân dân tự quản phải ghi thuộc ấp, khu phố nào."))
    elif kind.level == Level.HAMLET:
        line.values["hamlet"] = ""


def _codes(lines: list[Line]) -> dict[str, list[Unit]]:
    codes = {code for line in lines if (code := line.values.get("gso_code"))}
    found: dict[str, list[Unit]] = {}
    for unit in Unit.objects.filter(gso_code__in=codes).select_related("parent") if codes else ():
        found.setdefault(unit.gso_code, []).append(unit)
    return found


def _settle_one(line: Line, context: Context, parent: Unit, siblings: list[Unit], codes: dict[str, list[Unit]]) -> None:
    values, day = line.values, _day(line, context)
    kind: UnitKind = values["unit_kind"]
    shown = f"{kind.label} {values['name']}"
    key = f"{parent.pk}|{kind.level}|{accented_key(shown)}"
    living = [unit for unit in siblings if unit.level == kind.level and unit.in_force_on(day)]
    same, exact = Names(living, lambda unit: [unit.full_name, unit.name]).find(values["name"])
    known = same[0] if exact and same else None
    if same and not exact:
        known = choose(line, context, column="name", text=values["name"], found=(same, exact), label=unit_label,
                       scope=parent.pk, may_be_new=True)  # fmt: skip
        if known is None:
            return
        known = None if known == NEW else known
    if known is not None:
        _settle_known(line, known, kind, key)
        return
    other = next((unit for unit in codes.get(values.get("gso_code", ""), []) if unit.in_force_on(day)), None)
    if other is not None:
        line.wrong(
            Fault.NEEDS_REFORM, "gso_code",
            _("Mã này đang là của %(unit)s. Đổi tên, loại bằng nghiệp vụ sắp xếp đơn vị.")
            % {"unit": unit_label(other)},
        )  # fmt: skip
        return
    _settle_new(line, parent, kind, key)


def _settle_known(line: Line, known: Unit, kind: UnitKind, key: str) -> None:
    values = line.values
    code, end = values.get("gso_code", ""), values.get("valid_to", "")
    if known.kind != kind or (code and code != known.gso_code):
        what = "gso_code" if known.kind == kind else "kind"
        line.wrong(
            Fault.NEEDS_REFORM, what,
            _("Đang là %(unit)s, mã %(code)s. Loại, mã phải đổi bằng nghiệp vụ sắp xếp đơn vị.")
            % {"unit": known.full_name, "code": known.gso_code or _("chưa có")},
        )  # fmt: skip
    elif not end or (known.valid_to and known.valid_to.isoformat() == end):
        line.becomes(Outcome.SKIPPED, {"pk": known.pk}, key)
    elif known.valid_to is not None:
        line.wrong(
            Fault.CONFLICT, "valid_to",
            _("Đơn vị này đã ghi kết thúc ngày %(date)s.") % {"date": format_date(known.valid_to)},
        )  # fmt: skip
    elif end < known.valid_from.isoformat():
        line.wrong(Fault.DATES_ORDER, "valid_to", _("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."))
    else:
        line.becomes(Outcome.ENDED, {"pk": known.pk, "valid_to": end}, key)


def _settle_new(line: Line, parent: Unit, kind: UnitKind, key: str) -> None:
    values = line.values
    start, end = values.get("valid_from", ""), values.get("valid_to", "")
    if not start:
        line.wrong(Fault.MISSING, "valid_from", _("Đơn vị mới phải ghi “Từ ngày”."))
    elif end and end < start:
        line.wrong(Fault.DATES_ORDER, "valid_to", _("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."))
    elif parent.valid_to and (not end or end > parent.valid_to.isoformat()):
        line.wrong(Fault.OUTSIDE_LIFE, "valid_to", _("Đơn vị cấp trên kết thúc trước ngày này."))
    else:
        wanted = {
            "parent": parent.pk,
            "kind": kind.value,
            "name": values["name"],
            "gso_code": values.get("gso_code", ""),
        }
        line.becomes(Outcome.CREATED, {**wanted, "valid_from": start, "valid_to": end}, key)


def _check_ends(lines: list[Line]) -> None:
    """A unit can't end before what hangs on it."""
    ends = {line.resolved["pk"]: line for line in lines if line.outcome == Outcome.ENDED and line.resolved}
    if not ends:
        return
    lasting: dict[int, Any] = {}
    for model, column in ((Unit, "parent"), (Assignment, "unit")):
        rows = model.objects.filter(**{f"{column}__in": ends})
        for pk, last in rows.values_list(f"{column}_id", "valid_to"):
            lasting.setdefault(pk, []).append(last.isoformat() if last else "9999")
    for pk, lasts in lasting.items():
        line = ends[pk]
        if max(lasts) > (line.resolved or {})["valid_to"]:
            line.wrong(Fault.CONFLICT, "valid_to", _("Còn tổ trực thuộc hoặc phân công kéo dài quá ngày này."))


def write(lines: list[Line], context: Context) -> None:
    new = [line.resolved for line in lines if line.outcome == Outcome.CREATED and line.resolved]
    Unit.objects.bulk_create(
        [
            Unit(
                parent_id=row["parent"], kind=row["kind"], level=UnitKind(row["kind"]).level, name=row["name"],
                gso_code=row["gso_code"], valid_from=row["valid_from"], valid_to=row["valid_to"] or None,
            )
            for row in new
        ],
        batch_size=500,
    )  # fmt: skip
    ends = {line.resolved["pk"]: line.resolved["valid_to"] for line in lines
            if line.outcome == Outcome.ENDED and line.resolved}  # fmt: skip
    for unit in Unit.objects.filter(Q(pk__in=ends)).order_by("pk"):
        unit.valid_to = ends[unit.pk]
        unit.save(update_fields=["valid_to"])


UNITS = Table(
    Kind.UNITS,
    COLUMNS,
    settle,
    write,
    notes=(
        gettext_lazy("Ghi mã xã, hoặc tên xã kèm huyện. Ấp, khu phố nhập trước; tổ nhập sau."),
        gettext_lazy("Tên, loại, mã của đơn vị đã có không sửa ở đây mà bằng nghiệp vụ sắp xếp đơn vị."),
    ),
)
