"""Pledges on their pages, in lists and workbooks, and under two hands at once."""

import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from nammanh.accounts.actor import Actor
from nammanh.platform.dates import format_date, today
from reports.resources import services
from reports.resources.models import Pledge, Receipt
from tests.factories import assignments as make
from tests.factories.resources import PledgeFactory, ReceiptFactory, pledge_in
from tests.test_exports import exported

LIST = reverse("resources:list")


def typed(unit, **changes):
    return {
        "uuid": str(uuid.uuid4()),
        "unit": unit.pk,
        "found_on": format_date(today()),
        "stage": "cam-ket",
        "donor_kind": "enterprise",
        "donor_name": "Công ty Cổ phần Dừa Bến Tre",
        "origin": "local",
        "form": "cash",
        "amount": "431,381 tỷ",
        "description": "Làm đường liên ấp",
        "purpose": "new_rural",
        "expected_by": "",
        **changes,
    }


def address(name, pledge):
    return reverse(f"resources:{name}", args=[pledge.uuid])


def receipt(page, **changes):
    """What a person types on the page of receiving, with the hidden fields that the page gave."""
    form = page.context["form"]
    return {
        "uuid": str(uuid.uuid4()), "seen": form["seen"].value(), "received_on": format_date(today()),
        "amount": "100 triệu", "note": "", **changes,
    }  # fmt: skip


