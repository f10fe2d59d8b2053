"""Signed lists: who completed which module on which day, from a table or from pasted lines. Writes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from re import compile as pattern

from lms.errors import InvalidInput
from lms.intake import people_words
from lms.intake.moodle_results_fields import FileKind, ResultLine, ResultsFile, read_day
from lms.intake.people_fields import LONGEST_ORGANISATION, normalise_email, normalise_name
from lms.intake.people_words import plain
from lms.intake.row_problems import (
    LONGEST_VALUE,
    NO_ADDRESS,
    NO_LETTERS,
    SAVE_AS_UTF8,
    RowProblem,
    cell_at,
)
from lms.intake.table_file import Limits, Table, read_table
from lms.language import N_

__all__ = ["MODULE_WORDS", "from_pasted", "read_paper"]

MODULE_WORDS = ("module", "mòdul", "módulo", "modulua", "moduł", "modulo", "modulul", "modul", "modúl")
"""How the ten languages say module, in a cell such as "Modul 2"."""

_COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {"modules": ("module", "modules", "course", "courses"), "date": ("date", "day", "completed on")},
    "ca": {"modules": ("mòdul", "mòduls", "curs"), "date": ("data", "dia")},
    "es": {"modules": ("módulo", "módulos", "curso"), "date": ("fecha", "día")},
    "eu": {"modules": ("modulua", "moduluak", "ikastaroa"), "date": ("data", "eguna")},
    "pl": {"modules": ("moduł", "moduły", "kurs"), "date": ("data", "dzień")},
    "it": {"modules": ("modulo", "moduli", "corso"), "date": ("data", "giorno")},
    "ro": {"modules": ("modul", "module", "modulul", "curs"), "date": ("data", "dată", "ziua")},
    "de": {"modules": ("modul", "module", "kurs"), "date": ("datum", "tag", "am")},
    "sv": {"modules": ("modul", "moduler", "kurs"), "date": ("datum", "dag")},
    "ga": {"modules": ("modúl", "modúil", "cúrsa"), "date": ("dáta", "lá")},
}
_ALL = {
    plain(word)
    for word in ("all", "tots", "todos", "guztiak", "wszystkie", "tutti", "toate", "alle", "alla", "gach ceann")
}
_FOUND = {plain(word): meaning for row in _COLUMNS.values() for meaning, words in row.items() for word in words}
_PART = pattern(r"[,;/+&\n]")
_NUMBER = pattern(rf"(?:(?:{'|'.join(sorted(map(plain, MODULE_WORDS), key=len, reverse=True))}|m))?(\d)")
_PASTED = ("name", "address or organisation", "modules", "date")
_ADDRESS_OR_ORGANISATION = plain(_PASTED[1])

_NO_MODULE = N_("There is no such module.")
_WRITE_NUMBERS = N_("Write the numbers of the modules, such as 1, 2.")
_NO_DAY = N_("This is not a day.")
_WRITE_DAY = N_("Write it like 2026-11-22 or 22.11.2026, the day first.")
_FUTURE = N_("This day has not come yet.")
_NO_NAME = N_("There is neither a name nor a mail address.")


def read_paper(data: bytes, limits: Limits, names: Mapping[str, Sequence[str]], today: date) -> ResultsFile:
    """Read a signed list; `names` gives for each course, in their order, its titles.

    A list without a column of modules or of days is fine: both can be said for all of its lines.
    Raises `InvalidInput` when nothing of it can be read at all.
    """
    table = read_table(data, limits, _find_column)
    reader = _Reader(table, names, today)
    if not {"name", "email", "contact"} & set(reader.places):
        raise InvalidInput(
            N_("No column holds names or mail addresses. Give the first line the headings `name` and `email`.")
        )
    lines = [found for line, cells in table.rows if (found := reader.read(line, cells))]
    ignored = tuple(
        text for place, text in enumerate(table.headings) if text and place not in reader.places.values()
    )
    return ResultsFile(FileKind.PAPER, (), tuple(lines), tuple(reader.problems), ignored, {}, table)


def from_pasted(text: str) -> bytes:
    """Turn pasted lines into a table; without headings they are name, address or organisation, modules, date."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    first = lines[0] if lines else ""
    mark = max("\t;,", key=first.count)
    if not any(_find_column(cell) for cell in first.split(mark)):
        lines.insert(0, mark.join(_PASTED))
    return "\n".join(lines).encode()


