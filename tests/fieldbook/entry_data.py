"""The body of the one-page entry as a browser sends it."""

import uuid

from nammanh.platform.dates import format_date, today


def entry_data(unit, *, comments=(), petitions=(), **changes):
    """A complete entry for `unit`; each comment or petition is a dict of its fields."""
    data = {
        "uuid": str(uuid.uuid4()),
        "base": "",
        "unit": str(unit.pk),
        "date": format_date(today()),
        "type": "working_session",
        "origin": "adhoc",
        "people_met": "Ban Thường vụ Đảng ủy xã",
        "highlights": "Xã tập trung nạo vét kênh nội đồng trước mùa mặn.",
        "advantages": "",
        "difficulties": "",
        "has_petitions": "co" if petitions else "khong",
        **rows("comments", comments),
        **rows("petitions", petitions),
        **changes,
    }
    return {key: value for key, value in data.items() if value is not None}


def rows(prefix, contents):
    """A form set with these rows, each with an identity, as JavaScript or the server made it."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(contents)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, content in enumerate(contents):
        for name, value in {"uuid": str(uuid.uuid4()), **content}.items():
            data[f"{prefix}-{number}-{name}"] = value
    return data


def a_comment(**changes):
    return {
        "addressee": "committee",
        "matter": "Nạo vét kênh nội đồng chậm",
        "proposal": "Huy động máy của hợp tác xã",
        "responsible": "Phó Chủ tịch UBND xã",
        "due_on": "",
        **changes,
    }


def a_petition(field, **changes):
    return {
        "category": "obstacle",
        "field": str(field.pk),
        "content": "Cầu ấp 3 xuống cấp, xe cứu thương không qua được.",
        "proposed_solution": "Sửa cầu trước mùa mưa",
        **changes,
    }
