"""Lists of people as they really come: which rows can be used, and why not the others. Writes nothing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lms.errors import InvalidInput
from lms.intake import people_words
from lms.intake.list_columns import PeopleSheet, has_names, open_list
from lms.intake.people_fields import NewPerson
from lms.intake.people_rows import Frame, KnownRegion, RowProblem, RowReader, unquoted
from lms.intake.table_file import Limits, Table
from lms.language import N_, Words

__all__ = [
    "Frame",
    "KnownRegion",
    "PeopleFile",
    "RowProblem",
    "faulty_rows",
    "read_people",
    "read_sheet",
    "tell_who",
]

_ORDINARY = Limits()


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A list that was read."""

    rows: tuple[NewPerson, ...]
    problems: tuple[RowProblem, ...]
    sheet: PeopleSheet
    named: bool = True
    """Whether the list has names; without them they are made from the addresses."""

    @property
    def table(self) -> Table:
        """The table behind the list."""
        return self.sheet.table

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headings of columns that we do not take over."""
        return self.sheet.ignored

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
    frame = Frame(tuple(regions), default_region, roles=roles)
    return read_sheet(open_list(data, limits), frame)


def read_sheet(sheet: PeopleSheet, frame: Frame) -> PeopleFile:
    """Read the rows of a list whose columns are known; raise `InvalidInput` if it belongs to another region."""
    if not sheet.complete:
        raise InvalidInput(N_("No column holds mail addresses. Give the first line a heading `email`."))
    reader = RowReader(sheet, frame)
    lines = [(number, cells) for number, cells in sheet.table.rows if not reader.is_empty(number, cells)]
    rows = [row for number, cells in lines if (row := reader.read(number, cells))]
    if not rows and reader.elsewhere and sum(reader.elsewhere.values()) == len(lines):
        name = max(reader.elsewhere, key=reader.elsewhere.__getitem__)
        raise InvalidInput(N_("This is the list of another region: %(region)s. Nothing was written."), region=name)
    return PeopleFile(tuple(rows), tuple(reader.problems), sheet, has_names(sheet.places))


def tell_who(file: PeopleFile, frame: Frame, lines: Collection[int]) -> dict[int, str]:
    """Tell whose lines they are: a line whose address is missing is found again by its name."""
    reader = RowReader(file.sheet, frame)
    return {line: reader.tell_who(line, cells) for line, cells in file.table.rows if line in lines}


def faulty_rows(file: PeopleFile, frame: Frame, said: Words) -> tuple[list[str], list[list[str]]]:
    """Give headings and rows of the lines that cannot be used, as they stand, with a last column that says why."""
    reasons: dict[int, list[str]] = {}
    for problem in file.problems:
        reason, suggestion = problem.say(said)
        place = f"{problem.column}: " if problem.column else ""
        reasons.setdefault(problem.line, []).append(f"{place}{reason} {suggestion}".strip())
    chosen = [(number, cells) for number, cells in file.table.rows if number in reasons]
    width = max([len(file.table.headings), *(len(cells) for _, cells in chosen)])
    headings = [*file.table.headings, *[""] * (width - len(file.table.headings))]
    # A reason of an earlier round gives way to that of this one.
    kept = [place for place, heading in enumerate(headings) if people_words.find_column(heading) != "reason"]
    rows = []
    for number, cells in chosen:
        whole = [unquoted(cell) for cell in (*cells, *[""] * (width - len(cells)))]
        for column, text in frame.corrections.get(number, {}).items():
            if column in file.sheet.places:
                whole[file.sheet.places[column]] = text
        rows.append([*(whole[place] for place in kept), " / ".join(reasons[number])])
    return [*(headings[place] for place in kept), people_words.heading("reason", said.language)], rows
