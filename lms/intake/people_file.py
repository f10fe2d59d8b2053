"""Lists of people as they really come: which rows can be used, and why not the others. Writes nothing."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any, Protocol

from lms.errors import InvalidInput
from lms.intake import people_words
from lms.intake.people_fields import LONGEST_ORGANISATION, NewPerson, normalise_email, normalise_name, one_line
from lms.intake.table_file import Limits, Table, read_table
from lms.language import LANGUAGES, N_, Words, words

_LONGEST_VALUE = 80


_ORDINARY = Limits()
_FORMULA = ("=", "+", "-", "@")
"""A cell that begins so is a formula to a spreadsheet."""
_QUOTES = N_("Put a cell with a separator in it into quotation marks.")
_ONCE = N_("Leave one of the two lines out.")
_ENCODING = N_("Save the file as CSV UTF-8.")
_LANGUAGE_LIST = N_("Write one of: %(listed)s.")
_ROLE_LIST = N_("Write one of: %(listed)s.")
_NEAR = N_("Did you mean %(near)s?")


class KnownRegion(Protocol):
    """What the reader needs to know of a region."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one cell: where, what stands there, why it cannot be used, what to write instead."""

    line: int
    column: str
    """Heading of the column as the file has it."""
    value: str
    reason: str
    """Message id."""
    suggestion: str = ""
    """Message id; empty where we have no idea."""
    values: dict[str, Any] = field(default_factory=dict)

    def say(self, said: Words) -> tuple[str, str]:
        """Give reason and suggestion in a language."""
        return said(self.reason, **self.values), said(self.suggestion, **self.values) if self.suggestion else ""


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A list that was read."""

    rows: tuple[NewPerson, ...]
    problems: tuple[RowProblem, ...]
    ignored: tuple[str, ...]
    """Headings of columns that we do not take over."""
    table: Table

    @property
    def bad_lines(self) -> frozenset[int]:
        """Lines that cannot be used."""
        return frozenset(problem.line for problem in self.problems)


def read_people(
    data: bytes,
    regions: Iterable[KnownRegion],
    default_region: str = "",
    roles: Sequence[str] = people_words.ROLES,
    limits: Limits = _ORDINARY,
) -> PeopleFile:
    """Read a list; raise `InvalidInput` only when nothing of it can be read at all.

    `default_region` is the id of the region for rows that name none; `roles` are those that the list may give.
    """
    table = read_table(data, limits, people_words.find_column)
    columns = {name: place for place, name in _columns(table.headings) if name}
    if "email" not in columns:
        raise InvalidInput("No column holds mail addresses. Give the first line a heading `email`.")
    reader = _Reader(table, columns, tuple(regions), default_region, roles)
    rows = [row for number, cells in table.rows if (row := reader.read(number, cells))]
    known = {name for place, name in _columns(table.headings) if name}
    ignored = tuple(text for text in table.headings if text and people_words.find_column(text) not in known)
    return PeopleFile(tuple(rows), tuple(reader.problems), ignored, table)


def write_bad_rows(file: PeopleFile, said: Words) -> str:
    """Give the lines that cannot be used as CSV, with a last column that says why."""
    reasons: dict[int, list[str]] = {}
    for problem in file.problems:
        reason, suggestion = problem.say(said)
        reasons.setdefault(problem.line, []).append(f"{problem.column}: {reason} {suggestion}".strip())
    out = io.StringIO()
    writer = csv.writer(out, delimiter=file.table.delimiter, lineterminator="\r\n")
    writer.writerow([*map(_harmless, file.table.headings), said("what is wrong")])
    for number, cells in file.table.rows:
        if number in reasons:
            padded = [*cells, *[""] * (len(file.table.headings) - len(cells))]
            writer.writerow([*map(_harmless, padded), " / ".join(reasons[number])])
    return out.getvalue()


class _Reader:
    """Reads one row after the other and collects what is wrong."""

    def __init__(
        self,
        table: Table,
        columns: dict[str, int],
        regions: Sequence[KnownRegion],
        default_region: str,
        roles: Sequence[str],
    ) -> None:
        self.table, self.columns = table, columns
        self.regions = {name: region.id for region in regions for name in _names(region)}
        self.region_names = {name: region.name for region in regions for name in _names(region)}
        self.default_region, self.roles = default_region, roles
        self.problems: list[RowProblem] = []
        self.first_line: dict[str, int] = {}

    def read(self, line: int, cells: Sequence[str]) -> NewPerson | None:
        """Read one row; None when something is wrong with it."""
        before = len(self.problems)
        extra = cells[len(self.table.headings) :]
        if any(cell.strip() for cell in extra):
            self._too_many(line, extra)
        email = self._email(line, self._cell(cells, "email"))
        person = NewPerson(
            name=self._name(line, self._cell(cells, "name")),
            email=email,
            region=self._region(line, self._cell(cells, "region")),
            category=self._category(line, self._cell(cells, "category")),
            organisation=self._cell(cells, "organisation")[:LONGEST_ORGANISATION],
            language=self._language(line, self._cell(cells, "language")),
            role=self._role(line, self._cell(cells, "role")),
            line=line,
        )
        if len(self.problems) > before and extra and self.problems[before].column:
            self._too_many(line, extra)  # a torn cell is why the others are wrong
            self.problems.insert(before, self.problems.pop())
        return person if len(self.problems) == before else None

    def _too_many(self, line: int, extra: Sequence[str]) -> None:
        value = " ".join(extra).strip()
        self._complain(line, "", value, N_("There are more cells than headings."), suggestion=_QUOTES)

    def _cell(self, cells: Sequence[str], column: str) -> str:
        place = self.columns.get(column)
        text = one_line(cells[place]) if place is not None and place < len(cells) else ""
        # What `write_bad_rows` made harmless comes back as it was.
        return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text

    def _email(self, line: int, text: str) -> str:
        try:
            email = normalise_email(text)
        except InvalidInput:
            reason = N_("This is not a mail address.") if text else N_("The mail address is missing.")
            self._complain(line, "email", text, reason, **_mended(text))
            return ""
        if email in self.first_line:
            reason = N_("The same address stands in line %(first)s.")
            self._complain(line, "email", text, reason, suggestion=_ONCE, first=self.first_line[email])
        self.first_line.setdefault(email, line)
        return email

    def _name(self, line: int, text: str) -> str:
        if "\N{REPLACEMENT CHARACTER}" in text:
            self._complain(line, "name", text, N_("Some letters cannot be read."), suggestion=_ENCODING)
            return text
        try:
            return normalise_name(text)
        except InvalidInput as error:
            self._complain(line, "name", text, error.message, **error.values)
            return ""

    def _region(self, line: int, text: str) -> str:
        if not text and self.default_region:
            return self.default_region
        found = self.regions.get(people_words.plain(text))
        if found is None:
            reason = N_("There is no such region.") if text else N_("The region is missing.")
            self._complain(line, "region", text, reason, **_similar(text, self.region_names))
        return found or ""

    def _category(self, line: int, text: str) -> str:
        found = people_words.find_category(text)
        if text and found is None:
            kinds = {people_words.plain(name): name for name in people_words.CATEGORIES}
            reason = N_("There is no such kind of stakeholder.")
            self._complain(line, "category", text, reason, **_similar(text, kinds))
        return found or ""

    def _language(self, line: int, text: str) -> str:
        found = _language_names().get(people_words.plain(text))
        if text and found is None:
            reason = N_("This is not one of the languages of the service.")
            self._complain(line, "language", text, reason, suggestion=_LANGUAGE_LIST, listed=", ".join(LANGUAGES))
        return found or ""

    def _role(self, line: int, text: str) -> str:
        role = people_words.plain(text) or "trainee"
        if role not in self.roles:
            reason = N_("A list cannot give this role.")
            self._complain(line, "role", text, reason, suggestion=_ROLE_LIST, listed=", ".join(self.roles))
        return role

    def _complain(
        self, line: int, column: str, value: str, reason: str, *, suggestion: str = "", **values: Any
    ) -> None:
        place = self.columns.get(column)
        heading = self.table.headings[place] if place is not None else column
        self.problems.append(RowProblem(line, heading, value[:_LONGEST_VALUE], reason, suggestion, values))


def _columns(headings: Sequence[str]) -> Iterator[tuple[int, str | None]]:
    """Say for each place which column it is; of two with the same meaning the first counts."""
    seen: set[str] = set()
    for place, heading in enumerate(headings):
        column = people_words.find_column(heading)
        yield place, None if column in seen else column
        if column:
            seen.add(column)


def _names(region: KnownRegion) -> Iterator[str]:
    return (people_words.plain(name) for name in (*region.aliases, region.name, region.id))


def _similar(text: str, known: dict[str, str]) -> dict[str, str]:
    near = get_close_matches(people_words.plain(text), known, n=1, cutoff=0.7)
    return {"suggestion": _NEAR, "near": known[near[0]]} if near else {}


def _mended(text: str) -> dict[str, str]:
    """Guess what somebody meant who wrote (at), or a comma for the dot."""
    guess = text.lower().replace("(at)", "@").replace("[at]", "@").replace(" at ", "@").replace(",", ".")
    try:
        return {"suggestion": _NEAR, "near": normalise_email(guess.rstrip(".;"))}
    except InvalidInput:
        return {}


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


@cache
def _language_names() -> dict[str, str]:
    """How a language may be named in a list: by code, in English, in its own words."""
    english = words("en").locale
    names = {people_words.plain(code): code for code in LANGUAGES}
    for code in LANGUAGES:
        for name in (english.languages.get(code, ""), words(code).language_name(code)):
            names[people_words.plain(name)] = code
    return names
