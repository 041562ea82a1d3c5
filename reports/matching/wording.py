"""One Vietnamese sentence for each proposal, out of what really counted for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from assignments.models import AssignmentRole
from nammanh.platform.dates import format_date
from nammanh.platform.numbers import format_number
from reports.matching.models import MatchingWeights
from reports.matching.queries import Candidate, Line, Match, Need, Proposals

SHOWN_FACTS = 2
"""How many weak figures a sentence names; the unit's profile has all of them."""


def reason_for(line: Line, found: Proposals) -> str:
    """Why this officer for this unit; for a unit without one, why not."""
    if line.proposed is None:
        return _why_nobody(line, found.role)
    parts = [
        _ties(line.proposed, line),
        _skill(line.proposed, line, found.field_names),
        _distance(line.proposed),
        _load(line.proposed, found.role),
        _account(line.proposed),
    ]
    return _sentence(parts)


def next_best(line: Line, found: Proposals) -> str:
    """The runner-up, in one sentence."""
    if line.runner_up is None:
        return _("Không có phương án kế tiếp.") if line.proposed else ""
    match = line.runner_up
    texts = {
        "officer": match.candidate.officer.full_name,
        "why": _listed([_ties(match, line), _skill(match, line, found.field_names), _distance(match)]),
    }
    return _("Phương án kế tiếp: đồng chí %(officer)s (%(why)s).") % texts


def why_left_out(candidate: Candidate) -> str:
    """Why somebody of the right place is not proposed for anything."""
    if candidate.is_leaving:
        return _("Công tác đến hết ngày %(date)s.") % {"date": format_date(candidate.officer.valid_to)}
    return _("Vắng mặt đến hết ngày %(date)s.") % {"date": format_date(candidate.absent_until)}


def version_of(weights: MatchingWeights) -> str:
    """Which weights counted, so that the same answer can be had again."""
    if weights.pk is None:
        return _("bộ trọng số mặc định (giả định của cổng)")
    texts = {"number": weights.pk, "date": format_date(weights.valid_from)}
    return _("bộ trọng số số %(number)s, áp dụng từ ngày %(date)s") % texts


def _why_nobody(line: Line, role: AssignmentRole) -> str:
    if not line.able:
        return _("Chưa có đồng chí nào thuộc cấp, nơi và nhóm được xét có thể phụ trách địa bàn này.")
    texts = {"count": format_number(line.able), "most": _most(role)}
    return _("Cả %(count)s đồng chí có thể phụ trách đều đã đủ định mức%(most)s.") % texts


def _most(role: AssignmentRole) -> str:
    if role.load_max is None:
        return ""
    return _(" (nhiều nhất %(count)s địa bàn)") % {"count": format_number(role.load_max)}


def _skill(match: Match, line: Line, names: Mapping[int, str]) -> str:
    if match.matched:
        return _("chuyên môn hợp với %(needs)s") % {"needs": _needs(match.matched, names)}
    if line.needs:
        return _("chưa có chuyên môn về %(needs)s") % {"needs": _needs(line.needs, names)}
    return ""


def _needs(needs: Mapping[int, Need], names: Mapping[int, str]) -> str:
    """“3 phản ánh, kiến nghị đang mở (Thủy lợi) và điểm yếu hộ nghèo: 9%”; the fields with most first."""
    ordered = sorted(needs.items(), key=lambda item: (-item[1].size, item[0]))
    parts = []
    if count := sum(need.petitions for _field, need in ordered):
        fields = _("; ").join(names[field] for field, need in ordered if need.petitions)
        texts = {"count": format_number(count), "fields": fields}
        parts.append(_("%(count)s phản ánh, kiến nghị đang mở (%(fields)s)") % texts)
    weak = [_in_sentence(text) for _field, need in ordered for text in need.weak_facts]
    if len(weak) > SHOWN_FACTS:
        more = _("%(count)s chỉ tiêu yếu khác") % {"count": format_number(len(weak) - SHOWN_FACTS)}
        weak = [*weak[:SHOWN_FACTS], more]
    if weak:
        parts.append(_("điểm yếu %(facts)s") % {"facts": ", ".join(weak)})
    return _(" và ").join(parts)


def _in_sentence(text: str) -> str:
    """“Tỷ lệ hộ nghèo” → “tỷ lệ hộ nghèo”; “GRDP” stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _distance(match: Match) -> str:
    if match.km is None:
        return _("chưa tính được khoảng cách")
    return _("nơi công tác cách %(km)s km") % {"km": format_number(round(match.km, 1), 1)}


def _load(match: Match, role: AssignmentRole) -> str:
    """How many units the officer has with this one, beside what the role asks."""
    texts = {"count": format_number(match.load), "norm": _norm(role)}
    return _("giữ %(count)s địa bàn kể cả nơi này%(norm)s") % texts


def _norm(role: AssignmentRole) -> str:
    least, most = role.load_min, role.load_max
    if least is not None and most is not None:
        return _(" (định mức %(least)s–%(most)s)") % {"least": least, "most": most}
    if most is not None:
        return _(" (định mức nhiều nhất %(most)s)") % {"most": most}
    return _(" (định mức ít nhất %(least)s)") % {"least": least} if least is not None else ""


def _ties(match: Match, line: Line) -> str:
    spell = match.candidate.spells.get(line.unit.pk)
    if spell is None:
        return _("đang hoặc từng phụ trách nơi khác trong cùng xã") if match.ties else ""
    texts = {"date": format_date(spell.first)}
    if match.is_due:
        return _("đã phụ trách nơi này từ ngày %(date)s, đến hạn luân chuyển") % texts
    if spell.last is None:
        return _("đang phụ trách nơi này từ ngày %(date)s") % texts
    texts |= {"last": format_date(spell.last)}
    return _("từng phụ trách nơi này từ ngày %(date)s đến hết ngày %(last)s") % texts


def _account(match: Match) -> str:
    return "" if match.candidate.has_account else _("chưa có tài khoản")


def _listed(parts: Iterable[str]) -> str:
    return "; ".join(part for part in parts if part)


def _sentence(parts: Iterable[str]) -> str:
    text = _listed(parts)
    return f"{text[:1].upper()}{text[1:]}."