def test_a_pledge_goes_all_its_way_on_the_pages(world, officer, commune_secretary, as_user):
    browser = as_user(officer)
    browser.post(reverse("resources:record"), typed(world.commune, stage="tiep-can", amount=""))
    pledge = Pledge.objects.get()
    assert pledge.status == "approached"
    page = browser.get(address("pledge", pledge))
    browser.post(address("pledge", pledge), {"seen": page.context["form"]["seen"].value(), "amount": "431,381 tỷ"})
    commune = as_user(commune_secretary)
    page = commune.get(address("receive", pledge))
    commune.post(address("receive", pledge), receipt(page, amount="200 tỷ", note="Ủy ban nhân dân xã nhận"))
    commune.post(address("hand_over", pledge), {"note": "Biên bản số 02"})
    answer = browser.get(address("detail", pledge))
    assert "431,381 tỷ đồng" in answer.text
    assert "200 tỷ đồng (46,4%)" in answer.text
    assert "Biên bản số 02" in answer.text
    assert [step.action for step in pledge.steps.all()] == ["approach", "pledge", "receive", "hand_over"]
    assert browser.get(address("receive", pledge)).status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": "1.250 tỷ"}, "có thể hiểu hai cách"),
        ({"amount": ""}, "Cam kết bằng tiền phải ghi số tiền"),
        ({"donor_name": ""}, "Ghi tên doanh nghiệp"),
        ({"expected_by": "01/01/2020"}, "Ngày dự kiến nhận"),
        ({"description": ""}, "Ghi nội dung hỗ trợ"),
    ],
)
def test_what_does_not_fit_comes_back_with_its_words(world, officer, as_user, changes, words):
    answer = as_user(officer).post(reverse("resources:record"), typed(world.commune, **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert not Pledge.objects.exists()


def test_the_guard_asks_before_a_donors_number_is_kept(world, officer, as_user):
    data = typed(world.commune, donor_kind="individual", donor_name="Chú Ba 0912 345 678")
    answer = as_user(officer).post(reverse("resources:record"), data)
    assert answer.status_code == 422
    assert "số điện thoại" in answer.text
    assert not Pledge.objects.exists()


def test_who_was_overtaken_is_told_and_may_send_again(world, officer, commune_secretary, as_user):
    pledge = pledge_in("pledged", unit=world.commune, officer=officer.officer)
    mine, theirs = as_user(officer), as_user(commune_secretary)
    my_page, their_page = mine.get(address("receive", pledge)), theirs.get(address("receive", pledge))
    theirs.post(address("receive", pledge), receipt(their_page))
    sent = receipt(my_page, note="Đợt một")
    answer = mine.post(address("receive", pledge), sent)
    assert answer.status_code == 422
    assert "Đ/c Đặng Văn Bí Thư vừa ghi “Ghi thực nhận”" in answer.text
    assert "100 triệu đồng" in answer.text  # what was recorded in the meantime
    assert "Đợt một" in answer.text
    again = sent | {"seen": answer.context["form"]["seen"].value()}
    assert mine.post(address("receive", pledge), again).status_code == 302
    assert Pledge.objects.with_received().get().received == 200_000_000


@pytest.mark.django_db(transaction=True)
def test_two_people_at_the_same_moment_record_one_receipt(world, officer, commune_secretary):
    pledge = pledge_in("pledged", unit=world.commune, officer=officer.officer)
    seen, together, refused = pledge.steps.get().pk, threading.Barrier(2), []

    def receive(user):
        try:
            together.wait()
            services.receive(
                pledge=pledge, uuid=uuid.uuid4(), received_on=today(), amount=5_000_000, note="", seen=seen,
                by=Actor(user),
            )  # fmt: skip
        except ValidationError as error:
            refused.append(error.code)
        finally:
            connection.close()

    people = [threading.Thread(target=receive, args=[user]) for user in (officer, commune_secretary)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert (Receipt.objects.count(), refused) == (1, ["changed"])


def test_the_list_adds_up_by_state(world, officer, stranger, standing_committee, as_user):
    """Three of Sơn Phú and one of An Đức; 500 million each unless said."""
    pledge_in("received", unit=world.commune, officer=officer.officer)
    pledge_in("pledged", unit=world.commune, officer=officer.officer, amount=250_000_000)
    PledgeFactory(unit=world.commune, officer=officer.officer, status="approached", form="in_kind", amount=None)
    pledge_in("failed", unit=world.far_commune, officer=stranger.officer)
    page = as_user(standing_committee).get(LIST)
    found = {total.status.value: (total.count, total.amount) for total in page.context["totals"].by_status}
    assert found == {
        "approached": (1, 0), "pledged": (1, 250_000_000), "received": (1, 500_000_000),
        "handed_over": (0, 0), "failed": (1, 500_000_000),
    }  # fmt: skip
    assert (page.context["totals"].received, page.context["totals"].promised) == (100_000_000, 750_000_000)
    assert as_user(stranger).get(LIST).context["total"] == 1
    assert as_user(officer).get(LIST, {"trang_thai": "received"}).context["totals"].promised == 500_000_000


def test_the_list_is_narrowed_and_taken_along(world, officer, as_user):
    PledgeFactory(unit=world.commune, officer=officer.officer, expected_by=today().replace(year=2030), status="pledged")
    late = PledgeFactory(
        unit=world.commune, officer=officer.officer, donor_name="Hội Đồng hương", donor_kind="organisation",
        found_on="2025-01-01", expected_by="2025-03-01",
    )  # fmt: skip
    ReceiptFactory(pledge=late)
    browser = as_user(officer)
    for query in ({"qua_han": "1"}, {"ten": "dong huong"}, {"nha_tai_tro": "organisation"}, {"den": "31/12/2025"}):
        assert browser.get(LIST, query).context["rows"] == [late], query
    headings, rows, _above = exported(browser, LIST, {"qua_han": "1"})
    row = dict(zip(headings, rows[0], strict=True))
    assert (row["Giá trị (đồng)"], row["Thực nhận (đồng)"]) == (500_000_000, 100_000_000)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("list", 10), ("detail", 9)])
def test_pages_cost_the_same_for_one_row_and_for_three(
    world, officer, as_user, django_assert_num_queries, rows, name, queries
):
    for _nth in range(rows):
        commune = make.CommuneFactory(parent=world.district)
        make.AssignmentFactory(officer=officer.officer, unit=commune, role=world.roles["province_officer_for_commune"])
        pledge = pledge_in("pledged", unit=commune, officer=officer.officer)
    for _nth in range(rows):
        ReceiptFactory(pledge=pledge)
    browser = as_user(officer)
    args = [pledge.uuid] if name == "detail" else []
    with django_assert_num_queries(queries):
        assert browser.get(reverse(f"resources:{name}", args=args)).status_code == 200
