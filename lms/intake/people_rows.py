"""Reads the rows of a list of people one after the other, and collects what is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, Protocol

from lms.errors import InvalidInput
from lms.intake import people_words
from lms.intake.list_columns import PeopleSheet, has_names
from lms.intake.people_fields import LONGEST_ORGANISATION, NewPerson, normalise_email, normalise_name, one_line
from lms.intake.row_problems import (
    ADDRESS_MISSING,
    LONGEST_VALUE,
    NO_ADDRESS,
    NO_LETTERS,
    SAVE_AS_UTF8,
    RowProblem,
)
from lms.language import DEFAULT, LANGUAGES, N_, words

Corrections = Mapping[int, Mapping[str, str]]
"""Cells mended by hand: line -> column -> text."""

_MOST_GUESSES = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""A cell that begins so is a formula to a spreadsheet; our own files put a quote before it."""
_QUOTES = N_("Put a cell with a separator in it into quotation marks.")
_ONCE = N_("Leave one of the two lines out.")
_LIST = N_("Write one of: %(listed)s.")
_NEAR = N_("Did you mean %(near)s?")
_ELSEWHERE = N_("The line names another region: %(named)s. Only its coordinators can add people there.")


class KnownRegion(Protocol):
    """What the reader needs to know of a region."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """What the reader of rows has to know besides the list."""

    regions: tuple[KnownRegion, ...]
    default_region: str = ""
    """Region of rows that name none."""
    only_here: bool = False
    """Whether rows of other regions are refused."""
    roles: Sequence[str] = people_words.ROLES
    language: str = "en"
    """Language in which words are suggested."""
    corrections: Corrections = field(default_factory=dict)


class RowReader:
    """Reads one row after the other."""

    def __init__(self, sheet: PeopleSheet, frame: Frame) -> None:
        self.sheet, self.frame = sheet, frame
        self.places, self.named = sheet.places, has_names(sheet.places)
        self.regions = {name: region for region in frame.regions for name in _names(region)}
        self.problems: list[RowProblem] = []
        self.first_line: dict[str, int] = {}
        self._kinds = ", ".join(people_words.kind_word(kind, frame.language) for kind in people_words.CATEGORIES)
        self.elsewhere: dict[str, int] = {}
        """Name of another region -> rows that name it."""

    def is_empty(self, line: int, cells: Sequence[str]) -> bool:
        """Whether a row says nothing of anybody, such as the numbered rows that offices keep free at the end."""
        if line in self.frame.corrections or any(cell.strip() for cell in cells[len(self.sheet.labels) :]):
            return False
        return not any(self._cell(cells, column, {}) for column in self.places)

    def tell_who(self, line: int, cells: Sequence[str]) -> str:
        """Tell whose row it is: the name, else the address; empty where it says neither."""
        mended = self.frame.corrections.get(line, {})
        return (self._whole_name(cells, mended) or self._cell(cells, "email", mended))[:LONGEST_VALUE]

    def read(self, line: int, cells: Sequence[str]) -> NewPerson | None:
        """Read one row; None when something is wrong with it."""
        before = len(self.problems)
        mended = self.frame.corrections.get(line, {})
        extra = cells[len(self.sheet.labels) :]
        if any(cell.strip() for cell in extra):
            self._too_many(line, extra)
        email = self._email(line, self._cell(cells, "email", mended))
        person = NewPerson(
            name=self._name(line, self._whole_name(cells, mended), email),
            email=email,
            region=self._region(line, self._cell(cells, "region", mended)),
            category=self._category(line, self._cell(cells, "category", mended)),
            organisation=self._cell(cells, "organisation", mended)[:LONGEST_ORGANISATION],
            language=self._language(line, self._cell(cells, "language", mended)),
            role=self._role(line, self._cell(cells, "role", mended)),
            line=line,
        )
        if len(self.problems) > before and extra and self.problems[before].column:
            self._too_many(line, extra)  # a torn cell is why the others are wrong
            self.problems.insert(before, self.problems.pop())
        return person if len(self.problems) == before else None

    def _too_many(self, line: int, extra: Sequence[str]) -> None:
        value = " ".join(extra).strip()
        self._complain(line, "", value, N_("There are more cells than headings."), suggestion=_QUOTES)

    def _cell(self, cells: Sequence[str], column: str, mended: Mapping[str, str]) -> str:
        if column in mended:
            return one_line(mended[column])
        place = self.places.get(column)
        return one_line(unquoted(cells[place])) if place is not None and place < len(cells) else ""

    def _whole_name(self, cells: Sequence[str], mended: Mapping[str, str]) -> str:
        """Put a name together; where there is a column for one part, "name" may mean the other part."""
        whole = self._cell(cells, "name", mended)
        if "name" in mended:
            return whole
        first, last = self._cell(cells, "first_name", mended), self._cell(cells, "last_name", mended)
        if first and last:
            return f"{first} {last}"
        if whole and (first or last) and not {*f"{first}{last}".split()} <= {*whole.split()}:
            return f"{first} {whole}" if first else f"{whole} {last}"
        return whole or first or last

    def _email(self, line: int, text: str) -> str:
        try:
            email = normalise_email(text)
        except InvalidInput:
            reason = NO_ADDRESS if text else ADDRESS_MISSING
            self._complain(
                line, "email", text, reason, **(_mended(text) if len(self.problems) <= _MOST_GUESSES else {})
            )
            return ""
        if email in self.first_line:
            reason = N_("The same address stands in line %(first)s.")
            self._complain(line, "email", text, reason, suggestion=_ONCE, first=self.first_line[email])
        self.first_line.setdefault(email, line)
        return email

    def _name(self, line: int, text: str, email: str) -> str:
        if not text and not self.named:
            return name_from(email) if email else "-"
        if "\N{REPLACEMENT CHARACTER}" in text:
            self._complain(line, "name", text, NO_LETTERS, suggestion=SAVE_AS_UTF8)
            return text
        try:
            return normalise_name(text)
        except InvalidInput as error:
            near = {"suggestion": _NEAR, "near": name_from(email)} if email and not text else {}
            self._complain(line, "name", text, error.message, **error.values, **near)
            return ""

    def _region(self, line: int, text: str) -> str:
        if not text and self.frame.default_region:
            return self.frame.default_region
        found = self.regions.get(people_words.plain(text))
        if found is None:
            reason = N_("There is no such region.") if text else N_("The region is missing.")
            known = {name: region.name for name, region in self.regions.items()}
            self._complain(line, "region", text, reason, **self._similar(text, known))
            return ""
        if self.frame.only_here and found.id != self.frame.default_region:
            self.elsewhere[found.name] = self.elsewhere.get(found.name, 0) + 1
            self._complain(line, "region", text, _ELSEWHERE, named=found.name)
        return found.id

    def _category(self, line: int, text: str) -> str:
        found = people_words.find_category(text)
        if text and found is None:
            kinds = people_words.similar_kinds(self.frame.language)
            reason = N_("There is no such kind of stakeholder.")
            meant = self._similar(text, kinds) or {"suggestion": _LIST, "listed": self._kinds}
            self._complain(line, "category", text, reason, **meant)
        return found or ""

    def _language(self, line: int, text: str) -> str:
        found = _find_language(text)
        if text and found is None:
            reason = N_("This is not one of the languages of the service.")
            self._complain(line, "language", text, reason, suggestion=_LIST, listed=", ".join(LANGUAGES))
        return found or ""

    def _role(self, line: int, text: str) -> str:
        role = people_words.plain(text) or "trainee"
        if role not in self.frame.roles:
            reason, listed = N_("A list cannot give this role."), ", ".join(self.frame.roles)
            self._complain(line, "role", text, reason, suggestion=_LIST, listed=listed)
        return role

    def _similar(self, text: str, known: Mapping[str, str]) -> dict[str, str]:
        """Guess what somebody meant; in a list that is wrong all over, guessing would take longer than reading."""
        if len(self.problems) > _MOST_GUESSES:
            return {}
        near = get_close_matches(people_words.plain(text[:LONGEST_VALUE]), known, n=1, cutoff=0.7)
        return {"suggestion": _NEAR, "near": known[near[0]]} if near else {}

    def _complain(
        self, line: int, column: str, value: str, reason: str, *, suggestion: str = "", **values: Any
    ) -> None:
        place = self.places.get(column)
        if place is None and column == "name":
            place = self.places.get("first_name", self.places.get("last_name"))
        heading = self.sheet.labels[place] if place is not None else column
        self.problems.append(RowProblem(line, heading, value[:LONGEST_VALUE], reason, suggestion, values, column))


def name_from(email: str) -> str:
    """Make a name from an address, for lists that have nothing else: ann.ash@x.example is Ann Ash."""
    parts = email.partition("@")[0].replace("_", ".").replace("-", ".").split(".")
    return " ".join(part.capitalize() for part in parts if part) or email


def unquoted(cell: str) -> str:
    """Take away the quote that our own files put before what a spreadsheet would run."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA and len(cell) > 1 else cell


def _names(region: KnownRegion) -> Iterator[str]:
    return (people_words.plain(name) for name in (*region.aliases, region.name, region.id))


def _mended(text: str) -> dict[str, str]:
    """Guess what somebody meant who wrote (at), or a comma for the dot."""
    guess = text.lower().replace("(at)", "@").replace("[at]", "@").replace(" at ", "@").replace(",", ".")
    try:
        return {"suggestion": _NEAR, "near": normalise_email(guess.rstrip(".;"))}
    except InvalidInput:
        return {}


@lru_cache(maxsize=1000)
def _find_language(text: str) -> str | None:
    """Find a language by its code, its name in English, in its own words, or in one of the other languages."""
    if not text:
        return None
    word = people_words.plain(text)
    return _language_names(("en",)).get(word) or _language_names(LANGUAGES).get(word)


@cache
def _language_names(tellers: Iterable[str]) -> dict[str, str]:
    """How a language may be named in a list. The ten locales together take memory: most lists need one."""
    names = {people_words.plain(code): code for code in LANGUAGES}
    for code in LANGUAGES:
        told = (words(teller).locale.languages.get(code, "") for teller in tellers)
        for name in (*told, words(DEFAULT).language_name(code)):
            names[people_words.plain(name)] = code
    return names
