"""One address per arriving file: GET tells how much is held, PUT adds a piece. For scripts only, so JSON only."""

from __future__ import annotations

import uuid as uuids
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.views import View

from reports.evidence import answers, policies, services
from reports.evidence.forms import PieceForm
from reports.evidence.services.receiving import LONGEST_PIECE
from reports.evidence.views import visit_or_404
from reports.visits.guard import SEND_ANYWAY, warnings_in


class ArrivingFile(View):
    """`/minh-chung/<visit>/phan/<evidence>/?offset=…&size=…&sha256=…&name=…` with the bytes as the body."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.visit = visit_or_404(request, kwargs["visit"])
        if policies.giver_for(request.actor.user, self.visit) is None:
            raise PermissionDenied(_("Chỉ đồng chí đã đi và Đảng ủy nơi đến gửi được minh chứng của chuyến đi này."))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, visit: uuids.UUID, evidence: uuids.UUID) -> HttpResponse:
        outcome = services.held_of(visit=self.visit, uuid=evidence, by=request.actor)
        answer = answers.arrived(outcome)
        answer["Cache-Control"] = "no-store"
        return answer

    def put(self, request: HttpRequest, visit: uuids.UUID, evidence: uuids.UUID) -> HttpResponse:
        said = PieceForm({**request.GET.dict(), **_headers(request)})
        if not said.is_valid():
            return answers.refused(_readable(said))
        caption = said.cleaned_data["caption"]
        if SEND_ANYWAY not in request.GET and (warnings := warnings_in([caption])):
            return answers.ask(warnings)
        try:
            piece = services.Piece(uuid=evidence, content=_body(request), **said.cleaned_data)
            return answers.arrived(services.receive(visit=self.visit, piece=piece, by=request.actor))
        except UnreadablePostError:  # the signal was lost in the middle: nothing of this piece is kept
            return answers.refused([_("Mất kết nối khi đang gửi. Hãy gửi lại.")], status=400)
        except services.OutOfStep as behind:
            return answers.out_of_step(behind.received)
        except services.Conflict as conflict:
            return answers.conflict(conflict)
        except ValidationError as refusal:
            return answers.refused(refusal)


def _headers(request: HttpRequest) -> dict[str, str]:
    """Offset, size and checksum may come as headers too."""
    names = {"offset": "Upload-Offset", "size": "Upload-Length", "sha256": "Upload-Sha256"}
    return {name: request.headers[header] for name, header in names.items() if header in request.headers}


def _body(request: HttpRequest) -> bytes:
    """The piece; a longer body is not even read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LONGEST_PIECE:
        raise ValidationError(_("Phần gửi lên dài hơn mức cho phép. Hãy tải lại trang rồi gửi lại."))
    return request.body


def _readable(form: PieceForm) -> list[str]:
    """Sentences for what a person can mend; a script's own mistakes are one sentence."""
    own = [error for name in ("caption", "__all__") for error in form.errors.get(name, [])]
    return own or [_("Yêu cầu gửi tệp không đúng mẫu. Hãy tải lại trang rồi gửi lại.")]
