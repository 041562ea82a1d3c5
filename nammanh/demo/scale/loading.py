"""Growing the whole province in one transaction: all of it or nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from django.db import connection, transaction

from nammanh.demo.loading import lay_ground, only_one_loads
from nammanh.demo.scale.bulk import Bulk
from nammanh.demo.scale.comments import write_comments
from nammanh.demo.scale.holdings import hold_all
from nammanh.demo.scale.households import write_household_visits
from nammanh.demo.scale.information import convey, write_bulletins
from nammanh.demo.scale.months import write_months
from nammanh.demo.scale.people import hire
from nammanh.demo.scale.petitions import leaders, plan_petitions, write_petitions
from nammanh.demo.scale.places import fill_households, grow_places
from nammanh.demo.scale.replies import write_lives
from nammanh.demo.scale.size import Size
from nammanh.demo.scale.stories import write_pools
from nammanh.demo.scale.visits import plan_visits, write_visits
from nammanh.demo.scenario import SCENARIOS
from nammanh.platform.numbers import format_number
from reports.facts.services import rebuild


def load(size: Size, tell: Callable[[str], object]) -> None:
    """Write the province; `tell` hears what has been done after how long."""
    started = time.monotonic()

    def told(what: str, count: int | None = None) -> None:
        number = "" if count is None else f"{format_number(count)} "
        tell(f"{time.monotonic() - started:6.1f} giây  {number}{what}")

    with transaction.atomic():
        only_one_loads()
        rng = random.Random(size.seed)  # noqa: S311  chance, not secrecy
        ground = lay_ground(size.today, SCENARIOS["three-tier"])
        told("đơn vị thật, quy định, tài khoản minh họa")
        grow_places(ground, size)
        officers = hire(ground, size, rng)
        told("cán bộ thêm", len(officers.added))
        told("lượt phân công", hold_all(ground, size, officers))
        write_bulletins(ground)
        bulk = Bulk(size.seed, ground.stage.now)
        with bulk.writing():
            with bulk.without_indexes("assignments_household"):
                told("hộ gia đình thêm", fill_households(bulk, size))
            write_pools(bulk, ground)
            plan_visits(bulk, ground, size)
            told("kế hoạch các chuyến đi")
            told("chuyến đi", write_visits(bulk))
            told("hộ đã thăm còn lưu chi tiết", write_household_visits(bulk, ground))
            told("góp ý", write_comments(bulk, ground, leaders(ground)))
            plan_petitions(bulk, ground, size)
            told("phản ánh, kiến nghị", write_petitions(bulk, ground))
            replies, carried = write_lives(bulk, ground)
            told("câu trả lời", replies)
            told("lần báo lại cho dân", carried)
            told("kỳ tập hợp", write_months(bulk, ground))
            told("lần truyền đạt thông tin", convey(bulk, ground))
        rebuild()
        told("số liệu tổng hợp")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    told("xong, đã cập nhật thống kê của cơ sở dữ liệu")
