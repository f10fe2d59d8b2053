"""Finds out which of Moodle's files a table is, and which column says what: by words, else by position."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lms.errors import InvalidInput
from lms.intake.moodle_results_fields import FileKind, Holds, ResultColumn
from lms.intake.moodle_results_words import find_heading, find_state
from lms.intake.people_fields import normalise_email
from lms.intake.table_file import Table
from lms.language import N_

_SAMPLE = 200
"""So many rows tell what a column holds."""
_EPOCH = range(10**9, 10**10)
"""Seconds since 1970: how the gradebook says when it was downloaded."""
_NOTHING = ("", "-")

NO_MOODLE_FILE = N_(
    "This is none of the files that we can read: Moodle's report on the completion of activities or of the course,"
    " its basic SCORM report, its gradebook. Download one of them again and hand it in unchanged."
)
NO_ADDRESSES = N_(
    "No column holds mail addresses, so nobody can be recognised. Ask the people who run the platform to show the"
    " mail address in its reports, and download the file again."
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file of Moodle is laid out."""

    kind: FileKind
    email: int
    names: tuple[int, ...]
    """Where the parts of the name stand, in the order in which they are said."""
    columns: tuple[ResultColumn, ...]
    attempt: int | None = None
    """SCORM: where the number of the attempt stands."""


def find_layout(table: Table) -> Layout:
    """Find the kind of file and its columns; raises `InvalidInput` for what is no file of Moodle's."""
    width = max([len(table.headings), *(len(cells) for _, cells in table.rows[:_SAMPLE])])
    places = range(width)
    sample = {place: _cells(table, place) for place in places}
    email = _find_email(table, sample)
    if email is None:
        raise InvalidInput(NO_ADDRESSES if len(table.rows) and width > 1 else NO_MOODLE_FILE)
    attempt = _find_attempt(table, sample, email)
    if attempt is not None:
        return _scorm(table, sample, email, attempt)
    states = _find_states(table, sample, email)
    if states:
        first_empty = not _heading(table, 0)
        kind = FileKind.ACTIVITIES if first_empty else FileKind.COURSE
        name = () if email == 0 else (0,) if first_empty or not _all(sample[0], str.isdigit) else (1,)
        return Layout(kind, email, name, states)
    scores = _find_scores(table, sample, email)
    if scores:
        return Layout(FileKind.GRADES, email, tuple(range(min(2, email))), scores)
    raise InvalidInput(NO_MOODLE_FILE)


def _cells(table: Table, place: int) -> tuple[str, ...]:
    texts = (cells[place].strip() for _, cells in table.rows[:_SAMPLE] if place < len(cells))
    return tuple(text for text in texts if text)


def _heading(table: Table, place: int) -> str:
    return table.headings[place] if place < len(table.headings) else ""


def _find_email(table: Table, sample: dict[int, tuple[str, ...]]) -> int | None:
    """The column called so that holds addresses, else the one that holds most of them."""
    found = {place: sum(map(_is_address, cells)) for place, cells in sample.items()}
    likely = [place for place, count in found.items() if count and count * 2 >= len(sample[place])]
    named = [place for place in likely if find_heading(_heading(table, place)) == "email"]
    return (
        named[0]
        if named
        else max(likely, key=lambda place: (found[place] / len(sample[place]), place), default=None)
    )


def _is_address(text: str) -> bool:
    try:
        return bool(normalise_email(text))
    except InvalidInput:
        return False


def _find_attempt(table: Table, sample: dict[int, tuple[str, ...]], email: int) -> int | None:
    """The attempt: a heading that says so, else the first whole numbers with three columns after them."""
    for place in range(email + 1, len(table.headings)):
        if find_heading(table.headings[place]) == "attempt":
            return place
    for place in range(email + 1, len(table.headings) - 3):
        cells = sample[place]
        whole = _all(cells, lambda text: text == "-" or (text.isdigit() and 0 < int(text) < 1000))
        days = sample[place + 1], sample[place + 2]
        # Two columns of days in words, then the score.
        worded = all(_all(both, lambda text: text == "-" or not text.isdigit()) for both in days)
        scores = _all(sample[place + 3], lambda text: text == "-" or text.replace(".", "").isdigit())
        if whole and worded and scores and find_state(next(iter(days[0]), "")) is None and any(days[0]):
            return place
    return None


def _scorm(table: Table, sample: dict[int, tuple[str, ...]], email: int, attempt: int) -> Layout:
    score = attempt + 3
    if score >= len(table.headings):
        raise InvalidInput(
            N_("The columns after the attempt are missing. Download the report again and hand it in unchanged.")
        )
    columns = [ResultColumn(score, table.headings[score], Holds.SCORE)]
    # With "track details" each part of the package has a column; a part without score says its state.
    for place in range(score + 1, len(table.headings)):
        holds = Holds.STATE if any(map(find_state, sample[place])) else Holds.SCORE
        columns.append(ResultColumn(place, table.headings[place], holds))
    return Layout(FileKind.SCORM, email, (0,) if email else (), tuple(columns), attempt)


def _find_states(table: Table, sample: dict[int, tuple[str, ...]], email: int) -> tuple[ResultColumn, ...]:
    """Columns with states: known words, or a heading that is followed by an empty one or by one about its day."""
    columns = []
    has_pairs = False
    for place, heading in enumerate(table.headings):
        before, after = _heading(table, place - 1) if place else "", _heading(table, place + 1)
        if place <= email or not heading or (before and heading.startswith(f"{before} - ")):
            continue
        is_pair = after.startswith(f"{heading} - ")
        # Empty headings at the end are not given, the cells below them are.
        has_day = is_pair or (not after and place + 1 in sample)
        if has_day or any(map(find_state, sample[place])):
            columns.append(ResultColumn(place, heading, Holds.STATE, place + 1 if has_day else None))
            has_pairs = has_pairs or is_pair
    known = any(find_state(text) for column in columns for text in sample[column.place])
    # The words decide; else what only these reports have: an empty heading for names, and pairs of headings.
    return tuple(columns) if known or has_pairs or (columns and not _heading(table, 0)) else ()


def _find_scores(table: Table, sample: dict[int, tuple[str, ...]], email: int) -> tuple[ResultColumn, ...]:
    """Columns of the gradebook after the address; the last one is the time of the download."""
    last = len(table.headings) - 1
    if last <= email + 1 or not _all(sample[last], lambda text: text.isdigit() and int(text) in _EPOCH):
        return ()
    return tuple(
        ResultColumn(place, table.headings[place], Holds.SCORE)
        for place in range(email + 1, last)
        if table.headings[place] and (set(sample[place]) <= {"-"} or any(map(_is_numeric, sample[place])))
    )


def _is_numeric(text: str) -> bool:
    return text not in _NOTHING and text[0].isdigit()


def _all(cells: Iterable[str], judge: Callable[[str], bool]) -> bool:
    found = list(cells)
    return bool(found) and all(judge(text) for text in found)
