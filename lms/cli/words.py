"""`lms words`: collects the texts of the interface and brings the translators' catalogues up to date."""

# Babel's readers and writers are loaded when they are used: all other commands start without them.
# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lms import errors
from lms.language import CATALOGUES, DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import IO

    from babel.messages import Catalog

_LMS = Path(__file__).parents[1]
_ERRORS = [name for name, kind in vars(errors).items() if isinstance(kind, type) and kind is not errors.LmsError]
_KEYWORDS = dict.fromkeys(("_", "N_", "say", "said", "words", *_ERRORS)) | dict.fromkeys(
    ("plural", "N_many"), (1, 2)
)
"""What marks a text; the sentence of an error of ours is a text wherever it is raised."""
_HEADER = r"""# Texts of the interface. `make words` keeps the English ones, translators write the others.
msgid ""
msgstr ""
"Language: {language}\n"
"Plural-Forms: {plurals}\n"
"Content-Type: text/plain; charset=utf-8\n"

"""
"""Without dates, so that a catalogue changes only where a text does."""


def collect() -> Catalog:
    """Collect all texts of the interface, in the order of the alphabet."""
    from babel.messages import Catalog
    from babel.messages.extract import extract_from_dir

    found = Catalog(project="EU-Belong learning", charset="utf-8")
    methods = [("**.py", "python"), ("**/templates/**.html", _read_template)]
    for _, _, message, _, context in extract_from_dir(_LMS, methods, keywords=_KEYWORDS):
        found.add(message, context=context)
    return found


def _read_template(
    stream: IO[bytes], keywords: Collection[str], _tags: object, options: object
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """Find the calls of a template that say something; Jinja's own reader does not know `words.plural(...)`."""
    from jinja2 import Environment, nodes

    for call in Environment(autoescape=True).parse(stream.read().decode("utf-8")).find_all(nodes.Call):
        name = getattr(call.node, "attr", None) or getattr(call.node, "name", "")
        if name in keywords:
            said = (each.value if isinstance(each, nodes.Const) else None for each in call.args)
            yield call.lineno, name, tuple(one if isinstance(one, str) else None for one in said), []


def bring_up_to_date(texts: Catalog, language: str, folder: Path) -> tuple[int, int]:
    """Put new texts into a catalogue, take old ones out, keep what is translated; give translated and all."""
    from babel.messages import Catalog
    from babel.messages.pofile import read_po, write_po

    path = folder / f"{language}.po"
    if path.is_file():
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=language)
    else:
        catalogue = Catalog(locale=language)
    # A guess at a similar text would be shown as if somebody had meant it.
    catalogue.update(texts, no_fuzzy_matching=True)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as stream:
        stream.write(_HEADER.format(language=language, plurals=catalogue.plural_forms).encode())
        write_po(
            stream, catalogue, 120, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True
        )
    draft.replace(path)
    messages = [message for message in catalogue if message.id]
    return sum(is_translated(message.string) for message in messages), len(messages)


def is_translated(text: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether a text, or every plural form of it, is there."""
    return all(text) if isinstance(text, tuple | list) and text else bool(text)


@click.command("words")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=CATALOGUES, show_default=False)
def words_command(folder: Path) -> None:
    """Bring the catalogues of all languages up to date with the texts of the interface."""
    texts = collect()
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        if language != DEFAULT:
            done, total = bring_up_to_date(texts, language, folder)
            click.echo(f"{language}: {done} of {total} texts")


commands = (words_command,)
