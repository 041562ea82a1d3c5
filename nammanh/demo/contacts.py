"""Contacts between visits, as officers note them: a call, a message, a letter, a meeting online."""

from __future__ import annotations

import datetime
import random
import uuid

from assignments.models import Assignment
from nammanh.demo.diary import working_day_in
from nammanh.demo.stage import Stage
from reports.contacts.models import Channel, Contact

SEED = 118
DAYS = 90
"""How far back contacts go: they are small things, soon out of date."""

_SAYINGS: dict[str, tuple[str, ...]] = {
    Channel.PHONE: (
        "Gọi điện hỏi tiến độ nạo vét kênh nội đồng; địa phương báo đã làm được hai phần ba.",
        "Trao đổi qua điện thoại về lịch tiếp xúc cử tri và phân công cán bộ dự.",
        "Hỏi tình hình sau đợt triều cường; địa phương đã gia cố xong đoạn bờ bao xung yếu.",
        "Nhắc chuẩn bị nội dung sinh hoạt chi bộ chuyên đề quý này.",
    ),
    Channel.MESSAGE: (
        "Nhắn tin gửi văn bản hướng dẫn rà soát hộ nghèo; địa phương xác nhận đã nhận.",
        "Nhận ảnh tuyến đường hoa do Hội Phụ nữ gửi, báo đã ra quân đủ các tổ.",
        "Nhắc lịch họp giao ban cụm tuần tới.",
    ),
    Channel.DOCUMENT: (
        "Gửi văn bản đề nghị báo cáo kết quả thực hiện các góp ý đã nêu trong tháng.",
        "Nhận báo cáo của cấp ủy về tiến độ xây dựng nông thôn mới nâng cao.",
    ),
    Channel.ONLINE: (
        "Họp trực tuyến với cấp ủy về phương án chống hạn mặn mùa khô.",
        "Dự họp trực tuyến sơ kết công tác dân vận của địa phương.",
    ),
}
_WEIGHTS = {Channel.PHONE: 5, Channel.MESSAGE: 3, Channel.DOCUMENT: 1, Channel.ONLINE: 1}


def write_contacts(stage: Stage, assignments: list[Assignment]) -> None:
    """Some of those who hold a place today reached it between their visits; the demo officer did so last week."""
    rng = random.Random(SEED)  # noqa: S311  chance, not secrecy
    rows = []
    for assignment in assignments:
        if not (assignment.in_force_on(stage.today) and assignment.unit.level in {"commune", "hamlet"}):
            continue
        own = assignment.officer.user.username == "canbotinh"
        for _each in range(2 if own else rng.choice([0, 0, 1, 1, 2])):
            since = max(stage.days_ago(7 if own else DAYS), assignment.valid_from, stage.begin)
            if day := working_day_in(stage, since, stage.days_ago(1)):
                rows.append(_contact(stage, rng, assignment, day))
    Contact.objects.bulk_create(rows, batch_size=1000)


def _contact(stage: Stage, rng: random.Random, assignment: Assignment, day: datetime.date) -> Contact:
    channel = rng.choices(list(_WEIGHTS), weights=list(_WEIGHTS.values()))[0]
    return Contact(
        uuid=uuid.UUID(int=rng.getrandbits(128), version=4),
        unit=assignment.unit,
        officer=assignment.officer,
        date=day,
        channel=channel,
        text=rng.choice(_SAYINGS[channel]),
        entered_by=assignment.officer.user,
        created_at=min(stage.moment(day, 16, 20), stage.now),
    )
