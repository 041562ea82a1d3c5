"""What supporting departments gave to the leads' answers, and one referral on which Sở Nông nghiệp is asked."""

from __future__ import annotations

import datetime

from nammanh.demo.petitioning import Petitioning
from nammanh.demo.stage import Stage
from reports.feedback.models import Contribution, ReferralSupport
from reports.feedback.states import OWED

GIVEN_AFTER = datetime.timedelta(days=1, hours=5)
_ON_MONEY = (
    "Nguồn bảo trì năm nay còn đủ cho phần việc này; đề nghị ngành chủ trì lập dự toán gửi Sở trước ngày 15.",
    "Phần vốn này thuộc ngân sách huyện. Sở có văn bản hướng dẫn huyện cân đối trong quý tới.",
    "Chưa bố trí trong kế hoạch năm nay. Sở ghi vào danh mục đề nghị của năm sau.",
)
_ASKED = "Cho ý kiến về nước tưới và cây trồng hai bên tuyến."


def write_contributions(stage: Stage, petitions: Petitioning) -> None:
    """Call it when petitions are stored. Each support is answered the day after, unless the answer was there first."""
    rows = []
    for number, support in enumerate(petitions.supports):
        at = support.referral.dispatched_at + GIVEN_AFTER
        if at < (support.referral.answered_at or stage.now):
            giver = petitions.roster.answerers["taichinh"].user
            rows.append(Contribution(support=support, text=_ON_MONEY[number % len(_ON_MONEY)], by=giver, at=at))
    Contribution.objects.bulk_create(rows, batch_size=1000)
    own = petitions.agencies["nongnghiep"]
    owed = [row for row in petitions.referrals if row.status in OWED and row.department != own]
    for referral in sorted(owed, key=lambda row: (row.due_on, row.pk))[-1:]:
        ReferralSupport.objects.create(referral=referral, agency=own, note=_ASKED)
