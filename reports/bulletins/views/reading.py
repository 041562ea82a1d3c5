"""The list of bulletins, one bulletin with how far it has come, the places it reached, and its files."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from assignments.models import Unit
from nammanh.accounts.exports import filter_in_words
from nammanh.platform.dates import today
from nammanh.platform.downloads import attachment
from nammanh.platform.spreadsheets import CellKind, Column
from nammanh.platform.uploads import CONTENT_TYPES, extension
from nammanh.platform.views import PolicyMixin, ScopedDetailView, scoped_or_404
from reports.bulletins import policies, queries
from reports.bulletins.filters import BulletinFilter, ConveyanceFilter, ReachFilter
from reports.bulletins.models import Bulletin, BulletinReading, Conveyance, ConveyanceForm
from reports.bulletins.standing import ACTION_TONES, audience, dressed, to_share
from reports.bulletins.states import Action
from reports.visits.timeline import author, told
from reports.visits.views import LATEST, PLACE_COLUMNS, CountedListView

BUTTONS = {
    Action.EDIT: (_("Sửa bản nháp"), "bulletins:edit", "pencil", ""),
    Action.PUBLISH: (_("Phát hành"), "bulletins:publish", "send", "btn-primary"),
    Action.WITHDRAW: (_("Thu hồi"), "bulletins:withdraw", "ban", "btn-outline-danger"),
}


def bulletins_of(request: HttpRequest) -> QuerySet[Bulletin]:
    """The bulletins that this person may read, with their places and whether they have marked them as read."""
    user = request.actor.user
    mine = BulletinReading.objects.filter(bulletin=OuterRef("pk"), reader=user.pk)
    rows = Bulletin.objects.visible_to(user).annotate(read=Exists(mine))
    return rows.prefetch_related("targets__unit", "targets__cluster")


class BulletinList(PolicyMixin, CountedListView):
    policy = staticmethod(policies.reads_bulletins)
    model = Bulletin
    keyset = ("-valid_from", "-pk")
    filterset_class = BulletinFilter
    template_name = "bulletins/list.html"
    export_title = _("Thông tin chủ trương")
    export_columns = (
        Column(_("Tiêu đề"), "title", width=50),
        Column(_("Loại thông tin"), "get_kind_display", width=28),
        Column(_("Điểm nhấn"), "highlights", width=60),
        Column(_("Dành cho"), lambda row: audience(row, 200), width=40),
        Column(_("Từ ngày"), "valid_from", CellKind.DATE, 13),
        Column(_("Đến hết ngày"), "valid_to", CellKind.DATE, 13),
        Column(_("Trạng thái"), "standing", width=32),
        Column(_("Tôi đã xem"), lambda row: _("Đã xem") if row.read else "", width=12),
    )

    def get_queryset(self) -> QuerySet[Bulletin]:
        return bulletins_of(self.request)

    def dress(self, rows: list[Any]) -> list[Any]:
        return dressed(rows, today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        dressed(context["rows"], today())
        return context | {"publishes": policies.publishes(self.request.actor.user)}


class BulletinDetail(ScopedDetailView):
    model = Bulletin
    template_name = "bulletins/detail.html"
    context_object_name = "bulletin"

    def get_queryset(self) -> QuerySet[Bulletin]:
        return bulletins_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, bulletin, day = self.request.actor.user, self.object, today()
        dressed([bulletin], day)
        context = {
            "buttons": self._buttons(),
            "whole_audience": audience(bulletin, 200),
            "files": list(bulletin.files.all()),
            "steps": told(bulletin.steps.select_related("by", "secretary"), ACTION_TONES),
        }
        if bulletin.published_at:
            units = Unit.objects.visible_to(user)
            latest = Conveyance.objects.visible_to(user).filter(bulletin=bulletin).with_names().newest_first()[:LATEST]
            context |= {
                "reach": queries.reach_by_district(bulletin, units, day),
                "conveyances": dressed_conveyances(latest, user),
                "waiting": self._waiting(),
                "readers": queries.readers(bulletin, day) if policies.publishes(user) else None,
                "share_text": to_share(bulletin, self.request.build_absolute_uri(self.request.path)),
            }
        return super().get_context_data(**context, **kwargs)

    def _buttons(self) -> list[dict[str, Any]]:
        user, bulletin = self.request.actor.user, self.object
        allowed = policies.allowed_actions(user, bulletin)
        buttons = [
            {"label": label, "url": reverse(name, args=[bulletin.uuid]), "icon": icon, "look": look}
            for action, (label, name, icon, look) in BUTTONS.items()
            if action in allowed
        ]
        if bulletin.is_published and policies.may_convey(user):
            url = reverse("bulletins:convey", args=[bulletin.uuid])
            buttons.insert(0, {"label": _("Ghi đã truyền đạt"), "url": url, "icon": "check", "look": "btn-primary"})
        return buttons

    def _waiting(self) -> list[Unit]:
        """The places held by this person where it is still to be conveyed."""
        user = self.request.actor.user
        rows = queries.to_convey(user, Bulletin.objects.visible_to(user).filter(pk=self.object.pk), today())
        return rows[0].waiting if rows else []


def dressed_conveyances(rows: Any, user: Any) -> list[Conveyance]:
    """Rows with whose they are and whether this person may take them back."""
    found = list(rows)
    for row in found:
        row.author, row.may_take_back = author(row), policies.takes_back(user, row)
    return found


class ReachList(CountedListView):
    """Where one bulletin has been conveyed and where not yet: commune by commune, hamlet by hamlet."""

    model = Unit
    keyset = ("name_key", "pk")
    filterset_class = ReachFilter
    template_name = "bulletins/reach.html"
    export_columns = (
        Column(_("Địa bàn"), "full_name", width=28),
        Column(_("Xã, phường, thị trấn"), "commune.full_name", width=26),
        Column(_("Huyện, thành phố"), "district.full_name", width=26),
        Column(_("Truyền đạt lần đầu"), "first_on", CellKind.DATE, 16),
        Column(_("Hình thức"), "form_label", width=26),
        Column(_("Cán bộ truyền đạt"), "first_by", width=28),
        Column(_("Số lần"), "times", CellKind.NUMBER, 10),
        Column(_("Ấp đã đến"), "hamlets_reached", CellKind.NUMBER, 12),
        Column(_("Tổng số ấp"), "hamlets", CellKind.NUMBER, 12),
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = bulletins_of(request).filter(published_at__isnull=False)
        self.bulletin = request.bulletin = scoped_or_404(rows, uuid=kwargs["uuid"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def export_title(self) -> str:
        return _("Nơi đã truyền đạt: %(title)s") % {"title": self.bulletin.title}

    def export_notes(self) -> list[str]:
        return [self.bulletin.title, filter_in_words(self.filter.form)]

    def get_queryset(self) -> QuerySet[Unit]:
        day = today()
        rows = queries.places(self.bulletin, super().get_queryset(), day)
        return queries.with_reach(self.bulletin, rows, day).select_related("commune", "district")

    def dress(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            row.form_label = ConveyanceForm(row.first_form).label if row.first_form else ""
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(bulletin=self.bulletin, **kwargs)
        self.dress(context["rows"])
        return context


class ConveyanceList(PolicyMixin, CountedListView):
    """Every occasion, with the questions that people asked."""

    policy = staticmethod(policies.reads_bulletins)
    model = Conveyance
    keyset = ("-conveyed_on", "-pk")
    filterset_class = ConveyanceFilter
    template_name = "bulletins/conveyances.html"
    export_title = _("Các lần truyền đạt thông tin")
    export_columns = (
        Column(_("Thông tin"), "bulletin.title", width=50),
        *PLACE_COLUMNS,
        Column(_("Ngày truyền đạt"), "conveyed_on", CellKind.DATE, 14),
        Column(_("Hình thức"), "get_form_display", width=26),
        Column(_("Khoảng số người nghe"), "attended", CellKind.NUMBER, 14),
        Column(_("Câu hỏi mang về"), "question", width=60),
        Column(_("Cán bộ"), author, width=32),
    )

    def get_queryset(self) -> QuerySet[Conveyance]:
        return super().get_queryset().with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["rows"] = dressed_conveyances(context["rows"], self.request.actor.user)
        return context


class BulletinFileDownload(View):
    """Never served by address alone: the bulletin is looked up in the person's scope first."""

    def get(self, request: HttpRequest, uuid: Any, pk: int) -> HttpResponse:
        bulletin = scoped_or_404(Bulletin.objects.visible_to(request.actor.user), uuid=uuid)
        row = scoped_or_404(bulletin.files, pk=pk)
        try:
            with row.file.open("rb") as file:
                content = file.read()
        except FileNotFoundError as problem:
            raise Http404 from problem
        return attachment(content, row.name, CONTENT_TYPES[extension(row.file.name)])
