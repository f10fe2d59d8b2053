"""One reader for every table that people hand in."""

import codecs
import io
import tracemalloc
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.errors import InvalidInput
from lms.intake.letters import choose_code_page
from lms.intake.limits import Limits
from lms.intake.people_words import find_column
from lms.intake.table_file import Table, column_letter, read_table
from tests.intake.spreadsheets import lie_about_sizes, make_ods, make_xlsx, pack, pack_ods, replace_part, save

ROWS = [["Name", "E-mail"], ["Åsa Öberg", "asa@vgr.example"], ["Núria Puig", "nuria@cat.example"]]
SMALL = Limits(megabytes=1, unpacked_megabytes=2, rows=100, columns=10)


def read(data: bytes, limits: Limits = Limits()) -> Table:  # noqa: B008
    return read_table(data, limits, find_column)


def refused(data: bytes, limits: Limits = SMALL) -> str:
    with pytest.raises(InvalidInput) as caught:
        read(data, limits)
    return str(caught.value)


def text(rows, separator=";", line_end="\r\n") -> str:
    return line_end.join(separator.join(row) for row in rows) + line_end


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (text(ROWS).encode(), "csv"),
        (text(ROWS, ",", "\n").encode("utf-8-sig"), "csv"),
        (text(ROWS, "\t").encode("utf-16"), "csv"),
        (codecs.BOM_UTF16_BE + text(ROWS, "\t").encode("utf-16-be"), "csv"),
        (text(ROWS, "\t").encode("utf-16-le"), "csv"),
        (text(ROWS).encode("cp1252"), "csv"),
        (("sep=;\r\n" + text(ROWS)).encode("cp1252"), "csv"),
        (text(ROWS, line_end="\r").encode(), "csv"),
        (make_xlsx(ROWS), "xlsx"),
        (make_ods(ROWS), "ods"),
    ],
    ids=["utf-8", "mark", "utf-16-le", "utf-16-be", "no mark", "cp1252", "sep", "old line ends", "xlsx", "ods"],
)
def test_the_same_table_is_the_same_however_it_was_saved(data, kind):
    table = read(data)
    assert table.kind == kind
    assert table.headings == ("Name", "E-mail")
    assert [cells for _, cells in table.rows] == [tuple(row) for row in ROWS[1:]]
    first = 3 if data.startswith(b"sep") else 2
    assert [line for line, _ in table.rows] == [first, first + 1]


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("Łukasz Żółć-Wąs", "cp1250"),
        ("Ewa Kamińska", "cp1250"),
        ("Paweł", "cp1250"),
        ("Ştefan Ţepeş, Iaşi", "cp1250"),
        ("Dragoş Brăescu", "cp1250"),
        ("Jürgen Groß", "cp1252"),
        ("Iñaki Muñoz", "cp1252"),
        ("Mª Peñalver, nº 5", "cp1252"),
        ("Àngels Solà, Gràcia", "cp1252"),
        ("Åsa Sjöström", "cp1252"),
        ("Niccolò Forlì", "cp1252"),
        ("Seán Ó Dónaill", "cp1252"),
        ("Zoë Brontë", "cp1252"),
    ],
)
def test_names_tell_the_code_pages_apart(words, page):
    data = f"Name;E-mail\r\n{words};a@x.example\r\n".encode(page)
    assert read(data).rows[0][1][0] == words


def test_a_text_without_special_letters_is_western():
    assert choose_code_page(b"Ann\x80") == "cp1252"


def test_cells_of_spreadsheets_become_the_text_that_people_see():
    row = ["00312", 3, 3.25, 1e20, True, date(2026, 3, 2), datetime(2026, 3, 2, 9, 5), time(9, 30), None, "x\ny"]
    head = ["Name", *"abcdefghi"]
    cells = read(make_xlsx([head, row])).rows[0][1]
    assert cells == ("00312", "3", "3.25", "1e+20", "TRUE", "2026-03-02", "2026-03-02 09:05", "09:30", "", "x\ny")
    cells = read(make_ods([head, row[:6]])).rows[0][1]
    assert cells == ("00312", "3", "3.25", "1e+20", "TRUE", "2026-03-02")


