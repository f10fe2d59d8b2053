"""Reads the text of a sheet: conditions at the beginning of lines, sections, placeholders."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TEXTS = Path(__file__).parent / "texts"
_CONDITION = re.compile(r"\{if ([^}]+)\} ?")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and the Markdown below it."""

    heading: str
    markdown: str


@dataclass(frozen=True, slots=True)
class SheetText:
    """The text of a sheet for one kind of package."""

    title: str
    opening: str
    sections: tuple[Section, ...]


@cache
def source(language: str) -> str:
    """Read the whole text of a language as it was written."""
    return (_TEXTS / f"{language}.md").read_text(encoding="utf-8")


def choose(text: str, true: Collection[str]) -> str:
    """Keep the lines that hold for this package.

    A line may begin with `{if exam 1.2}`: it stays when all the words are in `true`, or, written `!exam`, are not.
    """
    kept = []
    for line in text.splitlines():
        found = _CONDITION.match(line)
        if found is None:
            kept.append(line)
        elif all((word.lstrip("!") in true) != word.startswith("!") for word in found.group(1).split()):
            kept.append(line[found.end() :])
    return "\n".join(kept)


def divide(text: str) -> SheetText:
    """Divide a text at its headings: `# title`, the opening, `## heading` and what follows."""
    opening, *rest = re.split(r"^## ", text, flags=re.MULTILINE)
    title, _, opening = opening.strip().removeprefix("# ").partition("\n")
    sections = (part.partition("\n") for part in rest)
    return SheetText(title, opening.strip(), tuple(Section(head, body.strip()) for head, _, body in sections))


def fill(html: str, values: Mapping[str, str]) -> str:
    """Put values (HTML) into the places `{name}`; raises KeyError for a name that nobody knows."""
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], html)
