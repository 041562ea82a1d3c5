"""What people read is Vietnamese, and wrapped so that it can be translated."""

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils.translation import gettext, pgettext

from nammanh.platform import translations
from nammanh.platform.translations import Message


def bare(tmp_path, name, content):
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    find = translations.bare_in_python if name.endswith(".py") else translations.bare_in_template
    return [(found.line, found.text.strip()) for found in find(file)]


def test_bare_vietnamese_in_python_is_found(tmp_path):
    source = '''"""Tài liệu."""
from django.utils.translation import gettext_lazy as _, ngettext

A = _("Được bọc")  # chú thích
B = "Chưa bọc"
C = f"Chưa {A}"
D = ngettext("%d ngày", "%d ngày", 2)
"""Ghi chú dưới thuộc tính."""
# vi-data: từ khóa
E = {
    "từ": "khóa",
}
F = "Nắm Mạnh"
G = "English"


class Model:
    """Một đơn vị."""

    name = Field("Tên chưa bọc", help_text=_("Đã bọc"))
'''
    assert bare(tmp_path, "module.py", source) == [(5, "Chưa bọc"), (6, "Chưa"), (20, "Tên chưa bọc")]


def test_bare_vietnamese_in_templates_is_found(tmp_path):
    source = """{% load i18n %}{# Chú thích #}<!-- Chú thích -->
{% comment %}Chữ này không hiện{% endcomment %}
{% translate "Đã bọc" %} {% blocktranslate trimmed with n=count %}Có {{ n }} đơn vị{% endblocktranslate %}
{% include "x.html" with title=_("Đã bọc") %} Nắm Mạnh
<h1>Chưa bọc</h1>
{% include "x.html" with title="Cũng chưa bọc" %}
"""
    assert [line for line, _text in bare(tmp_path, "page.html", source)] == [4, 6]


def test_messages_of_templates_are_read_as_django_reads_them(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(
        '{% trans "One" context "c" %}{{ x|default:_("Two") }}'
        "{% blocktrans trimmed count n=n %}\n 5% of\n {{ n }} row\n{% plural %}rows{% endblocktrans %}"
    )
    found = set(translations.messages_in_template(file))
    assert found == {Message("c", "One"), Message(None, "Two"), Message(None, "5%% of %(n)s row")}


def test_words_of_packages_are_vietnamese():
    assert gettext("This field is required.") == "Mục này bắt buộc nhập."
    assert gettext("Password reset unsuccessful") == "Chưa đặt lại được mật khẩu"
    assert gettext("Select action to run") == "Chọn thao tác"
    assert pgettext("String to return when truncating text", "%(truncated_text)s…") == "%(truncated_text)s…"
    assert MinimumLengthValidator(10).get_help_text() == "Mật khẩu có ít nhất 10 ký tự."
    with pytest.raises(ValidationError, match="quá phổ biến"):
        CommonPasswordValidator().validate("password1")
    with pytest.raises(ValidationError, match="Cần ít nhất 10 ký tự"):
        MinimumLengthValidator(10).validate("ngắn")


def test_every_text_is_wrapped_and_every_package_speaks_vietnamese():
    call_command("check_translations", verbosity=0)