def test_formulas_give_the_value_saved_with_them_and_are_not_run():
    sheet = "xl/worksheets/sheet1.xml"
    made = make_xlsx([["Name", "E-mail"], ["Ann", "a@x.example"]])
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>CONCATENATE("A","nn")</f><v>Kept</v></c></row>'
        "</sheetData></worksheet>"
    )
    assert read(replace_part(made, sheet, xml)).rows == ((2, ("Kept",)),)
    assert read(make_xlsx([["Name"], ["=1+1"], ["Ann"]])).rows == ((3, ("Ann",)),)


def test_the_first_sheet_with_a_heading_that_we_know_is_read():
    table = read(make_xlsx([["Notes"], ["call Ann"]], [], ROWS))
    assert table.headings == ("Name", "E-mail")


def test_a_title_above_the_headings_and_empty_rows_do_not_disturb():
    rows = [["People of the region 2026"], [], ["Office, Unit 1"], ["Name", "E-mail"], [], ["Ann", "a@x.example"]]
    for data in (make_xlsx(rows), make_ods(rows), text(rows).encode()):
        table = read(data)
        assert table.headings == ("Name", "E-mail")
        assert table.rows == ((6, ("Ann", "a@x.example")),)


def test_a_table_that_begins_further_down_and_right_keeps_its_line_numbers():
    book = openpyxl.Workbook()
    sheet = book.active
    for place, value in {"C4": "Name", "D4": "E-mail", "C9": "Ann", "D9": "a@x.example"}.items():
        sheet[place] = value
    table = read(save(book))
    assert table.headings == ("", "", "Name", "E-mail")
    assert table.rows == ((9, ("", "", "Ann", "a@x.example")),)


def test_a_heading_merged_over_columns_that_are_both_used_is_told():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Name", None, "E-mail"])
    sheet.append(["Ann", "Ash", "a@x.example"])
    sheet.merge_cells("A1:B1")
    assert refused(save(book)).startswith("The heading Name lies over several columns.")


def test_a_merged_title_is_no_fault():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["People of the region"])
    sheet.append(["Name", "E-mail"])
    sheet.append(["Ann", "a@x.example"])
    sheet.merge_cells("A1:B1")
    assert read(save(book)).headings == ("Name", "E-mail")


def test_mixed_line_ends_and_line_breaks_in_cells_keep_the_lines():
    data = b'Name;E-mail\r\nAnn;a@x.example\n"Bob\nBee";b@x.example\r\rCid;c@x.example'
    assert read(data).rows == (
        (2, ("Ann", "a@x.example")),
        (3, ("Bob\nBee", "b@x.example")),
        (6, ("Cid", "c@x.example")),
    )


