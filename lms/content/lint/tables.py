"""Checks tables: each has a header row, and every row has as many cells."""

import re

from lms.content.source_text import Source

_RULER = re.compile(r"^ {0,3}\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$")


def check_tables(source: Source, first: int, lines: list[str]) -> None:
    """Report tables without a header and rows of another length; `lines` begin on line `first`."""
    index = 0
    while index < len(lines):
        end = index
        while end < len(lines) and "|" in lines[end] and lines[end].strip():
            end += 1
        if end > index:
            _check_rows(source, first + index, lines[index:end])
            _check_alone(source, first, lines, index, end)
        index = end + 1


def _check_rows(source: Source, first: int, rows: list[str]) -> None:
    rulers = [number for number, row in enumerate(rows) if _RULER.match(row)]
    if not rulers:
        if len(rows) > 1 or rows[0].lstrip().startswith("|"):
            source.error(
                first,
                "This table has no header row.",
                "Write the headings, and below them a line such as `|---|---|`.",
            )
        return
    header = _cells(rows[rulers[0] - 1]) if rulers[0] == 1 else []
    if not any(header):
        source.error(first, "This table has no header row.", "Write the headings in the line above `|---|---|`.")
        return
    if not all(header[1:]):
        source.warning(first, "A column of this table has no heading.", "Write a word for every column.")
    for number, row in enumerate(rows):
        if not _has_ends(rows[0]) and _has_ends(row):
            message = "This row has bars at its ends; the header has none."
            source.error(first + number, message, "Begin and end every row with `|`.")
        elif number not in rulers and len(_cells(row)) != len(header):
            message = f"This row has {len(_cells(row))} cells; the header has {len(header)}."
            source.error(first + number, message, "Give it as many cells; write `\\|` for a bar inside a cell.")


def _has_ends(row: str) -> bool:
    return row.strip().startswith("|") or row.strip().endswith("|")


def _check_alone(source: Source, first: int, lines: list[str], start: int, end: int) -> None:
    """Report a table that touches other text: its rows would be shown as plain text."""
    if end - start < 2 or not any(_RULER.match(line) for line in lines[start:end]):
        return
    if start and lines[start - 1].strip() and not lines[start - 1].startswith("#"):
        source.error(first + start, "This table does not stand by itself.", "Put a blank line above it.")
    if end < len(lines) and lines[end].strip():
        source.error(first + end, "This line touches the table above.", "Put a blank line between.")


def _cells(row: str) -> list[str]:
    text = row.strip().replace("\\|", "")
    return [cell.strip() for cell in text.removeprefix("|").removesuffix("|").split("|")]
