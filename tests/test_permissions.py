"""Every route × (anonymous, stranger, same area without the right, right). A route without a row fails.

Each slice lists its routes in tests/routes/<label>.py as `ROUTES = {"app:name": Route(...)}`:

    Route(
        right="officer",                 fixture of somebody who may; several: ("officer", "organiser")
        args=lambda world, request: …,   the URL's kwargs, made with factories (rows of Sơn Phú, i.e. `world.commune`)
        without="hamlet_officer",        fixture of somebody of the same area who sees the row but lacks the right: 403
        stranger=404,                    what `stranger` (of another district) gets; 200 for pages without a row,
                                         403 for pages that only a post opens
        method="get",                    or "post" for addresses that take nothing else
        data=lambda world, request: {},  the body of the post
        right_status=200,                302 for a post that redirects, 422 for an empty form sent on purpose
        public=False,                    True: answers without login
    )
"""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    right: str | tuple[str, ...] = "officer"
    args: Callable[..., dict[str, Any]] = lambda world, request: {}
    without: str | None = None
    stranger: int = 404
    method: str = "get"
    data: Callable[..., dict[str, Any]] = lambda world, request: {}
    right_status: int = 200
    public: bool = False


def routes() -> dict[str, Route]:
    found: dict[str, Route] = {}
    for file in sorted((Path(__file__).parent / "routes").glob("[a-z]*.py")):
        found |= importlib.import_module(f"tests.routes.{file.stem}").ROUTES
    return found


def named_routes(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """Every route's name, with its namespace; the admin (its own walk, tests/assignments) is left out."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield namespace + entry.name
        elif entry.namespace != "admin":
            yield from named_routes(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)


class Forms(HTMLParser):
    """Finds forms that have a file field and would send its name only."""

    def __init__(self) -> None:
        super().__init__()
        self.encoding, self.lossy = "", 0

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        if tag == "form":
            self.encoding = own.get("enctype", "")
        elif tag == "input" and own.get("type") == "file" and self.encoding != "multipart/form-data":
            self.lossy += 1


def forms_that_lose_files(response) -> int:
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return 0
    page = Forms()
    page.feed(response.content.decode())
    return page.lossy


ROUTES = routes()


def test_every_route_has_a_row_and_every_row_a_route():
    assert set(named_routes(get_resolver())) == set(ROUTES)


def call(client: Client, name: str, route: Route, args: dict[str, Any], data: dict[str, Any]):
    return getattr(client, route.method)(reverse(name, kwargs=args), data)


def people(route: Route) -> tuple[str, ...]:
    return (route.right,) if isinstance(route.right, str) else route.right


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_route_opens_to_those_with_the_right_and_to_nobody_else(name, world, request, as_user):
    route = ROUTES[name]
    args, data = route.args(world, request), route.data(world, request)

    anonymous = call(Client(), name, route, args, data)
    if route.public:
        assert anonymous.status_code == route.right_status
        return
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith(reverse("login"))

    outsider = call(as_user(request.getfixturevalue("stranger")), name, route, args, data)
    assert outsider.status_code == route.stranger, "stranger"
    if route.without:
        refused = call(as_user(request.getfixturevalue(route.without)), name, route, args, data)
        assert refused.status_code == 403, route.without
    for person in people(route):
        answer = call(as_user(request.getfixturevalue(person)), name, route, args, data)
        assert answer.status_code == route.right_status, person
        assert not forms_that_lose_files(answer), person


NAMES = [
    "q",
    "ngay",
    "cap",
    "huyen",
    "xa",
    "tang",
    "loc",
    "so",
    "toi",
    "sau",
    "tu",
    "den",
    "loai",
    "trang_thai",
    "can_bo",
    "linh_vuc",
    "nganh",
    "qua_han",
    "dang_mo",
    "chua_bao",
    "cho_chuyen",
    "cho_nganh",
    "cho_ket_thuc",
    "buc_xuc",
    "vai",
    "phai_tra_loi",
    "goc",
    "cu_the",
    "nguoi",
    "dia-ban",
    "noi",
    "cum",
    "doan",
    "trong_cum",
    "pham_vi",
    "dong_chi",
    "han_tu",
    "bao_tu",
    "bao_den",
    "dung_han",
    "nganh_cham",
    "ket_qua",
    "lop",
    "y_dan",
    "gui",
    "dia_ban",
    "vai_tro",
    "nhom",
    "co_quan",
    "unit",
    "officer",
    "unit_text",
    "officer_text",
    "substitute",
    "substitute_text",
    "can-bo",
    "da-luu",
    "dong",
    "tat_ca",
    "chon",
    "vai-tro",
    "loi",
    "next",
    "xuat",
    "ngoai_cum",
    "cua",
    "xem",
    "nam",
    "date",
    "chua_xem",
    "thong_tin",
    "hinh_thuc",
    "co_cau_hoi",
    "nha_tai_tro",
    "ten",
    "muc_dich",
    "ky",
    "so_ngay",
    "ho",
    "tim",
    "theo",
    "so_lieu",
    "tuoi",
    "cham_bao",
    "chu_tri",
]
NASTY = ["\x00", "31/02/2026", "05/02/0205", "9" * 40, "-1", "🙂", "a\u0323", "'; --", "x" * 5_000]


@pytest.mark.walk
@pytest.mark.parametrize("name", sorted(name for name, route in ROUTES.items() if route.method == "get"))
def test_no_mangled_address_breaks_a_page(name, world, request, as_user):
    route = ROUTES[name]
    args = route.args(world, request)
    browser = Client() if route.public else as_user(request.getfixturevalue(people(route)[0]))
    for value in NASTY:
        answer = browser.get(reverse(name, kwargs=args), dict.fromkeys(NAMES, value))
        assert answer.status_code < 500, value
