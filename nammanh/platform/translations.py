"""Finding text that a translation misses: bare Vietnamese in our files, English of packages without Vietnamese.

Source strings are Vietnamese and wrapped, so that another language stays possible; packages speak English until
nammanh/locale says it in Vietnamese.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from babel.messages.pofile import read_po
from django.template.base import Lexer, Token, TokenType
from django.utils import translation
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

DATA_MARK = "# vi-data:"
"""On a statement whose Vietnamese is data and not text on a screen; a reason follows."""

_VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ\u0300\u0301\u0303\u0309\u0323]", re.IGNORECASE
)
_PROPER_NAME = "Nắm Mạnh"  # the portal is called so in any language
_SINGULAR = {"_", "_now", "gettext", "gettext_lazy", "gettext_noop"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
_PLURAL_WITH_CONTEXT = {"npgettext", "npgettext_lazy"}
_WRAPPERS = _SINGULAR | _PLURAL | _WITH_CONTEXT | _PLURAL_WITH_CONTEXT
_WRAPPED_IN_TAG = re.compile(r"""_\((?P<quote>["'])(?P<text>.*?)(?P=quote)\)""")


class Message(NamedTuple):
    """What gettext looks up."""

    context: str | None
    text: str


@dataclass(frozen=True)
class BareText:
    """Vietnamese outside of a translation."""

    file: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {' '.join(self.text.split())[:80]}"


def is_vietnamese(text: str) -> bool:
    """Whether `text` has Vietnamese letters, the portal's own name aside."""
    return bool(_VIETNAMESE.search(text.replace(_PROPER_NAME, "")))


# --- Python ----------------------------------------------------------------------------------------------------------


def bare_in_python(file: Path) -> Iterator[BareText]:
    """Yield Vietnamese string literals that are neither wrapped, documentation nor marked with DATA_MARK."""
    source = file.read_text(encoding="utf-8")
    if not _VIETNAMESE.search(source):
        return
    tree = ast.parse(source)
    quiet = {id(literal) for literal in _documentation(tree)}
    for call in _wrapping_calls(tree):
        quiet |= {id(argument) for argument in call.args}
    quiet |= {id(literal) for literal in _marked(tree, source.splitlines())}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in quiet and is_vietnamese(str(node.value)):
            yield BareText(file, node.lineno, str(node.value))


def _documentation(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield strings that stand alone: docstrings, and the notes under an attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and _is_text(node.value):
            yield node.value


def _marked(tree: ast.Module, lines: list[str]) -> Iterator[ast.AST]:
    """Yield all parts of the simple statements that carry DATA_MARK on a line of theirs or on the line above."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Return | ast.Expr | ast.Assert):
            own_lines = lines[max(0, node.lineno - 2) : node.end_lineno]
            if any(DATA_MARK in line for line in own_lines):
                yield from ast.walk(node)


def _wrapping_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called_name(node) in _WRAPPERS:
            yield node


def _called_name(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def messages_in_python(file: Path) -> Iterator[Message]:
    """Yield what the file hands to gettext."""
    for call in _wrapping_calls(ast.parse(file.read_text(encoding="utf-8"))):
        name, texts = _called_name(call), [node.value for node in call.args if _is_text(node)]
        has_context = name in _WITH_CONTEXT | _PLURAL_WITH_CONTEXT
        if len(texts) > has_context and texts[has_context]:
            yield Message(texts[0] if has_context else None, texts[has_context])


# --- templates -------------------------------------------------------------------------------------------------------


def bare_in_template(file: Path) -> Iterator[BareText]:
    """Yield Vietnamese outside of translate, blocktranslate and _("…")."""
    for token in _outside_blocks(_tokens(file)):
        if _tag_name(token) in {"translate", "trans"}:
            continue
        contents = token.contents
        if token.token_type == TokenType.TEXT:
            contents = re.sub("<!--.*?-->", "", contents, flags=re.DOTALL)
        else:
            contents = _WRAPPED_IN_TAG.sub("", contents)
        if is_vietnamese(contents):
            yield BareText(file, token.lineno or 0, contents)


def messages_in_template(file: Path) -> Iterator[Message]:
    """Yield what the template hands to gettext."""
    block: list[Token] | None = None
    for token in _tokens(file):
        name = _tag_name(token)
        if name in {"blocktranslate", "blocktrans"}:
            block = [token]
        elif name in {"endblocktranslate", "endblocktrans"} and block:
            yield _block_message(block)
            block = None
        elif block is not None:
            block.append(token)
        elif name in {"translate", "trans"}:
            yield from _tag_message(token)
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from (Message(None, match["text"]) for match in _WRAPPED_IN_TAG.finditer(token.contents))


def _tokens(file: Path) -> list[Token]:
    """Return the tokens without those inside {% comment %}."""
    tokens, inside = [], False
    for token in Lexer(file.read_text(encoding="utf-8")).tokenize():
        name = _tag_name(token)
        if name in {"comment", "endcomment"}:
            inside = name == "comment"
        elif not inside and token.token_type != TokenType.COMMENT:
            tokens.append(token)
    return tokens


def _outside_blocks(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens that are not inside blocktranslate."""
    inside = False
    for token in tokens:
        name = _tag_name(token)
        if name in {"blocktranslate", "blocktrans", "endblocktranslate", "endblocktrans"}:
            inside = not name.startswith("end")
        elif not inside:
            yield token


def _tag_name(token: Token) -> str:
    return token.contents.split(maxsplit=1)[0] if token.token_type == TokenType.BLOCK and token.contents else ""


def _tag_message(token: Token) -> Iterator[Message]:
    words = list(smart_split(token.contents))
    context = words[words.index("context") + 1][1:-1] if "context" in words else None
    if len(words) > 1 and words[1][0] in "\"'":
        yield Message(context, words[1].split("|")[0][1:-1])


def _block_message(block: list[Token]) -> Message:
    """Return the singular as Django builds it: variables as %(name)s, a percent sign doubled."""
    words = list(smart_split(block[0].contents))
    context = words[words.index("context") + 1][1:-1] if "context" in words else None
    text = ""
    for token in block[1:]:
        if token.token_type == TokenType.BLOCK:
            break  # {% plural %}
        text += f"%({token.contents})s" if token.token_type == TokenType.VAR else token.contents.replace("%", "%%")
    return Message(context, trim_whitespace(text) if "trimmed" in words else text)


# --- what lacks Vietnamese -------------------------------------------------------------------------------------------


def messages_of_package(folder: Path, *, domain: str = "django") -> set[Message]:
    """Return the messages of an installed package: from its English catalogue if it ships one, else from its files."""
    reference = folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    if reference.exists():
        return set(_entries(reference))
    if domain != "django":
        return set()
    found: set[Message] = set()
    for file in folder.rglob("*"):
        if _is_nested_app(file, folder):
            continue
        if file.suffix == ".py":
            found.update(messages_in_python(file))
        elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
            found.update(messages_in_template(file))
    return found


def _is_nested_app(file: Path, folder: Path) -> bool:
    """Whether the file belongs to an app of its own inside the package (unfold.contrib.…)."""
    return any((parent / "apps.py").exists() for parent in file.parents if folder in parent.parents)


def catalogue_messages(file: Path) -> set[Message]:
    """Return the messages that a catalogue translates."""
    return set(_entries(file, translated=True))


def _entries(file: Path, *, translated: bool = False) -> Iterator[Message]:
    with file.open("rb") as handle:
        for entry in read_po(handle):
            text = entry.id if isinstance(entry.id, str) else entry.id[0]
            if text and (not translated or (_is_filled(entry.string) and not entry.fuzzy)):
                yield Message(entry.context, text)


def _is_filled(string: str | Iterable[str] | None) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string or ())


def is_translated(message: Message) -> bool:
    """Whether Django's own or the package's catalogue says it in Vietnamese."""
    with translation.override("vi"):
        if message.context is None:
            return translation.gettext(message.text) != message.text
        return translation.pgettext(message.context, message.text) != message.text
