"""Lets no spreadsheet through that would take more memory than the settings allow.

Sizes that a file names of itself may be wrong, so nothing is believed: the parts are unpacked up to the limit,
their cells are counted, and only what was seen here is packed anew for the reader. Two kinds of bombs end here:
archives that unpack to gigabytes, and small tables whose single cell stands in the millionth row or is repeated a
billion times.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from lms.errors import InvalidInput
from lms.intake.limits import Limits
from lms.language import N_

BROKEN = N_("The file is damaged or cut off. Save it again and hand in the whole file.")
_NO_TABLE = N_("This is an archive, not a spreadsheet. Save the list as XLSX, ODS or CSV and hand that in.")
_TOO_LARGE = N_("Unpacked the file is larger than %(size)s MB. Split it.")
_PASSWORD = N_("The file has a password. Save it without one and hand that in.")
_MOST_PARTS = 2_000
_HEAD_ROOM = 100
"""Rows above the headings, and empty ones in between, that do not count."""
_PLACE = re.compile(r"([A-Za-z]{1,4})([0-9]{1,9})")
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


def repack(data: bytes, limits: Limits) -> tuple[bytes, str]:
    """Give a spreadsheet of known size without its pictures and programs, and its kind; raises `InvalidInput`."""
    parts = _unpack(data, limits)
    if "content.xml" in parts:
        kind = "ods"
        _Extent(limits, {}).read_ods(parts["content.xml"])
    elif "xl/workbook.xml" in parts:
        kind = "xlsx"
        lengths = _lengths(parts.get("xl/sharedStrings.xml", b""))
        for name, part in parts.items():
            if name.startswith("xl/") and b"sheetData" in part:
                _Extent(limits, dict(enumerate(lengths))).read_xlsx(part)
    else:
        raise InvalidInput(_NO_TABLE)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue(), kind


def _unpack(data: bytes, limits: Limits) -> dict[str, bytes]:
    """Unpack the parts that describe a table, up to the limit."""
    parts: dict[str, bytes] = {}
    left = limits.unpacked_bytes
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if _wanted(entry.filename)]
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > left:
                raise InvalidInput(_TOO_LARGE, size=limits.unpacked_megabytes)
            for entry in entries:
                if entry.flag_bits & 1:
                    raise InvalidInput(_PASSWORD)
                with archive.open(entry) as stream:
                    part = stream.read(left + 1)
                left -= len(part)
                if left < 0:
                    raise InvalidInput(_TOO_LARGE, size=limits.unpacked_megabytes)
                parts.setdefault(entry.filename, part)
    except _ZIP_FAULTS as error:
        raise InvalidInput(BROKEN) from error
    return parts


def _wanted(name: str) -> bool:
    if not name.endswith((".xml", ".rels", "mimetype")):
        return False
    return "/media/" not in name and "/drawings/" not in name and not name.startswith(("Pictures/", "Object"))


class _Extent:
    """Walks through the cells of a sheet and stops when they would not fit."""

    def __init__(self, limits: Limits, shared: dict[int, int]) -> None:
        self.limits, self.shared = limits, shared
        self.row = self.column = 0
        """Place of the cell that is being read, from 1."""
        self.row_times = self.cell_times = 1
        self.row_size = self.size = 0
        self.filled = self.points_to_text = False
        self.text: list[str] = []

    def read_xlsx(self, part: bytes) -> None:
        """Check one sheet."""
        _parse(part, self._xlsx_start, self._xlsx_end, self.text.append)

    def read_ods(self, part: bytes) -> None:
        """Check all sheets: the reader takes them in at once."""
        _parse(part, self._ods_start, self._ods_end, self.text.append)

    def _xlsx_start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "row":
                number = attributes.get("r", "")
                self.row = int(number) if _is_number(number) else self.row + 1
                self.column = 0
            case "c":
                place = _PLACE.fullmatch(attributes.get("r", ""))
                self.column = _number(place.group(1)) if place else self.column + 1
                self.row = int(place.group(2)) if place else self.row
                self.points_to_text = attributes.get("t") == "s"
            case "v" | "is":
                self._check_place()
                self.text.clear()

    def _xlsx_end(self, name: str) -> None:
        if _local(name) not in ("v", "is"):
            return
        text = "".join(self.text).strip()
        number = int(text) if self.points_to_text and _is_number(text) else -1
        self._add(self.shared.get(number, len(text)))

    def _ods_start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "table:table":
                self.row = 0
            case "table:table-row":
                self.row_times = _times(attributes.get("table:number-rows-repeated"))
                self.column = self.row_size = 0
                self.filled = False
            case "table:table-cell" | "table:covered-table-cell":
                self.cell_times = _times(attributes.get("table:number-columns-repeated"))
                self.text.clear()
                self.points_to_text = any(key.endswith("value-type") for key in attributes)

    def _ods_end(self, name: str) -> None:
        match name:
            case "table:table-cell" | "table:covered-table-cell":
                self.column += self.cell_times
                length = sum(map(len, self.text))
                if length or self.points_to_text:
                    self.filled = True
                    self.row_size += (length + 1) * self.cell_times
                    self._check_column()
                self.text.clear()
            case "table:table-row":
                self.row += self.row_times
                if self.filled:
                    self._check_row()
                    self._add(self.row_size * self.row_times)

    def _check_place(self) -> None:
        self._check_row()
        self._check_column()

    def _check_row(self) -> None:
        if self.row > self.limits.rows + _HEAD_ROOM:
            raise InvalidInput(N_("The file has more than %(count)s rows. Split it."), count=self.limits.rows)

    def _check_column(self) -> None:
        if self.column > self.limits.columns:
            count = self.limits.columns
            raise InvalidInput(
                N_("The file has more than %(count)s columns. Keep only those of the list."), count=count
            )

    def _add(self, size: int) -> None:
        self.size += size
        if self.size > self.limits.unpacked_bytes:
            raise InvalidInput(_TOO_LARGE, size=self.limits.unpacked_megabytes)


def _lengths(part: bytes) -> list[int]:
    """Give the length of each text that cells point to."""
    lengths: list[int] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        if _local(name) == "si":
            lengths.append(0)

    def add(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    if part:
        _parse(part, start, None, add)
    return lengths


def _parse(
    part: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None,
    text: Callable[[str], None],
) -> None:
    """Walk through XML; what declares a document type or entities of its own is refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_types
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two are about its encoding
        raise InvalidInput(BROKEN) from error


def _refuse_types(*_: object) -> None:
    raise InvalidInput(BROKEN)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _times(text: str | None) -> int:
    return int(text) if text and _is_number(text) else 1


def _is_number(text: str) -> bool:
    """Whether a text is a number such as a table may hold; Python refuses to read one of thousands of digits."""
    return text.isascii() and text.isdigit() and len(text) < 12


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
