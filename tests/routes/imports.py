"""Routes of assignments.imports."""

from django.core.files.base import ContentFile

from assignments.imports.models import ImportJob, ImportRow
from assignments.imports.states import State
from tests.test_permissions import Route

MANAGERS = ("organiser", "administrator")


def job_of_officers(state=State.CHECKED):
    """An import of officers by somebody of Ban Tổ chức, with one line that has a fault."""

    def make(world, request):
        owner = request.getfixturevalue("organiser")
        job = ImportJob.objects.create(
            kind="officers", state=state, user=owner, file_name="can-bo.xlsx", sha256="0" * 64, form="csv",
            headings={"0": "Họ tên"}, heading_line=1, columns={"name": 0}, total=1,
            file=ContentFile("Họ tên\nLê Văn Bảy\n".encode(), "can-bo.csv"),
        )  # fmt: skip
        fault = {"fault": "missing", "column": "name", "why": "Thiếu họ tên."}
        ImportRow.objects.create(
            job=job,
            line=2,
            cells={"name": ""},
            outcome="error",
            faults=[fault],
            fault="missing",
            key="",
            question_key="",
        )
        return {"pk": job.pk}

    return make


ROUTES = {
    "imports:start": Route(right=(*MANAGERS, "commune_secretary"), stranger=403, without="officer"),
    "imports:upload": Route(right=(*MANAGERS, "commune_secretary"), stranger=403, without="officer"),
    "imports:sample": Route(
        right=MANAGERS, stranger=403, without="commune_secretary", args=lambda world, request: {"kind": "officers"}
    ),
    "imports:job": Route(right=MANAGERS, args=job_of_officers()),
    "imports:match": Route(right=MANAGERS, args=job_of_officers(State.UPLOADED)),
    "imports:check": Route(right=MANAGERS, args=job_of_officers(), method="post", right_status=302),
    "imports:answer": Route(right=MANAGERS, args=job_of_officers(), method="post", right_status=422),
    "imports:confirm": Route(right=MANAGERS, args=job_of_officers(), method="post", right_status=302),
    "imports:cancel": Route(right=MANAGERS, args=job_of_officers(), method="post", right_status=302),
    "imports:rows": Route(right=MANAGERS, args=job_of_officers()),
    "imports:failed": Route(right=MANAGERS, args=job_of_officers()),
}
