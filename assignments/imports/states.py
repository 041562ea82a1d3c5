"""The way of an import, and what may become of one line."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a file may hold."""

    UNITS = "units", _("Ấp, khu phố, tổ")
    HOUSEHOLDS = "households", _("Hộ gia đình")
    OFFICERS = "officers", _("Cán bộ")
    ASSIGNMENTS = "assignments", _("Phân công")


class State(TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Chờ ghép cột")
    VALIDATING = "validating", _("Đang kiểm tra")
    CHECKED = "checked", _("Đã kiểm tra, chờ xác nhận")
    DONE = "done", _("Đã nhập")
    CANCELLED = "cancelled", _("Đã hủy")


TRANSITIONS: dict[str, set[str]] = {
    State.UPLOADED: {State.VALIDATING, State.CANCELLED},
    State.VALIDATING: {State.CHECKED, State.CANCELLED},
    State.CHECKED: {State.VALIDATING, State.DONE, State.CANCELLED},
    State.DONE: set(),
    State.CANCELLED: set(),
}
"""CHECKED → VALIDATING: a question was answered, or the data have changed since the check."""


class Outcome(TextChoices):
    """What a line of the sheet will do, or did."""

    UNCHECKED = "unchecked", _("Chưa kiểm tra")
    CREATED = "created", _("Thêm mới")
    CHANGED = "changed", _("Thay đổi")
    ENDED = "ended", _("Kết thúc")
    SKIPPED = "skipped", _("Bỏ qua – đã có")
    QUESTION = "question", _("Cần trả lời")
    ERROR = "error", _("Lỗi")


WRITES = (Outcome.CREATED, Outcome.CHANGED, Outcome.ENDED)
"""Outcomes that change the data."""


class Fault(TextChoices):
    """What may be wrong with a cell or a line."""

    MISSING = "missing", _("Thiếu nội dung bắt buộc")
    TOO_LONG = "too_long", _("Dài quá mức cho phép")
    FORMULA = "formula", _("Ô chứa công thức")
    CELL_ERROR = "cell_error", _("Ô báo lỗi của Excel")
    NOT_TEXT = "not_text", _("Sai kiểu dữ liệu")
    BAD_DATE = "bad_date", _("Ngày không hợp lệ")
    DATES_ORDER = "dates_order", _("Ngày kết thúc trước ngày bắt đầu")
    BAD_PHONE = "bad_phone", _("Số điện thoại không hợp lệ")
    BAD_NUMBER = "bad_number", _("Số không hợp lệ")
    BAD_YES_NO = "bad_yes_no", _("Không rõ có hay không")
    BAD_CODE = "bad_code", _("Mã không hợp lệ")
    UNKNOWN = "unknown", _("Không có trên hệ thống")
    AMBIGUOUS = "ambiguous", _("Trùng tên, chưa rõ là ai, nơi nào")
    PRIVATE = "private", _("Thông tin không được lưu")
    REPEATED = "repeated", _("Trùng với dòng khác trong tệp")
    FORBIDDEN = "forbidden", _("Ngoài quyền của đồng chí")
    OUTSIDE_LIFE = "outside_life", _("Ngoài thời gian tồn tại, công tác")
    NEEDS_REFORM = "needs_reform", _("Phải làm bằng nghiệp vụ sắp xếp đơn vị")
    LEAD_TAKEN = "lead_taken", _("Đã có đồng chí phụ trách chính")
    CONFLICT = "conflict", _("Mâu thuẫn với dữ liệu đã có")
    DECLINED = "declined", _("Đồng chí đã chọn bỏ qua")
