"""What lists of people call things, in whatever language: columns, kinds of stakeholders, roles."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from lms.intake.column_words import COLUMNS, OURS, TAKEN
from lms.intake.kind_words import KINDS
from lms.language import DEFAULT, LANGUAGES, N_
from lms.language import words as say_in

__all__ = [
    "CATEGORIES",
    "COLUMNS",
    "COLUMN_LABELS",
    "OURS",
    "ROLES",
    "TAKEN",
    "find_category",
    "find_column",
    "heading",
    "kind_word",
    "plain",
    "similar_kinds",
]

CATEGORIES: dict[str, str] = {
    "politician": N_("Politician"),
    "decision_maker": N_("Decision maker"),
    "civil_servant": N_("Civil servant"),
    "cso": N_("Civil society organisation"),
    "migrant_community": N_("Migrant community"),
    "economic_social_partner": N_("Economic or social partner"),
    "academia": N_("Academia"),
    "media": N_("Media"),
    "other": N_("Other"),
}
"""The kinds of stakeholders, by id; the texts are shown translated."""

COLUMN_LABELS: dict[str, str] = {
    "name": N_("Name"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "email": N_("Mail address"),
    "region": N_("Region"),
    "category": N_("Kind of stakeholder"),
    "organisation": N_("Organisation"),
    "language": N_("Language"),
    "role": N_("Role"),
}
"""What a column of a list means, to be chosen by hand; the texts are shown translated."""

ROLES = ("trainee", "trainer", "coordinator")
"""Roles that a list may give; the others are given one by one."""


def plain(text: str) -> str:
    """Bring a heading or a word to the form in which it is compared: small, without accents, marks and blanks."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in bare if character.isalnum())


def find_column(heading: str) -> str | None:
    """Say which column a heading stands for, in whatever language."""
    return _HEADINGS.get(plain(heading))


@lru_cache(maxsize=1000)
def find_category(text: str) -> str | None:
    """Say which kind of stakeholder a word stands for: one of lists, or one that our own pages show."""
    bare = plain(text)
    return _CATEGORIES.get(bare) or _shown_labels().get(bare)


def heading(column: str, language: str) -> str:
    """Give the heading that we write over a column, in a language."""
    return COLUMNS.get(language, COLUMNS[DEFAULT])[column][0]


def kind_word(category: str, language: str) -> str:
    """Give the word that we write for a kind of stakeholder, in a language; what we do not know stays."""
    words = KINDS.get(language, KINDS[DEFAULT]).get(category)
    return words[0] if words else category


def similar_kinds(language: str) -> dict[str, str]:
    """Give the words of a language and of English, to look for one that somebody meant: plain form -> word."""
    return {plain(word): word for code in (DEFAULT, language) for words in KINDS[code].values() for word in words}


@cache
def _shown_labels() -> dict[str, str]:
    """What pages call the kinds, in all languages; only asked for words that no list of ours knows."""
    return {plain(say_in(code)(label)): name for code in LANGUAGES for name, label in CATEGORIES.items()}


def _turned(tables: Iterable[dict[str, Sequence[str]]]) -> dict[str, str]:
    return {plain(word): meaning for row in tables for meaning, words in row.items() for word in words}


_HEADINGS = _turned(COLUMNS.values())  # type: ignore[arg-type]
_CATEGORIES = {plain(name): name for name in CATEGORIES} | _turned(KINDS.values())  # type: ignore[arg-type]
