"""What becomes of each assignment: carried to the successor, kept as support, or ended with the reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assignments.models import Assignment
from assignments.services.reshaping.shape import Shape


@dataclass
class Holding:
    """One assignment in force on the eve, and what is to become of it."""

    assignment: Assignment
    successor: str = ""
    """The key of the unit on which it goes on; `same_unit` when its own unit stays and only the phase changes."""
    is_lead: bool = False
    same_unit: bool = False
    asked: bool = False
    """A person has to say where it goes on."""
    contested: bool = False
    """One of several main holders of what becomes one unit."""
    why: str = ""
    merged_away: bool = False
    """The same officer goes on there by another assignment."""

    @property
    def carried(self) -> bool:
        return bool(self.successor) or self.same_unit

    @property
    def is_left_without(self) -> bool:
        return not self.carried and not self.merged_away

    def end(self, why: str) -> None:
        self.successor, self.same_unit, self.is_lead, self.why = "", False, False, why


def settle(shape: Shape, rows: list[Assignment], key_of: dict[int, str], closing: set[int]) -> list[Holding]:
    """Decide for each assignment: what a person chose, else the one place where it can go on."""
    found = [_first_word(shape, row, key_of, closing) for row in rows]
    by_place: dict[tuple[str, int], list[Holding]] = defaultdict(list)
    for holding in found:
        if holding.successor:
            by_place[holding.successor, holding.assignment.role_id].append(holding)
    for (key, _role), group in by_place.items():
        if len(group) > 1:
            _one_officer_once(group)
            _one_lead(shape, key, [row for row in group if row.carried])
    return found


def _first_word(shape: Shape, row: Assignment, key_of: dict[int, str], closing: set[int]) -> Holding:
    chosen = shape.fates.get(row.pk)
    holding = Holding(row, is_lead=row.is_lead)
    if shape.regime and (row.role.code, row.role.unit_level) not in shape.regime.roles:
        holding.end(_("Giai đoạn mới không còn tầng này"))
    elif row.unit_id not in closing:
        holding.same_unit = True
    elif chosen:
        holding.successor, holding.is_lead = chosen.successor, chosen.is_lead
        holding.why = "" if chosen.successor else _("Không tiếp tục sau khi sắp xếp đơn vị")
    elif shape.is_split(row.unit_id):
        holding.asked = True
    elif row.unit_id in key_of:
        holding.successor = key_of[row.unit_id]
    else:
        holding.end(_("Đơn vị kết thúc, không có đơn vị kế tiếp"))
    return holding


def _one_officer_once(group: list[Holding]) -> None:
    """Who held two units that become one holds it once: as the main holder where they were that."""
    first: dict[int, Holding] = {}
    for holding in sorted(group, key=lambda row: (not row.is_lead, row.assignment.pk)):
        kept = first.setdefault(holding.assignment.officer_id, holding)
        if kept is not holding:
            holding.end(_("Đồng chí tiếp tục phụ trách đơn vị mới bằng một phân công"))
            holding.merged_away = True


def _one_lead(shape: Shape, key: str, group: list[Holding]) -> None:
    """Of several main holders one stays: the chosen one, else that of the predecessor whose code goes on."""
    leads = [row for row in group if row.is_lead and row.assignment.whole_unit]
    if len(leads) < 2:
        return
    code = next((opening.gso_code for opening in shape.openings if opening.key == key), "")
    said = [row for row in leads if row.assignment.pk in shape.fates]
    same_code = [row for row in leads if code and row.assignment.unit.gso_code == code]
    stays = (said or same_code or leads)[0]
    for row in leads:
        row.contested = True
        if row is not stays:
            row.end(_("Đơn vị mới do đồng chí khác phụ trách chính"))
