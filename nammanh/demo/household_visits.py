"""What the communes' officers found in the invented households: few words, nothing that may not be written."""

from __future__ import annotations

import datetime

import pgtrigger

from assignments.models import AssignedHousehold, Household
from nammanh.demo.diary import Diary
from nammanh.demo.places import Places
from nammanh.demo.stage import Stage
from reports.household_visits.models import HouseholdLine, IssueCategory
from reports.visits.models import Visit, VisitType

_DAY = datetime.timedelta(days=1)

MATTERS: dict[str, tuple[str, ...]] = {
    "livelihood": (
        "Cần giống bưởi da xanh để cải tạo vườn tạp",
        "Muốn học nghề đan giỏ, may gia công tại nhà",
        "Cần tư vấn vay vốn chăn nuôi dê",
        "Giá dừa thấp, đề nghị nối với hợp tác xã",
    ),
    "housing": ("Mái nhà dột, cần lợp lại trước mùa mưa", "Nền nhà thấp, ngập khi triều cường"),
    "water": (
        "Cần bồn chứa nước ngọt trước mùa mặn",
        "Đề nghị kéo thêm 150 m ống nước máy",
        "Nước máy yếu vào buổi chiều",
    ),
    "environment": ("Rác chưa được thu gom ở cuối hẻm", "Mương trước nhà bị nghẹt"),
    "education": ("Đường đến điểm trường lầy khi mưa", "Đề nghị hỗ trợ tập sách đầu năm học"),
    "infrastructure": ("Cầu ván vào tổ xuống cấp", "Điện yếu giờ cao điểm", "Xin lắp thêm bóng đèn đường"),
    "procedure": ("Chưa được cấp giấy chứng nhận quyền sử dụng đất", "Cần hướng dẫn dịch vụ công trực tuyến"),
}
_WEIGHTS = {
    "none": 40,
    "livelihood": 16,
    "water": 14,
    "infrastructure": 10,
    "procedure": 8,
    "housing": 5,
    "environment": 4,
    "education": 3,
}
SUPPORT = {
    "water": ("Trữ nước ngọt mùa mặn", "goods", 1_800_000),
    "livelihood": ("Cây giống cải tạo vườn tạp", "goods", 1_200_000),
    "housing": ("Mái ấm tình thương", "money", 60_000_000),
    "procedure": ("Dịch vụ công tại nhà", "guidance", None),
}


def write_household_visits(stage: Stage, diary: Diary, places: Places) -> None:
    """For each visit to households that was made: two to five households of the place, as its officer holds them."""
    categories = {row.code: row for row in IssueCategory.objects.on(stage.today)}
    named: dict[tuple[int, int], set[int]] = {}
    for officer, unit, household in AssignedHousehold.objects.values_list(
        "assignment__officer", "assignment__unit", "household"
    ):
        named.setdefault((officer, unit), set()).add(household)
    lines = []
    for visit in diary.visits:
        if visit.happened and visit.type == VisitType.HOUSEHOLD_VISIT and visit.unit.level in {"hamlet", "group"}:
            keys = ((visit.officer_id, visit.unit_id), (visit.officer_id, visit.unit.parent_id))
            here = _within(places, visit, next((named[key] for key in keys if key in named), None))
            chosen = stage.rng.sample(here, min(stage.rng.randint(2, 5), len(here)))
            lines += [_line(stage, visit, household, categories) for household in chosen]
    with pgtrigger.ignore("household_visits.HouseholdLine:fits"):  # most of these visits are confirmed by now
        HouseholdLine.objects.bulk_create(lines, batch_size=1000)


def _within(places: Places, visit: Visit, named: set[int] | None) -> list[Household]:
    unit = visit.unit
    hamlet = unit.pk if unit.level == "hamlet" else unit.parent_id
    rows = places.households.get(hamlet, [])
    if unit.level == "group":
        rows = [row for row in rows if row.unit_id == unit.pk]
    return [row for row in rows if named is None or row.pk in named]


def _line(stage: Stage, visit: Visit, household: Household, categories: dict[str, IssueCategory]) -> HouseholdLine:
    code = stage.rng.choices(list(_WEIGHTS), weights=list(_WEIGHTS.values()))[0]
    line = HouseholdLine(
        visit=visit,
        household=household,
        unit_id=household.unit_id,
        visited_on=visit.date,
        category=categories[code],
        note=stage.rng.choice(MATTERS[code]) if code in MATTERS else "",
    )
    if code in SUPPORT and stage.chance(0.25):
        line.support_programme, line.support_kind, line.support_amount = SUPPORT[code]
    if line.note and stage.chance(0.45):
        line.follow_up_by = visit.date + _DAY * stage.rng.choice([14, 30, 45, 60])
        done = visit.date + _DAY * stage.rng.randint(5, 50)
        if done < stage.today and stage.chance(0.75):
            line.follow_up_done_on, line.follow_up_done_by_id = done, visit.officer.user_id
    return line
