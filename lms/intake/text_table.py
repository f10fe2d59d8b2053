"""Tables as text: which letters the bytes stand for, which mark separates the cells, and the rows."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

from lms.errors import InvalidInput
from lms.intake.letters import choose_code_page
from lms.language import N_

_SEPARATORS = ",;\t"
_TOLD = re.compile(r"\ufeff?sep=(.)\r?\n?", re.IGNORECASE)
"""A first line by which a file tells Excel its separator."""
_CUT_OFF = N_("The file is cut off in the middle. Save it again and hand in the whole file.")
_NO_TEXT = N_("This is not a text file. Save the list as XLSX, ODS or CSV and hand that in.")


def decode(data: bytes) -> tuple[str, str]:
    """Turn bytes into text and name the encoding; raises `InvalidInput` for what is no text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_wide(data, "utf-16"), "utf-16"
    sample = data[:256]
    # Without a mark: European text in UTF-16 has a zero in every second byte.
    for name, zeros, others in (
        ("utf-16-le", sample[1::2], sample[::2]),
        ("utf-16-be", sample[::2], sample[1::2]),
    ):
        if len(zeros) > 1 and 0 not in others and zeros.count(0) * 4 > len(zeros) * 3:
            return _decode_wide(data, name), "utf-16"
    if b"\0" in data:
        raise InvalidInput(_NO_TEXT)
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > 3 and max(data[: error.start]) > 0x7F:
            raise InvalidInput(_CUT_OFF) from None
    name = choose_code_page(data)
    return data.decode(name, errors="replace"), name


def lines_of(text: str) -> Iterator[str]:
    """Give the lines one after the other, whichever line ends the file has, or several kinds."""
    return iter(io.StringIO(text, newline=""))


def find_delimiter(text: str, lines: Sequence[str], find_column: Callable[[str], str | None]) -> str:
    """Choose the separator with which the first lines have most headings that we know, else most even rows."""
    told = _TOLD.match(text)
    if told:
        return told.group(1)
    return max(_SEPARATORS, key=lambda mark: _rate(lines, mark, find_column))


def read_rows(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield each row with the line on which it begins: a cell in quotes may hold line breaks."""
    told = _TOLD.match(text)
    reader = csv.reader(
        io.StringIO(text[told.end() :] if told else text, newline=""), delimiter=delimiter, strict=True
    )
    skipped = 1 if told else 0
    begins = 1 + skipped
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise InvalidInput(
            N_("Line %(line)s cannot be read: a quotation mark is not closed, or a cell is far too long."),
            line=begins,
        ) from error


def _decode_wide(data: bytes, name: str) -> str:
    if len(data) % 2:
        raise InvalidInput(_CUT_OFF)
    text = data.decode(name, errors="replace").removeprefix("\ufeff")
    if "\0" in text:
        raise InvalidInput(_NO_TEXT)
    return text


def _rate(lines: Sequence[str], mark: str, find_column: Callable[[str], str | None]) -> tuple[int, int, int]:
    rows = [_split(line, mark) for line in lines]
    known = max(sum(find_column(cell) is not None for cell in cells) for cells in rows)
    widths = [len(cells) for cells in rows if len(cells) > 1]
    common = max(set(widths), key=widths.count, default=1)
    return known, widths.count(common), common


def _split(line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:  # a cell that is far too long; the reading tells it with its line
        return []
