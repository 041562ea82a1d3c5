"""Clusters of communes: the list, one of them on any day, and what Ban Tổ chức changes."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from assignments import policies, queries, services
from assignments.forms import AskedDateForm, CloseClusterForm, InChargeForm, OpenClusterForm, PutCommunesForm
from assignments.models import Cluster, Unit
from nammanh.platform.dates import today
from nammanh.platform.refusals import explained
from nammanh.platform.views import PolicyMixin, ScopedDetailView, ScopedMixin, ServiceFormView, scoped_or_404


class AskedDay:
    """A page about any day: `?ngay=dd/mm/yyyy`; one that does not exist is said so, and today's answer stays."""

    request: HttpRequest

    def ask(self) -> tuple[AskedDateForm, datetime.date]:
        asked = AskedDateForm(self.request.GET if "ngay" in self.request.GET else None)
        return asked, (asked.cleaned_data["ngay"] if asked.is_valid() else None) or today()


class ClusterList(PolicyMixin, AskedDay, ScopedMixin, ListView):
    """District by district."""

    model = Cluster
    template_name = "assignments/clusters.html"
    policy = staticmethod(policies.reads_coverage)

    def get_queryset(self) -> QuerySet[Cluster]:
        self.asked, self.day = self.ask()
        rows = queries.with_communes(super().get_queryset(), self.day)
        return rows.order_by("unit__name_key", "unit", "name_key", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(self.object_list)
        charges = queries.in_charge_on([row.pk for row in rows], self.day)
        return super().get_context_data(
            lines=[{"row": row, "charges": charges.get(row.pk, [])} for row in rows],
            asked=self.asked,
            day=self.day,
            is_today=self.day == today(),
            open_url=reverse("assignments:cluster_open")
            if policies.may_manage_assignments(self.request.actor.user)
            else "",
            **kwargs,
        )


class ClusterDetail(AskedDay, ScopedDetailView):
    model = Cluster
    template_name = "assignments/cluster.html"
    context_object_name = "cluster"

    def get_queryset(self) -> QuerySet[Cluster]:
        return super().get_queryset().select_related("unit", "document")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cluster, user = self.object, self.request.actor.user
        asked, day = self.ask()
        members, charges = queries.members_of(cluster), queries.charges_of(cluster)
        linked = queries.visible_ids(Unit.objects.visible_to(user), [*(row.unit for row in members), cluster.unit])
        manages = policies.may_manage_assignments(user) and (cluster.valid_to is None or cluster.valid_to >= today())
        current = [line for line in charges if in_force(line, day)]
        absences = queries.absences_on([line.latest.officer_id for line in current], day)
        return super().get_context_data(
            asked=asked,
            day=day,
            is_today=day == today(),
            exists=cluster.in_force_on(day),
            members=[(row, row.unit_id in linked) for row in members if row.in_force_on(day)],
            other_members=[(row, row.unit_id in linked) for row in members if not row.in_force_on(day)],
            charges=[(line, absences.get(line.latest.officer_id)) for line in current],
            other_charges=[line for line in charges if not in_force(line, day)],
            unit_linked=cluster.unit_id in linked,
            actions=self._actions() if manages else {},
            **kwargs,
        )

    def _actions(self) -> dict[str, str]:
        names = ("put", "charge", "close")
        return {name: reverse(f"assignments:cluster_{name}", args=[self.object.pk]) for name in names}


def in_force(line: Any, day: datetime.date) -> bool:
    return line.valid_from <= day and (line.valid_to is None or day <= line.valid_to)


class ClusterOpen(PolicyMixin, ServiceFormView):
    form_class = OpenClusterForm
    template_name = "assignments/form_page.html"
    policy = staticmethod(policies.may_manage_assignments)
    success_message = _("Đã lập cụm, tiểu vùng. Đưa các xã vào rồi ghi người phụ trách.")
    extra_context = {"heading": _("Lập cụm, tiểu vùng"), "submit": _("Lập cụm, tiểu vùng")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user}

    def call(self, form: OpenClusterForm) -> Cluster:
        data = form.cleaned_data
        with explained():
            return services.open_cluster(
                name=data["name"],
                kind=data["kind"],
                unit=data["unit"],
                valid_from=data["valid_from"],
                document=form.cited(self.request.actor),
                by=self.request.actor,
            )

    def get_success_url(self) -> str:
        return reverse("assignments:cluster", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=reverse("assignments:clusters"), **kwargs)


class OfCluster(PolicyMixin, ServiceFormView):
    """A change of one cluster of the person's scope."""

    template_name = "assignments/form_page.html"
    policy = staticmethod(policies.may_manage_assignments)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Cluster.objects.visible_to(request.actor.user).select_related("unit")
        self.cluster = scoped_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("assignments:cluster", args=[self.cluster.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=self.get_success_url(), eyebrow=self.cluster.name, **kwargs)


class ClusterPut(OfCluster):
    form_class = PutCommunesForm
    success_message = _("Đã đưa các xã vào cụm.")
    extra_context = {"heading": _("Đưa xã vào cụm"), "submit": _("Đưa vào cụm")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.actor.user, "cluster": self.cluster}

    def call(self, form: PutCommunesForm) -> Any:
        data = form.cleaned_data
        with explained():
            return services.put_communes(
                cluster=self.cluster,
                communes=data["communes"],
                on=data["on"],
                document=form.cited(self.request.actor),
                by=self.request.actor,
            )


class ClusterCharge(OfCluster):
    """Puts an officer in charge, or replaces the one who is."""

    form_class = InChargeForm
    success_message = _("Đã ghi đồng chí phụ trách; mỗi xã trong cụm có một phân công.")
    extra_context = {"heading": _("Đồng chí phụ trách cụm"), "submit": _("Lưu")}

    def get_form_kwargs(self) -> dict[str, Any]:
        self.replaces = bool(queries.in_charge_on([self.cluster.pk], today()))
        return super().get_form_kwargs() | {"user": self.request.actor.user, "replaces": self.replaces}

    def call(self, form: InChargeForm) -> Any:
        data = form.cleaned_data
        given = {name: data[name] for name in ("officer", "role", "mandate", "valid_from")}
        with explained():
            given |= {"cluster": self.cluster, "document": form.cited(self.request.actor), "by": self.request.actor}
            if self.replaces:
                return services.replace_in_charge(**given, reason=data["end_reason"])
            return services.put_in_charge(**given)


class ClusterClose(OfCluster):
    form_class = CloseClusterForm
    success_message = _("Đã ghi ngày kết thúc cụm; các xã và người phụ trách thôi theo.")
    extra_context = {"heading": _("Kết thúc cụm, tiểu vùng"), "submit": _("Kết thúc")}

    def call(self, form: CloseClusterForm) -> Cluster:
        data = form.cleaned_data
        return services.close_cluster(
            cluster=self.cluster, valid_to=data["valid_to"], reason=data["end_reason"], by=self.request.actor
        )
