"""When each periodic task last ended well."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskRun(models.Model):
    """The latest good run of a periodic task, written in the task's own transaction."""

    name = models.CharField(_("việc"), max_length=60, primary_key=True)
    at = models.DateTimeField(_("tính đến lúc"))
    finished_at = models.DateTimeField(_("xong lúc"))
    said = models.TextField(_("kết quả"), blank=True)

    class Meta:
        verbose_name = _("lần chạy việc định kỳ")
        verbose_name_plural = _("các việc định kỳ")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
