"""The full province with as many visits as asked for: to see how the portal bears its size."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nammanh.demo import loading
from nammanh.demo.scale.loading import load
from nammanh.demo.scale.size import COMMUNES, Size
from nammanh.platform.dates import today

VISITS, MANY_VISITS = 1_000_000, 10_000_000


class Command(BaseCommand):
    help = (
        "Nạp một tỉnh đủ quy mô (người hư cấu, đơn vị thật của Bến Tre) với số chuyến đi tùy chọn. "
        "Chỉ chạy ở chế độ minh họa hoặc phát triển, trên cơ sở dữ liệu trống."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--years", type=int, default=4, choices=range(1, 6), help="Số năm hoạt động (mặc định 4).")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--province", action="store_true", help="Cả 148 xã, phường, thị trấn (mặc định).")
        where.add_argument("--communes", type=int, help="Chỉ chừng ấy xã có đủ ấp, tổ, hộ: để thử nhanh.")
        many = parser.add_mutually_exclusive_group()
        many.add_argument("--visits", type=int, default=VISITS, help="Số chuyến đi (mặc định 1.000.000).")
        many.add_argument("--large", action="store_true", help="10.000.000 chuyến đi.")
        parser.add_argument("--seed", type=int, default=2016, help="Số khác cho một tỉnh khác.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.MODE == "test"):
            raise CommandError("Dữ liệu này chỉ nạp ở chế độ minh họa hoặc phát triển, không nạp vào hệ thống thật.")
        if not loading.is_empty():
            raise CommandError("Cơ sở dữ liệu đã có tài khoản hoặc cán bộ. Dùng một cơ sở dữ liệu trống.")
        size = Size(
            today=today(),
            visits=MANY_VISITS if options["large"] else options["visits"],
            years=options["years"],
            communes=options["communes"] or COMMUNES,
            seed=options["seed"],
        )
        load(size, self.stdout.write)