def _find_column(heading: str) -> str | None:
    text = plain(heading)
    if text == _ADDRESS_OR_ORGANISATION:
        return "contact"
    found = _FOUND.get(text) or people_words.find_column(heading)
    return found if found in ("name", "email", "organisation", "modules", "date") else None


class _Reader:
    """Reads one row after the other and collects what is wrong."""

    def __init__(self, table: Table, names: Mapping[str, Sequence[str]], today: date) -> None:
        self.table, self.today = table, today
        self.courses = list(names)
        self.titles = {plain(title): course for course, titles in names.items() for title in titles}
        self.places: dict[str, int] = {}
        for place, heading in enumerate(table.headings):
            column = _find_column(heading)
            if column:
                self.places.setdefault(column, place)
        self.problems: list[RowProblem] = []

    def read(self, line: int, cells: Sequence[str]) -> ResultLine | None:
        """Read one row; None when something is wrong with it."""
        before = len(self.problems)
        name, email, organisation = self._person(line, cells)
        modules, on = self._modules(line, cells), self._day(line, cells)
        if len(self.problems) > before:
            return None
        return ResultLine(line, name, email, organisation, modules=dict.fromkeys(modules, on))

    def _person(self, line: int, cells: Sequence[str]) -> tuple[str, str, str]:
        name, address = self._cell(cells, "name"), self._cell(cells, "email")
        organisation, contact = self._cell(cells, "organisation"), self._cell(cells, "contact")
        if "@" in contact:
            address = address or contact
        else:
            organisation = organisation or contact
        if "\N{REPLACEMENT CHARACTER}" in name:
            self._complain(line, "name", name, NO_LETTERS, SAVE_AS_UTF8)
        if not name and not address:
            self._complain(line, "name", "", _NO_NAME)
            return "", "", ""
        try:
            email = normalise_email(address) if address else ""
        except InvalidInput:
            self._complain(line, "email" if "email" in self.places else "contact", address, NO_ADDRESS)
            email = ""
        try:
            name = normalise_name(name) if name else ""
        except InvalidInput as error:
            self._complain(line, "name", name, error.message, **error.values)
        return name, email, organisation[:LONGEST_ORGANISATION]

    def _modules(self, line: int, cells: Sequence[str]) -> list[str]:
        text = self._cell(cells, "modules")
        whole = self._course(text)
        if whole:
            return whole
        found: list[str] = []
        for part in filter(None, (part.strip() for part in _PART.split(text))):
            courses = self._course(part)
            if not courses:
                self._complain(line, "modules", part, _NO_MODULE, _WRITE_NUMBERS)
            found += [course for course in courses if course not in found]
        return found

    def _course(self, text: str) -> list[str]:
        word = plain(text)
        if word in _ALL:
            return list(self.courses)
        if word in self.titles:
            return [self.titles[word]]
        number = _NUMBER.fullmatch(word)
        if number and 1 <= int(number.group(1)) <= len(self.courses):
            return [self.courses[int(number.group(1)) - 1]]
        return []

    def _day(self, line: int, cells: Sequence[str]) -> date | None:
        text = self._cell(cells, "date")
        if not text:
            return None
        day = read_day(text, european=True)
        if day is None:
            self._complain(line, "date", text, _NO_DAY, _WRITE_DAY)
        elif day > self.today:
            self._complain(line, "date", text, _FUTURE)
        return day

    def _cell(self, cells: Sequence[str], column: str) -> str:
        return cell_at(cells, self.places.get(column))

    def _complain(self, line: int, column: str, value: str, reason: str, hint: str = "", **values: object) -> None:
        place = self.places.get(column)
        heading = self.table.headings[place] if place is not None else column
        self.problems.append(RowProblem(line, heading, value[:LONGEST_VALUE], reason, hint, dict(values)))
