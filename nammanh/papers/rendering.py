"""Making a Word file of a template and data. The template may be anybody's: values are escaped, no code is run."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from nammanh.papers.kinds import KINDS, PaperKind
from nammanh.papers.models import LayoutRules, PaperTemplate

BLANK = " " * 8
"""Room for the number that văn thư will give."""


def rules_on(system: str, day: datetime.date) -> LayoutRules:
    """The layout in force on `day`. Raises ValidationError when none is on record."""
    found = LayoutRules.objects.on(day).filter(system=system).first()
    if found is None:
        raise ValidationError(_("Chưa có thể thức văn bản cho ngày này. Chạy “manage.py load_layouts” rồi thử lại."))
    return found


def template_on(kind: str, day: datetime.date) -> PaperTemplate | None:
    """The office's own template in use on `day`; None when the shipped one is."""
    row = PaperTemplate.objects.filter(kind=kind, valid_from__lte=day).latest_first().first()
    return row if row and row.file else None


def shipped_template(kind: PaperKind, rules: LayoutRules, context: Mapping[str, Any] | None = None) -> bytes:
    """The template that comes with the portal, to be edited in Word or filled as it is."""
    content = io.BytesIO()
    kind.build(rules, dict(context or kind.sample)).save(content)
    return content.getvalue()


def current_template(kind: str, day: datetime.date, context: Mapping[str, Any] | None = None) -> bytes:
    own = template_on(kind, day)
    if own is None:
        return shipped_template(KINDS[kind], rules_on(KINDS[kind].system, day), context)
    with own.file.open("rb") as content:
        return content.read()


def render(kind: str, context: Mapping[str, Any], *, on: datetime.date) -> bytes:
    """The paper as an editable Word file, in the layout in force on `on`. Raises ValidationError when there is none or
    the office's template asks for what the data do not have.
    """
    return fill(current_template(kind, on, context), context, rules_on(KINDS[kind].system, on))


def fill(template: bytes, context: Mapping[str, Any], rules: LayoutRules) -> bytes:
    """Put `context` into a template. Raises ValidationError naming what is wrong with the template."""
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    paper = DocxTemplate(io.BytesIO(template))
    try:
        paper.render({**context, **_lines(context, rules)}, jinja_env=environment)
        content = io.BytesIO()
        paper.save(content)
    except UndefinedError as problem:
        raise ValidationError(
            _("Mẫu dùng một tên mà hệ thống không có (%(problem)s). Sửa trong Word theo mẫu mặc định.")
            % {"problem": problem.message}
        ) from problem
    except (TemplateError, ValueError, KeyError, TypeError, ArithmeticError, SyntaxError) as problem:
        raise ValidationError(
            _("Mẫu không điền được dữ liệu. Kiểm tra các chỗ trong dấu ngoặc nhọn: mỗi chỗ viết liền một kiểu chữ.")
        ) from problem
    return content.getvalue()


def _lines(context: Mapping[str, Any], rules: LayoutRules) -> dict[str, str]:
    """Number and authority as the layout in force writes them; an unknown number stays blank."""
    number, symbol = str(context.get("number", "")), str(context.get("symbol", ""))
    line = rules.number_pattern.format(number=number or BLANK, symbol=symbol)
    return {
        "number_line": line,
        "number_words": line[:1].lower() + line[1:],
        "authority_line": f"{rules.authority_mark} {context.get('authority', '')}",
    }
