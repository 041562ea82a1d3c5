"""What may follow what in the life of a petition: up to the office, on to a department, back with an answer.

Every state and action has its meaning in one sentence, which the pages show. The database repeats the table by a
trigger that is generated from it (`rules.py`), so the two can't differ.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    SUBMITTED = "submitted", _("Mới gửi")
    RECEIVED = "received", _("Đã tiếp nhận")
    RETURNED = "returned", _("Trả lại bổ sung")
    HANDLED_LOCALLY = "handled_locally", _("Đang giải quyết tại chỗ")
    CONSOLIDATED = "consolidated", _("Đưa vào kỳ tập hợp")
    DISPATCHED = "dispatched", _("Đã chuyển ngành")
    IN_PROGRESS = "in_progress", _("Đang xử lý")
    ANSWERED = "answered", _("Đã trả lời")
    REOPENED = "reopened", _("Yêu cầu trả lời lại")
    RESOLVED = "resolved", _("Đã giải quyết xong")
    UNRESOLVABLE = "unresolvable", _("Chưa giải quyết được")
    DUPLICATE = "duplicate", _("Trùng")
    CLOSED = "closed", _("Kết thúc")


class Action(TextChoices):
    SUBMIT = "submit", _("Gửi phản ánh, kiến nghị")
    RECEIVE = "receive", _("Tiếp nhận")
    RETURN = "send_back", _("Trả lại bổ sung")
    SUPPLEMENT = "supplement", _("Bổ sung nội dung")
    REFINE = "refine", _("Phân loại lại")
    HANDLE = "handle", _("Giao giải quyết tại chỗ")
    ESCALATE = "escalate", _("Đề nghị cấp trên giải quyết")
    LINK = "link", _("Ghi trùng")
    UNLINK = "unlink", _("Bỏ ghi trùng")
    CONSOLIDATE = "consolidate", _("Đưa vào kỳ tập hợp")
    RELEASE = "release", _("Đưa ra khỏi kỳ tập hợp")
    DISPATCH = "dispatch", _("Chuyển ngành trả lời")
    RECALL = "recall", _("Rút lại để chuyển nơi khác")
    TAKE_UP = "take_up", _("Nhận xử lý")
    HAND_BACK = "hand_back", _("Không thuộc thẩm quyền, chuyển lại")
    INTERIM = "interim", _("Trả lời tạm, hẹn ngày")
    ANSWER = "answer", _("Trả lời")
    APPROVE = "approve", _("Đánh giá đạt")
    REOPEN = "reopen", _("Yêu cầu trả lời lại")
    RESOLVE = "resolve", _("Ghi đã giải quyết xong")
    GIVE_UP = "give_up", _("Ghi chưa giải quyết được")
    TELL = "tell", _("Báo cho người gửi")
    CARRY = "carry", _("Báo lại cho dân")
    UNCARRY = "uncarry", _("Bỏ ghi nhận báo lại")
    CLOSE = "close", _("Kết thúc")
    DIRECT = "direct", _("Ý kiến chỉ đạo")


STATUS_MEANINGS: dict[str, object] = {
    Status.SUBMITTED: _("Đã gửi lên, Văn phòng Tỉnh ủy chưa xem."),
    Status.RECEIVED: _("Văn phòng Tỉnh ủy đã tiếp nhận và đang xem chuyển đến đâu."),
    Status.RETURNED: _("Nội dung chưa đủ rõ; chờ người gửi bổ sung. Thời hạn tạm dừng cho đến khi bổ sung xong."),
    Status.HANDLED_LOCALLY: _("Việc giải quyết được ở xã; Đảng ủy xã đang làm, chưa cần chuyển ngành."),
    Status.CONSOLIDATED: _("Đã đưa vào kỳ tập hợp của tháng, sẽ chuyển ngành cùng các phản ánh khác."),
    Status.DISPATCHED: _("Đã chuyển đến ngành phải trả lời; ngành chưa nhận xử lý."),
    Status.IN_PROGRESS: _("Ngành đã nhận và đang xử lý; có thể đã trả lời tạm và hẹn ngày."),
    Status.ANSWERED: _("Ngành đã trả lời; chờ bên gửi đánh giá và báo lại cho dân."),
    Status.REOPENED: _("Câu trả lời chưa đạt; ngành phải trả lời lại trước hạn mới."),
    Status.RESOLVED: _("Việc đã được giải quyết xong trên thực tế."),
    Status.UNRESOLVABLE: _("Chưa giải quyết được; lý do đã ghi rõ."),
    Status.DUPLICATE: _("Cùng việc với một phản ánh khác; theo dõi và nhận trả lời ở phản ánh đó."),
    Status.CLOSED: _("Đã báo lại cho nơi phản ánh và kết thúc."),
}

ACTION_MEANINGS: dict[str, object] = {
    Action.SUBMIT: _("Gửi lên Văn phòng Tỉnh ủy; thời hạn trả lời bắt đầu tính."),
    Action.RECEIVE: _("Xác nhận đã xem và nhận phản ánh; thời hạn vẫn tính từ ngày phản ánh."),
    Action.RETURN: _("Gửi trả cho người gửi kèm điều cần bổ sung; thời hạn tạm dừng đến khi bổ sung xong."),
    Action.SUPPLEMENT: _("Ghi thêm điều được yêu cầu; thời hạn chạy tiếp và lùi đúng số ngày làm việc đã dừng."),
    Action.REFINE: _("Sửa loại, lĩnh vực, của ai cho đúng; nội dung của người gửi giữ nguyên."),
    Action.HANDLE: _("Việc giải quyết được ở xã: giao Đảng ủy xã làm và ghi kết quả, chưa chuyển ngành."),
    Action.ESCALATE: _("Xã không tự giải quyết được: đưa lại Văn phòng Tỉnh ủy để chuyển ngành."),
    Action.LINK: _("Gắn với phản ánh gốc cùng việc; không xóa, số tiếng nói được cộng vào phản ánh gốc."),
    Action.UNLINK: _("Tách ra để theo dõi riêng; phản ánh trở về trạng thái đã tiếp nhận."),
    Action.CONSOLIDATE: _("Đưa vào kỳ tập hợp của tháng để chuyển ngành cùng các phản ánh tương tự."),
    Action.RELEASE: _("Đưa ra khỏi kỳ tập hợp; phản ánh trở về trạng thái đã tiếp nhận."),
    Action.DISPATCH: _("Gửi đến một ngành chủ trì, có thể kèm ngành phối hợp; ngành phải trả lời trước hạn."),
    Action.RECALL: _("Chuyển nhầm và ngành chưa nhận xử lý: rút lại để chuyển nơi khác."),
    Action.TAKE_UP: _("Báo cho bên gửi biết ngành đã nhận và đang xử lý; thời hạn không đổi."),
    Action.HAND_BACK: _(
        "Việc không thuộc thẩm quyền của ngành: trả về Văn phòng Tỉnh ủy để chuyển đúng nơi. "
        "Đây không phải từ chối và cũng không phải trả lời."
    ),
    Action.INTERIM: _("Chưa trả lời được đúng hạn: nêu lý do và hẹn ngày mới. Hạn ban đầu vẫn được giữ và thống kê."),
    Action.ANSWER: _("Trả lời cụ thể: đã làm gì, căn cứ nào, sẽ làm gì, ai làm, bao giờ xong."),
    Action.APPROVE: _("Câu trả lời cụ thể, đúng việc; ngành thấy đánh giá này."),
    Action.REOPEN: _("Câu trả lời chưa đạt: nêu rõ còn thiếu gì; ngành trả lời lại trước hạn mới."),
    Action.RESOLVE: _("Việc đã làm xong trên thực tế, không chỉ trả lời trên giấy."),
    Action.GIVE_UP: _("Việc chưa giải quyết được: lý do được báo lại cho người phản ánh."),
    Action.TELL: _("Ghi nhận đã báo kết quả cho người gửi, bằng cách nào."),
    Action.CARRY: _("Cán bộ đã nói lại câu trả lời cho dân trong một chuyến đi."),
    Action.UNCARRY: _("Ghi nhận báo lại được bỏ khi sửa chuyến đi."),
    Action.CLOSE: _("Kết thúc khi kết quả đã đến nơi phản ánh; không mở lại được."),
    Action.DIRECT: _("Ý kiến của Thường trực; trạng thái và thời hạn không đổi."),
}

UNSENT: set[Status | None] = {Status.SUBMITTED, Status.RECEIVED, Status.CONSOLIDATED}
"""With the office, not yet with anybody who must answer."""
WITH_DEPARTMENT: set[Status | None] = {Status.DISPATCHED, Status.IN_PROGRESS, Status.REOPENED}
"""A department owes an answer."""
RUNNING = {
    Status.SUBMITTED,
    Status.RECEIVED,
    Status.HANDLED_LOCALLY,
    Status.CONSOLIDATED,
    Status.DISPATCHED,
    Status.IN_PROGRESS,
    Status.REOPENED,
}
"""Waiting for an answer while the clock runs."""
OPEN = {*RUNNING, Status.RETURNED}
"""Waiting for somebody. The clock of a returned one is stopped."""
ANSWERED: set[Status | None] = {Status.ANSWERED, Status.RESOLVED, Status.UNRESOLVABLE}
"""There is an answer or an outcome, to be carried back to those it came from."""

TRANSITIONS: dict[str, tuple[set[Status | None], Status | None]] = {
    # action: (states it may leave, state it enters; None keeps the state)
    Action.SUBMIT: ({None}, Status.SUBMITTED),
    Action.RECEIVE: ({Status.SUBMITTED, Status.RETURNED}, Status.RECEIVED),
    Action.RETURN: ({Status.SUBMITTED, Status.RECEIVED}, Status.RETURNED),
    Action.SUPPLEMENT: ({Status.RETURNED}, Status.RECEIVED),
    Action.REFINE: (UNSENT, None),
    Action.HANDLE: ({Status.SUBMITTED, Status.RECEIVED}, Status.HANDLED_LOCALLY),
    Action.ESCALATE: ({Status.HANDLED_LOCALLY}, Status.RECEIVED),
    Action.LINK: ({*UNSENT, Status.RETURNED}, Status.DUPLICATE),
    Action.UNLINK: ({Status.DUPLICATE}, Status.RECEIVED),
    Action.CONSOLIDATE: ({Status.SUBMITTED, Status.RECEIVED}, Status.CONSOLIDATED),
    Action.RELEASE: ({Status.CONSOLIDATED}, Status.RECEIVED),
    Action.DISPATCH: (UNSENT, Status.DISPATCHED),
    Action.RECALL: ({Status.DISPATCHED}, Status.RECEIVED),
    Action.TAKE_UP: ({Status.DISPATCHED, Status.REOPENED}, Status.IN_PROGRESS),
    Action.HAND_BACK: ({Status.DISPATCHED, Status.IN_PROGRESS}, Status.RECEIVED),
    Action.INTERIM: (WITH_DEPARTMENT, Status.IN_PROGRESS),
    Action.ANSWER: (WITH_DEPARTMENT, Status.ANSWERED),
    Action.APPROVE: ({Status.ANSWERED}, None),
    Action.REOPEN: ({Status.ANSWERED}, Status.REOPENED),
    Action.RESOLVE: ({Status.HANDLED_LOCALLY, Status.ANSWERED}, Status.RESOLVED),
    Action.GIVE_UP: ({Status.RECEIVED, Status.HANDLED_LOCALLY, Status.ANSWERED}, Status.UNRESOLVABLE),
    Action.TELL: ({Status.RESOLVED, Status.UNRESOLVABLE, Status.DUPLICATE}, None),
    Action.CARRY: ({*ANSWERED, Status.CLOSED}, None),
    Action.UNCARRY: (ANSWERED, None),
    Action.CLOSE: ({*ANSWERED, Status.DUPLICATE}, Status.CLOSED),
    Action.DIRECT: ({*OPEN, *ANSWERED}, None),
}


class ReferralStatus(TextChoices):
    """How a referral (phiếu chuyển) stands with its department."""

    DISPATCHED = "dispatched", _("Đã chuyển ngành")
    IN_PROGRESS = "in_progress", _("Đang xử lý")
    ANSWERED = "answered", _("Đã trả lời")
    REOPENED = "reopened", _("Yêu cầu trả lời lại")
    HANDED_BACK = "handed_back", _("Không thuộc thẩm quyền, đã chuyển lại")
    RECALLED = "recalled", _("Văn phòng đã rút lại")


OWED = {ReferralStatus.DISPATCHED, ReferralStatus.IN_PROGRESS, ReferralStatus.REOPENED}
"""The department owes an answer."""

REFERRAL_TRANSITIONS: dict[str, tuple[set[ReferralStatus], ReferralStatus]] = {
    Action.RECALL: ({ReferralStatus.DISPATCHED}, ReferralStatus.RECALLED),
    Action.TAKE_UP: ({ReferralStatus.DISPATCHED, ReferralStatus.REOPENED}, ReferralStatus.IN_PROGRESS),
    Action.HAND_BACK: ({ReferralStatus.DISPATCHED, ReferralStatus.IN_PROGRESS}, ReferralStatus.HANDED_BACK),
    Action.INTERIM: (OWED, ReferralStatus.IN_PROGRESS),
    Action.ANSWER: (OWED, ReferralStatus.ANSWERED),
    Action.REOPEN: ({ReferralStatus.ANSWERED}, ReferralStatus.REOPENED),
}


def may_follow(action: str, status: str | None) -> bool:
    """Whether the table allows `action` on a petition in `status` (None: not yet written)."""
    return status in TRANSITIONS[action][0]


def after(action: str, status: str | None) -> str:
    """The state that `action` leads to."""
    entered = TRANSITIONS[action][1]
    return entered if entered is not None else str(status)


def states_after(action: str) -> set[str]:
    """The states in which `action` may leave a petition."""
    left, entered = TRANSITIONS[action]
    return {str(entered)} if entered is not None else {str(status) for status in left if status is not None}


def moves() -> set[tuple[str, str]]:
    """Every pair of states that some action leads from and to."""
    return {
        (str(left), str(entered))
        for leaves, entered in TRANSITIONS.values()
        for left in leaves
        if left is not None and entered is not None and left != entered
    }


def referral_moves() -> set[tuple[str, str]]:
    """The same for referrals."""
    return {
        (str(left), str(entered))
        for leaves, entered in REFERRAL_TRANSITIONS.values()
        for left in leaves
        if left != entered
    }
