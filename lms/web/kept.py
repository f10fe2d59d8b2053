"""Pages that are rendered once and filled in for each reader.

Rendering is most of what a page costs. What differs between readers (token, name, what was read) stands in the
kept page as a blank, and only the blanks are written anew.
"""

import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, g
from jinja2.runtime import Macro
from markupsafe import Markup

from lms.web import context

_NONCE = secrets.token_hex(8)
"""Made for each process, so that no text can contain a blank."""
_MOST_SMALL = 3000
_MOST_DRAWN = 300
"""Parts of pages of figures are large and change with every act, so they have a store of their own."""


def blank(name: str) -> Markup:
    """Give the mark that stands for a value to fill in."""
    return Markup(f"\ue001{_NONCE}{name}\ue001")  # noqa: S704 - names are ours


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page with blanks: text, name, text, name ... text."""

    parts: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """Give the page with each blank filled; the values are HTML."""
        filled = list(self.parts)
        filled[1::2] = [values[name] for name in self.parts[1::2]]
        return "".join(filled)


def keep_page(key: Hashable, render: Callable[[], str]) -> KeptPage:
    """Give the page kept under a key; at the first time render it with the frame's blanks left open."""
    kept = context.lms().kept
    page = kept.get(key)
    if page is None:
        before, g.leaves_blanks = leaves_blanks(), True
        try:
            text = render()
        finally:
            g.leaves_blanks = before
        pieces = text.split("\ue001")
        page = KeptPage(tuple(piece.removeprefix(_NONCE) if at % 2 else piece for at, piece in enumerate(pieces)))
        kept[key] = page
    return page


def leaves_blanks() -> bool:
    """Whether the page that is being rendered will be kept."""
    return bool(g.get("leaves_blanks"))


def keep_drawn(macro: Macro, *values: Any) -> Markup:
    """Give what a macro of a template makes of its values, kept under them.

    When somebody did something, most parts of a page of figures stand as they stood.
    """
    drawn: dict[Hashable, Markup] = current_app.extensions.setdefault("lms-drawn", {})
    named = (tuple(value.items()) if isinstance(value, Mapping) else value for value in values)
    key = (macro.name, context.say().language, *named)
    found = drawn.get(key)
    if found is None:
        if len(drawn) >= _MOST_DRAWN:
            drawn.clear()
        found = drawn[key] = macro(*values)
    return found


def keep_small(key: Hashable, build: Callable[[], str]) -> Markup:
    """Give a small stretch kept under a key; the store is emptied when it holds too many."""
    kept = context.lms().kept_small
    found = kept.get(key)
    if found is None:
        if len(kept) >= _MOST_SMALL:
            kept.clear()
        found = kept[key] = Markup(build())  # noqa: S704 - our own templates
    return found
