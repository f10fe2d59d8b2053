"""Addresses as people paste them: one per line, a line of Outlook, or a piece of a spreadsheet. Writes nothing."""

import csv
import io
import re
from collections.abc import Iterator

from lms.errors import InvalidInput
from lms.intake.people_words import find_column
from lms.language import N_

_ITEMS = re.compile(r"[;\r\n]+")
_MARKS = re.compile(r"[<>()\[\]]")
LONGEST = 400_000
"""Characters that are read."""


def list_from_pasted(text: str) -> tuple[bytes, tuple[int, ...]]:
    """Make a list of names and addresses from pasted text; give it with the number of each entry.

    A piece of a table with its headings is taken as it is, without numbers.
    """
    if len(text) > LONGEST:
        raise InvalidInput(N_("That is too much to paste. Hand it in as a file."))
    first = text.strip().partition("\n")[0]
    if sum(find_column(cell) is not None for cell in re.split(r"[\t;,]", first)) >= 2:
        return text.encode(), ()
    entries = list(_entries(text))
    if not entries:
        raise InvalidInput(N_("The file is empty."))
    named = any(name for name, _ in entries)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "email"] if named else ["email"])
    writer.writerows(entry if named else entry[1:] for entry in entries)
    return out.getvalue().encode(), tuple(range(1, len(entries) + 1))


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for chunk in _ITEMS.split(text):
        pieces = _at_commas(chunk) if chunk.count("@") > 1 else [chunk]
        for piece in pieces:
            many = piece.split() if piece.count("@") > 1 and "<" not in piece else [piece]
            yield from (_entry(one) for one in many if one.strip(" ,\t\"'"))


def _at_commas(chunk: str) -> Iterator[str]:
    """Part a line at the commas that follow an address: "Doe, Ann <ann@x.example>, bob@x.example" are two."""
    begun: list[str] = []
    for part in chunk.split(","):
        begun.append(part)
        if "@" in part:
            yield ",".join(begun)
            begun = []
    if any(part.strip() for part in begun):
        yield ",".join(begun)


def _entry(text: str) -> tuple[str, str]:
    """Give name and address; what has no address stands in its place, to be told as a fault."""
    words = _MARKS.sub(" ", text).split()
    address = next((word.strip("\"',") for word in words if "@" in word), "")
    if not address:
        return "", " ".join(text.split())
    name = " ".join(word for word in words if "@" not in word).strip("\"', ")
    last, comma, rest = name.partition(",")
    if comma and "," not in rest and rest.strip():
        name = f"{rest.strip()} {last.strip()}"  # Outlook writes "Doe, Ann"
    return name.strip("\"', "), address
