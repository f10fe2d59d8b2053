"""The people of a region as a list that can be uploaded again: headings and words in the reader's language."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from lms.export.csv_files import Value
from lms.intake.people_words import heading, kind_word
from lms.language import Words

_COLUMNS = ("name", "email", "category", "organisation", "language", "state", "active")


class ListedPerson(Protocol):
    """What the list says of a person."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def language(self) -> str: ...


def people_headings(language: str) -> list[str]:
    """Give the headings of the list in a language."""
    return [heading(column, language) for column in _COLUMNS]


def people_rows(people: Iterable[tuple[ListedPerson, str, date | None]], said: Words) -> Iterator[list[Value]]:
    """Give a row for each person, with how far they are in words and the day they were last active."""
    for person, state, active in people:
        kind = kind_word(person.category, said.language) if person.category else ""
        language = said.language_name(person.language)
        yield [person.name, person.email, kind, person.organisation, language, state, active]
