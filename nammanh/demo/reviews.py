"""Syntheses and reviews on stage: an approved month, a half-year waiting for approval, a draft in work."""

from __future__ import annotations

import datetime
import random
import uuid
from decimal import Decimal

from assignments.models import Unit
from nammanh.accounts.actor import Actor
from nammanh.demo.stage import SEED, Stage
from nammanh.platform.dates import add_months, month_start, today
from reports.facts.months import Months
from reports.reporting.models import Review, ReviewKind
from reports.reporting.services import review as services
from reports.reporting.services.review import Paragraph, ReviewScope, TargetLine

TARGETS = (
    TargetLine("Xã đạt chuẩn nông thôn mới", "xã", Decimal(40), Decimal(47)),
    TargetLine("Nguồn lực huy động cho cơ sở", "tỷ đồng", Decimal(400), Decimal("431.381")),
    TargetLine("Lượt dự sinh hoạt chi bộ", "lượt", Decimal(500), None, "cell_meetings"),
)
LESSON = (
    "Nơi nào cán bộ đi đúng lịch, ghi rõ việc – đề xuất – ai làm – bao giờ xong thì nơi đó góp ý được thực hiện sớm và"
    " Nhân dân tin tưởng."
)
DIRECTION = "Dồn lượt đi cho những ấp đã lâu chưa có cán bộ đến; báo lại cho Nhân dân kết quả từng kiến nghị."


def write_reviews(stage: Stage, compiler: Actor, approver: Actor) -> None:
    """Through the services, as a person would."""
    rng = random.Random(SEED + 33)  # noqa: S311  chance, not secrecy
    province = Unit.objects.on(stage.today).get(level="province")
    last = add_months(month_start(stage.today), -1)
    if last > month_start(today()):  # a stage of a day to come: nobody reports on what has not been
        return

    def begin(kind: str, first: datetime.date, abstract: str) -> Review:
        return services.draft_review(
            uuid=uuid.UUID(int=rng.getrandbits(128), version=4),
            kind=kind,
            scope=ReviewScope(province),
            months=Months(first, last),
            abstract=abstract,
            by=compiler,
        )

    month = begin(
        ReviewKind.MONTHLY, last, f"tổng hợp tình hình tháng {last.month}/{last.year}, {province.name_in_sentence}"
    )
    services.submit(review=month, by=compiler)
    services.approve_review(review=month, by=approver)
    half = begin(
        ReviewKind.INTERIM,
        add_months(last, -5),
        f"sơ kết 6 tháng thực hiện việc nắm địa bàn, {province.name_in_sentence}",
    )
    _finish(half, compiler)
    services.submit(review=half, by=compiler)
    begin(
        ReviewKind.FINAL,
        add_months(last, -11),
        f"tổng kết một năm thực hiện việc nắm địa bàn, {province.name_in_sentence}",
    )


def _finish(review: Review, compiler: Actor) -> None:
    paragraphs = [Paragraph(row.section, row.text, row.pk) for row in review.sentences.all()]
    paragraphs += [Paragraph("lessons", LESSON), Paragraph("directions", DIRECTION)]
    services.save_review(
        review=review,
        abstract=review.abstract,
        paragraphs=paragraphs,
        targets=TARGETS,
        revision=review.revision,
        by=compiler,
    )
