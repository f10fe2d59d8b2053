"""Which column of a list means what: by its heading, by what was chosen by hand, or guessed from its cells."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lms.errors import InvalidInput
from lms.intake import people_words
from lms.intake.people_fields import one_line
from lms.intake.table_file import Limits, Table, column_letter, read_table
from lms.language import N_

_SAMPLES = 3
_LONGEST_SAMPLE = 60
_NAMES = ("name", "first_name", "last_name")


@dataclass(frozen=True, slots=True)
class ColumnSample:
    """A column as it is shown to who has to say what it means."""

    label: str
    samples: tuple[str, ...]
    meaning: str
    """What it is taken for at the moment; empty = left aside."""


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """A list whose columns are known, or not yet."""

    table: Table
    labels: tuple[str, ...]
    """The headings, each unlike the others."""
    places: dict[str, int]
    """Meaning -> place of the column."""
    ignored: tuple[str, ...]
    """Labels of columns that are not taken over."""

    @property
    def complete(self) -> bool:
        """Whether the list can be read: without addresses nobody can be enrolled."""
        return "email" in self.places

    @property
    def signature(self) -> str:
        """What tells lists of this make, whatever the order of their columns, with columns of ours or without."""
        theirs = (label for label in self.labels if people_words.find_column(label) not in people_words.OURS)
        words = "\n".join(sorted(map(people_words.plain, theirs)))
        return hashlib.sha256(words.encode()).hexdigest()[:32]

    def samples(self) -> Iterator[ColumnSample]:
        """Show each column with some of its cells; where nothing is known, with a guess."""
        meanings = {place: meaning for meaning, place in self.places.items()}
        if not self.complete:
            guess = _most_addresses(self.table, range(len(self.labels)))
            meanings |= {} if guess is None else {guess: "email"}
        for place, label in enumerate(self.labels):
            cells = (one_line(cell)[:_LONGEST_SAMPLE] for cell in self.table.column(place))
            found = tuple(dict.fromkeys(filter(None, cells)))[:_SAMPLES]
            if found or self.table.headings[place]:
                yield ColumnSample(label, found, meanings.get(place, ""))


def open_list(data: bytes, limits: Limits, by_hand: Mapping[str, str] | None = None) -> PeopleSheet:
    """Read a list and find its columns; raises `InvalidInput` when it is no table."""
    return arrange(read_table(data, limits, people_words.find_column), by_hand)


def arrange(table: Table, by_hand: Mapping[str, str] | None = None, lines: Sequence[int] = ()) -> PeopleSheet:
    """Find the columns of a table.

    `by_hand` says what columns mean by their label, where an empty text leaves a column aside; `lines` are the
    numbers that the rows had in the list of which these are left. Raises `InvalidInput` when nobody is in it.
    """
    table = _with_headings(table)
    if not table.rows:
        raise InvalidInput(N_("The list has headings, but nobody stands below them."))
    if len(lines) == len(table.rows):
        rows = tuple((line, cells) for line, (_, cells) in zip(lines, table.rows, strict=True))
        table = replace(table, rows=rows)
    labels = tuple(_labels(table))
    chosen = by_hand or {}
    meanings = [
        chosen[label] if label in chosen else people_words.find_column(heading) or ""
        for label, heading in zip(labels, table.headings, strict=True)
    ]
    places = _places(table, meanings)
    ignored = tuple(
        label
        for place, (label, meaning) in enumerate(zip(labels, meanings, strict=True))
        if place not in places.values() and meaning not in people_words.OURS
        if table.headings[place] or any(cell.strip() for cell in table.column(place))
    )
    return PeopleSheet(table, labels, places, ignored)


def _with_headings(table: Table) -> Table:
    """Give a list that begins with its first person a line of empty headings."""
    if not any("@" in heading for heading in table.headings):
        return table
    rows = ((table.line, table.headings), *table.rows)
    width = max(len(cells) for _, cells in rows)
    return Table(("",) * width, rows, table.delimiter, table.encoding, table.kind, 0)


def _labels(table: Table) -> Iterator[str]:
    seen: set[str] = set()
    for place, heading in enumerate(table.headings):
        letter = column_letter(place)
        label = heading if heading and heading not in seen else f"{heading} ({letter})".strip()
        seen.add(label)
        yield label


def _places(table: Table, meanings: Iterable[str]) -> dict[str, int]:
    """Give each meaning its column: of two the first, of two with addresses the one that has more."""
    found: dict[str, list[int]] = {}
    for place, meaning in enumerate(meanings):
        if meaning in people_words.TAKEN:
            found.setdefault(meaning, []).append(place)
    places = {meaning: at[0] for meaning, at in found.items()}
    if len(found.get("email", ())) > 1:
        best = _most_addresses(table, found["email"])
        places["email"] = found["email"][0] if best is None else best
    return places


def _most_addresses(table: Table, places: Iterable[int]) -> int | None:
    """Find the column in which most cells look like addresses."""
    counts = {place: sum("@" in cell for cell in table.column(place)) for place in places}
    best = max(counts, key=counts.__getitem__, default=None)
    return best if best is not None and counts[best] else None


def has_names(places: Mapping[str, int]) -> bool:
    """Whether any column of a list holds names."""
    return any(name in places for name in _NAMES)