def test_columns_have_the_letters_of_spreadsheets():
    assert [column_letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


_FAR = (
    '<table:table-row table:number-rows-repeated="{rows}">'
    '<table:table-cell table:number-columns-repeated="{columns}" '
    'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
)


def far_cell(place: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "Name"
    book.active[place] = "x"
    return save(book)


def sheet_of(rows: str, encoding: str = "utf-8") -> bytes:
    """A workbook with one sheet as no program writes it."""
    sheet = f'<?xml version="1.0" encoding="{encoding}"?><worksheet><sheetData>{rows}</sheetData></worksheet>'
    return pack({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n\n;;\n", "The file is empty."),
        (make_xlsx([]), "The file is empty."),
        (b"%PDF-1.7 rest", "This is a PDF, not a table."),
        (b"\x89PNG\r\n\x1a\n rest", "This is a picture, not a table."),
        (b"\xff\xd8\xff\xe0 rest", "This is a picture, not a table."),
        (b"\xd0\xcf\x11\xe0 rest", "This is an old Excel file (.xls) or one with a password."),
        (b"Name;E-mail\0", "This is not a text file."),
        (b"PK\x03\x04 rest", "The file is damaged or cut off."),
        (make_xlsx(ROWS)[:3000], "The file is damaged or cut off."),
        (make_ods(ROWS)[:-30], "The file is damaged or cut off."),
        (pack({"word/document.xml": "<a/>"}), "This is an archive, not a spreadsheet."),
        (replace_part(make_xlsx(ROWS), "xl/worksheets/sheet1.xml", "<a><sheetData>"), "The file is damaged"),
        (pack_ods("<!DOCTYPE x>"), "The file is damaged or cut off."),
        (sheet_of(f'<row r="{"9" * 5000}"/>'), "The file is damaged or cut off."),
        (sheet_of("", "shift_jis"), "The file is damaged or cut off."),
        (sheet_of("", "no-such-letters"), "The file is damaged or cut off."),
        ("Name;E-mail\nÅsa Öberg;".encode() + "Å".encode()[:1], "The file is cut off in the middle."),
        (text(ROWS).encode("utf-16")[:-1], "The file is cut off in the middle."),
        (b'Name;E-mail\n"Ann;a@x.example\n', "Line 2 cannot be read"),
        (text([["Name", "E-mail"], *[["A", "a@x.example"]] * 101]).encode(), "The file has more than 100 rows."),
        (make_xlsx([["Name"], *[["A"]] * 101]), "The file has more than 100 rows."),
        (make_ods([["Name"], *[["A"]] * 101]), "The file has more than 100 rows."),
        (far_cell("A1048576"), "The file has more than 100 rows."),
        (make_ods(ROWS, _FAR.format(rows=900_000_000, columns=5)), "The file has more than 100 rows."),
        (text([[f"c{n}" for n in range(200)]]).encode(), "The file has more than 10 columns."),
        (make_xlsx([[f"c{n}" for n in range(200)]]), "The file has more than 10 columns."),
        (far_cell("XFD1"), "The file has more than 10 columns."),
        (make_ods(ROWS, _FAR.format(rows=1, columns=900_000_000)), "The file has more than 10 columns."),
        (b"x" * (1024 * 1024 + 1), "The file is larger than 1 MB."),
        (pack({"content.xml": b"x" * 3_000_000}), "Unpacked the file is larger than 2 MB."),
        (make_xlsx([["Name"], *[["long " * 6_000] * 9] * 90]), "Unpacked the file is larger than 2 MB."),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data, sentence):
    assert refused(data).startswith(sentence)


def test_a_bomb_that_lies_about_its_size_takes_no_memory():
    bomb = lie_about_sizes(pack({"content.xml": b"\0" * 300_000_000}), 1000)
    assert len(bomb) < 400_000
    tracemalloc.start()
    assert refused(bomb).startswith("The file is damaged or cut off.")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_million_rows_are_refused_before_they_are_kept():
    data = b"Name;E-mail\n" + b"A;a@x.example\n" * 70_000
    tracemalloc.start()
    assert "more than 100 rows" in refused(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * len(data)


def is_table_or_sentence(data: bytes) -> bool:
    try:
        return isinstance(read(data, SMALL), Table)
    except InvalidInput as error:
        return bool(str(error))


@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_sentence(data):
    for begin in (b"", b"PK\x03\x04", codecs.BOM_UTF16_LE, b"name;email\n"):
        assert is_table_or_sentence(begin + data)


_WHOLE = {"xl/worksheets/sheet1.xml": make_xlsx(ROWS), "content.xml": make_ods(ROWS)}


@given(st.sampled_from(sorted(_WHOLE)), st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_spreadsheet_gives_a_table_or_a_sentence(name, place, damage):
    whole = _WHOLE[name]
    at = place % len(whole)
    assert is_table_or_sentence(whole[:at] + damage + whole[at + len(damage) :])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        part = archive.read(name)
    at = place % len(part)
    assert is_table_or_sentence(replace_part(whole, name, part[:at] + damage + part[at + len(damage) :]))
