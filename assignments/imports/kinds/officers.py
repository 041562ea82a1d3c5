"""Officers with their post. Whom a name means is never guessed: two people may share it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments import policies
from assignments.access import PortalRole
from assignments.imports.kinds.cells import Column, date, phone, text
from assignments.imports.kinds.lines import NEW, Context, Line, Names, Table, choose
from assignments.imports.states import Fault, Kind, Outcome
from assignments.models import Agency, FieldOfWork, Officer, Position, Post, Unit
from assignments.models.people import SourceGroup
from nammanh.platform.text import accented_key, fold

NAME = Column(
    "name", gettext_lazy("Họ và tên"),
    ("ho ten", "ho va ten", "ten can bo", "can bo", "ho ten can bo", "ho va ten can bo", "ten",
     "nguoi phu trach", "can bo phu trach", "phan cong"),
    text(120), required=True, sample="Nguyễn Văn A",  # vi-data: an example
)  # fmt: skip
PHONE = Column(
    "phone", gettext_lazy("Điện thoại"),
    ("dien thoai", "sdt", "so dt", "so dien thoai", "dt", "di dong", "so dien thoai cong vu", "dtdd"),
    phone, sample="0903123456",
)  # fmt: skip
AGENCY = Column(
    "agency", gettext_lazy("Cơ quan"),
    ("co quan", "don vi cong tac", "co quan cong tac", "co quan don vi", "ten co quan", "don vi"),
    text(160), sample="Ban Tổ chức Tỉnh ủy",  # vi-data: an example
)  # fmt: skip
COLUMNS = (
    NAME,
    Column("source_group", gettext_lazy("Nhóm cán bộ"), ("nhom can bo", "nhom", "doi tuong", "nguon can bo"),
           text(60), required=True, sample="Công chức"),  # vi-data: an example
    Column("post", gettext_lazy("Chức vụ"), ("chuc vu", "chuc vu hien nay", "chuc vu dang"), text(120)),
    Column("title", gettext_lazy("Chức danh ghi trên văn bản"),
           ("chuc danh", "chuc danh ghi tren van ban", "chuc vu chuc danh"), text(200)),
    AGENCY,
    Column("workplace", gettext_lazy("Nơi công tác"), ("noi cong tac", "dia ban cong tac", "cong tac tai"), text(120)),
    PHONE,
    Column("expertise", gettext_lazy("Chuyên môn, sở trường"),
           ("chuyen mon", "so truong", "linh vuc", "chuyen mon so truong", "chuyen nganh"), text(300),
           hint=gettext_lazy("Tên lĩnh vực, cách nhau bằng dấu chấm phẩy.")),
    Column("valid_from", gettext_lazy("Từ ngày"), ("tu ngay", "ngay cong tac", "cong tac tu", "ngay bat dau"), date,
           hint=gettext_lazy("Để trống: tính từ ngày nhập.")),
)  # fmt: skip


def officer_label(officer: Officer) -> str:
    """Enough to tell two people of one name apart."""
    told = [position.title for position in officer.positions.all()[:1]]
    return ", ".join([officer.full_name, *told, officer.phone or _("chưa có số điện thoại")])


def named_alike(names: set[str], *, lock: bool = False) -> Names:
    """The officers of these names, accents or not, with their positions; with `lock` held to the end."""
    rows = Officer.objects.filter(search__in={fold(name)[:200] for name in names}).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    return Names(rows.prefetch_related("positions__agency", "expertise"), lambda officer: [officer.full_name])


def settle(lines: list[Line], context: Context) -> None:
    known = named_alike({line.values.get("name", "") for line in lines}, lock=context.lock)
    for line in lines:
        if line.is_open and (wanted := _wanted(line, context)) is not None:
            officer = _who(line, context, wanted, known.find(line.values["name"]))
            if officer is not None:
                _settle_one(line, context, wanted, None if officer == NEW else officer)


def _wanted(line: Line, context: Context) -> dict[str, Any] | None:
    """The facts of the line as rows of the portal; None when something is wrong or asked."""
    wanted: dict[str, Any] = {}
    for column, names, label in (
        ("source_group", _groups(context), lambda group: str(group.label)),
        ("post", _posts(context), str),
        ("agency", _agencies(context), str),
        ("workplace", _workplaces(context), lambda unit: unit.full_name),
    ):
        if written := line.values.get(column):
            found = names.find(written)
            if column == "source_group" and len(found[0]) == 1:
                wanted[column] = found[0][0]
            else:
                wanted[column] = choose(line, context, column=column, text=written, found=found, label=label)
    wanted["expertise"] = _expertise(line, context)
    if bool(wanted.get("post")) != bool(wanted.get("agency")) and line.is_open:
        missing = "agency" if wanted.get("post") else "post"
        line.wrong(Fault.MISSING, missing, _("Chức vụ và cơ quan phải ghi cùng nhau."))
    post = wanted.get("post")
    if post and post.portal_role == PortalRole.ADMIN and not policies.may_manage_accounts(context.by.user):
        line.wrong(Fault.FORBIDDEN, "post", _("Chức vụ này do quản trị hệ thống ghi, không nhập từ tệp."))
    return wanted if line.is_open else None


def _groups(context: Context) -> Names:
    return context.once("groups", lambda: Names(list(_Group), lambda group: [str(group.label)]))


class _Choice:
    """A source group as a row: with a pk to answer by."""

    def __init__(self, value: SourceGroup) -> None:
        self.pk, self.label = value.value, value.label


_Group = [_Choice(value) for value in SourceGroup]


def _posts(context: Context) -> Names:
    return context.once("posts", lambda: Names(Post.objects.all(), lambda post: [post.name]))


def _agencies(context: Context) -> Names:
    rows = Agency.objects.on(context.day)
    return context.once("agencies", lambda: Names(rows, lambda agency: [agency.name, agency.short_name]))


def _workplaces(context: Context) -> Names:
    rows = Unit.objects.on(context.day).filter(level__in=["province", "district", "commune"])
    return context.once("workplaces", lambda: Names(rows, lambda unit: [unit.full_name, unit.name]))


def _expertise(line: Line, context: Context) -> list[int]:
    fields = context.once("fields", lambda: {fold(row.name): row.pk for row in FieldOfWork.objects.all()})
    written = [part.strip() for part in line.values.get("expertise", "").split(";") if part.strip()]
    unknown = [part for part in written if fold(part) not in fields]
    if unknown:
        line.wrong(Fault.UNKNOWN, "expertise", _("Không có lĩnh vực “%(text)s”.") % {"text": unknown[0]})
    return sorted({fields[fold(part)] for part in written if fold(part) in fields})


def _who(line: Line, context: Context, wanted: dict[str, Any], found: tuple[list[Any], bool]) -> Any:
    """The officer on record, `NEW`, or None with a question. Sure: same phone, same agency, nothing new."""
    rows, exact = found
    if not rows:
        return NEW
    number, agency = line.values.get("phone", ""), wanted.get("agency")
    for officer in rows if exact else ():
        places = {position.agency_id for position in officer.positions.all()}
        if (number and officer.phone == number) or (agency and agency.pk in places):
            return officer
    if exact and len(rows) == 1 and not agency and not _differences(line, context, wanted, rows[0]):
        return rows[0]
    return choose(
        line, context, column="name", text=line.values["name"], found=found, label=officer_label,
        scope=f"{number}/{agency.pk if agency else ''}", may_be_new=True,
    )  # fmt: skip


def _differences(line: Line, context: Context, wanted: dict[str, Any], officer: Officer) -> dict[str, Any]:
    """What the line says otherwise than the record; what it leaves blank stays."""
    said = {
        "phone": line.values.get("phone", ""),
        "source_group": wanted["source_group"].pk,
        "workplace_id": wanted["workplace"].pk if wanted.get("workplace") else None,
    }
    return {name: value for name, value in said.items() if value and getattr(officer, name) != value}


def _settle_one(line: Line, context: Context, wanted: dict[str, Any], officer: Officer | None) -> None:
    start = line.values.get("valid_from") or context.day.isoformat()
    post, agency = wanted.get("post"), wanted.get("agency")
    about = line.values.get("phone") or (agency.pk if agency else "")
    key = f"{officer.pk if officer else ''}|{accented_key(line.values['name'])}|{about}"
    position = {"post": post.pk, "agency": agency.pk, "title": line.values.get("title") or post.name} if post else None
    if officer is None:
        fields = {
            "full_name": line.values["name"], "source_group": wanted["source_group"].pk,
            "phone": line.values.get("phone", ""), "valid_from": start,
            "workplace_id": wanted["workplace"].pk if wanted.get("workplace") else None,
        }  # fmt: skip
        resolved = {"fields": fields, "position": position, "expertise": wanted["expertise"]}
        line.becomes(Outcome.CREATED, resolved, key)
        return
    fields = _differences(line, context, wanted, officer)
    held = {(row.post_id, row.agency_id) for row in officer.positions.all()}
    if position and (position["post"], position["agency"]) in held:
        position = None
    learned = sorted(set(wanted["expertise"]) - {row.pk for row in officer.expertise.all()})
    resolved = {
        "pk": officer.pk, "fields": fields, "before": {name: getattr(officer, name) for name in fields},
        "position": position, "expertise": learned, "since": max(start, officer.valid_from.isoformat()),
    }  # fmt: skip
    changes = fields or position or learned
    line.becomes(Outcome.CHANGED if changes else Outcome.SKIPPED, resolved, key)


def write(lines: list[Line], context: Context) -> None:
    new = [line.resolved for line in lines if line.outcome == Outcome.CREATED and line.resolved]
    made = Officer.objects.bulk_create([Officer(**row["fields"]) for row in new], batch_size=500)
    parts = [(officer.pk, row, row["fields"]["valid_from"]) for officer, row in zip(made, new, strict=True)]
    changed = [line.resolved for line in lines if line.outcome == Outcome.CHANGED and line.resolved]
    for row in sorted(changed, key=lambda row: row["pk"]):
        if row["fields"]:
            Officer.objects.filter(pk=row["pk"]).update(**row["fields"])
        parts.append((row["pk"], row, row["since"]))
    Position.objects.bulk_create(
        Position(officer_id=pk, post_id=at["post"], agency_id=at["agency"], title=at["title"], valid_from=start)
        for pk, row, start in parts
        if (at := row["position"])
    )
    link = Officer.expertise.through
    link.objects.bulk_create(
        link(officer_id=pk, fieldofwork_id=field) for pk, row, _ in parts for field in row["expertise"]
    )


OFFICERS = Table(
    Kind.OFFICERS,
    COLUMNS,
    settle,
    write,
    notes=(
        gettext_lazy("Nhóm cán bộ, chức vụ, cơ quan, lĩnh vực ghi đúng như trong danh mục của hệ thống."),
        gettext_lazy("Người trùng tên được hỏi lại trước khi ghi; số điện thoại giúp nhận ra đúng người."),
    ),
)
