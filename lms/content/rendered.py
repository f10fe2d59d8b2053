"""What rendering gives, and where the addresses in it come from."""

import html
from collections.abc import Callable
from dataclasses import dataclass

from lms.content.model import BlockKind


@dataclass(frozen=True, slots=True)
class Links:
    """Where pictures and lessons are to be found: one for the site, another inside a package."""

    picture: Callable[[str, str], str]
    """Course id, file name -> address."""
    lesson: Callable[[str, str, int], str]
    """Course id, lesson id, page -> address."""
    quiz_picture: Callable[[str, str], str] | None = None
    """Quiz id, file name -> address; None if quizzes show no pictures here."""

    def address(self, reference: str) -> str:
        """Give the address for a reference left in kept HTML, escaped for an attribute."""
        kind, home, *rest = reference.split("/")
        if kind == "lesson":
            found = self.lesson(home, rest[0], int(rest[1]))
        elif home == "quizzes":
            found = self.quiz_picture(*rest) if self.quiz_picture is not None else ""
        else:
            found = self.picture(*rest)
        return html.escape(found, quote=True)


@dataclass(frozen=True, slots=True)
class RenderedBlock:
    """One part of a page, ready to be shown. Only `html` is HTML."""

    kind: BlockKind
    title: str
    name: str
    html: str
    language: str = ""
    """Set if the text is in another language than its lesson."""
