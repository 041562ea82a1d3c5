"""Filters that Văn phòng keeps for everybody."""

from __future__ import annotations

from nammanh.accounts.actor import Actor
from nammanh.accounts.models import User
from nammanh.accounts.services import save_view

VIEWS = (
    ("phan-anh", "Bức xúc, quá hạn trả lời", "buc_xuc=1&qua_han=1"),
    ("phan-anh", "Đã trả lời, chưa báo lại cho dân", "chua_bao=1"),
    ("di-co-so", "Chậm xác nhận", "trang_thai=cham-xac-nhan"),
)


def write_saved_views(office: User) -> None:
    for key, name, query in VIEWS:
        save_view(by=Actor(office), may_share=True, of_list=key, query=query, name=name, shared=True, is_default=False)
