"""Every word on a screen is Vietnamese and can be translated: finds what is not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import global_settings, settings
from django.core.management.base import BaseCommand, CommandError

from nammanh.platform import translations
from nammanh.platform.translations import Message

OUR_FOLDERS = ("nammanh", "assignments", "reports", "templates")
NOT_TEXT_FOLDERS = {"tests", "migrations", "data", "demo", "formats", "node_modules"}
"""Their Vietnamese is data: it is never shown as a label and never translated."""
CONSOLE = {"management", "embedded_postgres", "checks.py"}
"""They speak to the operator on a console, partly before translations are loaded."""
WORD_LISTS = {
    "assignments/reforms/edges_file.py",
    "nammanh/platform/privacy.py",
    "nammanh/platform/privacy_patterns.py",
    "nammanh/platform/text.py",
    "nammanh/platform/translations.py",
}
PAPERS = {
    "nammanh/papers/assignment_decision.py",
    "nammanh/papers/drawing.py",
    "nammanh/papers/kinds.py",
    "reports/consolidation/letter.py",
    "reports/recommendations/letter.py",
    "reports/reporting/review_paper.py",
    "reports/reporting/situation_paper.py",
    "reports/consolidation/sheets.py",
    "assignments/rounds/queries/paper.py",
}
"""Their Vietnamese is printed in official papers, which have one language."""

NOT_SHOWN = {
    "Django Documentation",
    "Topics, references, &amp; how-to’s",
    "Tutorial: A Polling App",
    "Get started with Django",
    "Django Community",
    "Connect, get help, or contribute",
    "The install worked successfully! Congratulations!",
}
"""Django's page for a project without URLs."""
NOT_SHOWN_PARTS = (
    "DEBUG=True</a> is in your settings",
    "release notes</a> for Django",
    "perfectionists with deadlines",
)


class Command(BaseCommand):
    help = "Fails on bare Vietnamese in templates and code, and on English of installed packages without Vietnamese."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        problems = [*(str(found) for found in bare_texts(root)), *missing_translations()]
        if problems:
            raise CommandError("\n".join([f"{len(problems)} texts without translation:", *problems]))
        self.stdout.write("Every text is wrapped, every package message has Vietnamese.")


def bare_texts(root: Path) -> Iterator[translations.BareText]:
    """Yield our own Vietnamese that no translation wraps."""
    for file in sorted(path for folder in OUR_FOLDERS for path in (root / folder).rglob("*")):
        place = file.relative_to(root)
        if (NOT_TEXT_FOLDERS | CONSOLE) & set(place.parts) or place.as_posix() in WORD_LISTS | PAPERS:
            continue
        if file.suffix == ".py":
            yield from translations.bare_in_python(file)
        elif file.suffix in {".html", ".txt"} and "templates" in place.parts:
            yield from translations.bare_in_template(file)


def missing_translations() -> Iterator[str]:
    """Yield the messages of Django and of installed packages that come out in English."""
    ours = set[Message]().union(*map(translations.catalogue_messages, _catalogues("django")))
    for folder in _package_folders():
        for message in sorted(translations.messages_of_package(folder), key=str):
            if message not in ours and not _is_never_shown(message) and not translations.is_translated(message):
                yield f"{folder.name}: {message.text!r}" + (f" ({message.context})" if message.context else "")
    yield from _missing_in_scripts()


def _missing_in_scripts() -> Iterator[str]:
    """Yield the messages of the packages' JavaScript that neither they nor we say in Vietnamese."""
    ours = set[Message]().union(*map(translations.catalogue_messages, _catalogues("djangojs")))
    for folder in _package_folders():
        theirs = folder / "locale" / "vi" / "LC_MESSAGES" / "djangojs.po"
        known = ours | (translations.catalogue_messages(theirs) if theirs.exists() else set())
        for message in sorted(translations.messages_of_package(folder, domain="djangojs") - known, key=str):
            yield f"{folder.name} (JavaScript): {message.text!r}"


def _catalogues(domain: str) -> list[Path]:
    return [file for folder in settings.LOCALE_PATHS for file in Path(folder).glob(f"vi/LC_MESSAGES/{domain}.po")]


def _package_folders() -> list[Path]:
    """Return the folders of installed apps that are not ours, and of Django itself."""
    root = Path(settings.BASE_DIR)
    ours = [root / folder for folder in OUR_FOLDERS]
    theirs = {
        Path(app.path) for app in apps.get_app_configs() if not any(Path(app.path).is_relative_to(our) for our in ours)
    }
    return sorted({*theirs, Path(django.__file__).parent / "conf"})


def _is_never_shown(message: Message) -> bool:
    languages = {str(name) for _code, name in global_settings.LANGUAGES}
    text = message.text
    return text in languages or text in NOT_SHOWN or any(part in text for part in NOT_SHOWN_PARTS)
