"""What lists of people call things: column names, kinds of stakeholders and roles, one row per language."""

import unicodedata

from lms.language import N_

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

COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "name": ("name", "full name", "person", "participant"),
        "email": ("email", "e-mail", "mail", "email address", "e-mail address", "mail address", "address"),
        "region": ("region", "region name", "regional authority"),
        "category": ("category", "stakeholder", "stakeholder type", "type", "group"),
        "organisation": ("organisation", "organization", "institution", "employer", "office", "unit"),
        "language": ("language", "lang", "preferred language"),
        "role": ("role",),
    },
}
"""language -> column -> how its heading is written; the first one is the one we write ourselves."""

_CATEGORY_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "politician": ("politician", "politicians", "elected representative"),
        "decision_maker": ("decision maker", "decision makers", "manager", "head of unit"),
        "civil_servant": ("civil servant", "civil servants", "official", "public official", "public servant"),
        "cso": ("civil society", "civil society organisation", "cso", "ngo", "association"),
        "migrant_community": ("migrant community", "migrant communities", "migrant organisation"),
        "economic_social_partner": (
            "partner",
            "economic or social partner",
            "economic partner",
            "social partner",
            "company",
        ),
        "academia": ("academia", "university", "research", "researcher"),
        "media": ("media", "journalist", "press"),
        "other": ("other",),
    },
}

ROLES = ("trainee", "trainer", "coordinator")
"""Roles that a list may give; the others are given one by one."""


def plain(text: str) -> str:
    """Bring a heading or a word to the form in which it is compared: small, without accents, marks and blanks."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in bare if character.isalnum())


def find_column(heading: str) -> str | None:
    """Say which column a heading stands for, in whatever language."""
    return _HEADINGS.get(plain(heading))


def find_category(text: str) -> str | None:
    """Say which kind of stakeholder a word stands for."""
    return _CATEGORIES.get(plain(text))


def _turned(table: dict[str, dict[str, tuple[str, ...]]]) -> dict[str, str]:
    return {plain(word): meaning for row in table.values() for meaning, words in row.items() for word in words}


_HEADINGS = _turned(COLUMNS)
_CATEGORIES = {plain(name): name for name in CATEGORIES} | _turned(_CATEGORY_WORDS)
