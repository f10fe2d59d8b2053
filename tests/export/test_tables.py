"""The files say what the page says, figure by figure, and no cell runs as a formula."""

import csv
import io
from datetime import UTC, date, datetime

from openpyxl import load_workbook

from lms.export.csv_files import CsvStyle, write_csv
from lms.export.list_files import list_to_csv, list_to_xlsx
from lms.export.tables import list_definitions, say_cell, to_csv, to_xlsx
from lms.language import words
from lms.rules.figures import HIDDEN, Column, ColumnKind, Figures, Row

SAID = words("en")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FUNDING = "Co-funded by the European Union"
EVIL = '=HYPERLINK("http://evil.example")'
COLUMNS = (
    Column("people", "People", definition="started"),
    Column("done", "Done", of="people"),
    Column("share", "Share", ColumnKind.SHARE, of="people", part="done"),
    Column("mean", "Mean", ColumnKind.MEAN, of="people", unit="%"),
    Column("note", "Note", ColumnKind.TEXT),
)


def make_table(*rows: Row) -> Figures:
    return Figures.build(
        "t", "Numbers", COLUMNS, rows, NOW, zone="Europe/Dublin", excluded=3, definitions=("target",)
    )


TABLE = make_table(
    Row("a", "Arad", (1500, 960, 0.64, 81.3, 150)),
    Row("b", "Donegal", (40, 3, 0.075, 70.0, None)),
    Row("c", EVIL, (0, 0, None, None, "-2+3")),
    Row("d", "Leipzig", (162, 0, 0.0, 12.5, "44–48")),
)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_csv_and_workbook_and_page_agree_cell_by_cell() -> None:
    lines = read_csv(to_csv("Progress", [TABLE], SAID, FUNDING))
    first = next(number for number, line in enumerate(lines) if line[:2] == ["", "People"])
    sheet = load_workbook(io.BytesIO(to_xlsx("Progress", [TABLE], SAID, FUNDING)))["Numbers"]
    top = next(row for row in range(1, 20) if sheet.cell(row, 2).value == "People")
    for at, row in enumerate(TABLE.rows, start=1):
        for place, (column, cell) in enumerate(zip(TABLE.columns, row.cells, strict=True), start=1):
            page, text = say_cell(cell, column, SAID), lines[first + at][place]
            value = sheet.cell(top + at, place + 1).value
            if isinstance(cell, int | float):
                assert float(text) == value == cell
                shown = page.replace(",", "").replace("\u00a0%", "")
                rounded = round(100 * cell) if column.kind is ColumnKind.SHARE else cell
                assert float(shown) == rounded
            else:
                assert text.lstrip("'") == value.lstrip("'") == page


def test_hidden_figures_stand_in_no_file() -> None:
    assert TABLE.cell("b", "done") is HIDDEN
    lines = read_csv(to_csv("Progress", [TABLE], SAID, ""))
    donegal = next(line for line in lines if line and line[0] == "Donegal")
    assert donegal[2:4] == ["hidden", "hidden"]
    assert b"0.075" not in to_csv("Progress", [TABLE], SAID, "")


def test_cells_that_begin_like_a_formula_are_harmless() -> None:
    data = to_csv(EVIL, [TABLE], SAID, "+" + FUNDING)
    starts = [cell[:1] for line in read_csv(data) for cell in line if cell]
    assert not set(starts) & set("=+-@\t\r")
    book = load_workbook(io.BytesIO(to_xlsx(EVIL, [TABLE], SAID, FUNDING)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert not any(isinstance(cell.value, str) and cell.value.startswith(tuple("=+-@\t\r")) for cell in cells)


def test_both_files_carry_time_exclusions_definitions_and_funding() -> None:
    book = load_workbook(io.BytesIO(to_xlsx("Progress", [TABLE], SAID, FUNDING)))
    sheet = "\n".join(str(cell.value) for row in book["Definitions"].iter_rows() for cell in row)
    text = to_csv("Progress", [TABLE], SAID, FUNDING).decode()
    for said in (sheet, text):
        assert "22 November 2026, 09:00 (Europe/Dublin)" in said
        assert FUNDING in said
        for term, meaning in list_definitions([TABLE], SAID):
            assert term in said
            assert meaning.replace('"', '""') in said or meaning in said
    assert ",3\r\n" in text


def test_without_funding_the_line_is_left_out() -> None:
    assert "Co-funded" not in to_csv("Progress", [TABLE], SAID, "").decode()


def test_the_same_figures_give_the_same_bytes(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    first = to_xlsx("Progress", [TABLE], SAID, FUNDING)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert to_xlsx("Progress", [TABLE], SAID, FUNDING) == first
    assert to_csv("Progress", [TABLE], SAID, FUNDING) == to_csv("Progress", [TABLE], SAID, FUNDING)


def test_numbers_are_numbers_with_a_format_in_the_workbook() -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx("Progress", [TABLE], SAID, FUNDING)))["Numbers"]
    shares = [cell for row in sheet.iter_rows() for cell in row if cell.value == 0.64]
    assert [cell.number_format for cell in shares] == ["0.0 %"]


def test_csv_for_excel_opens_with_a_byte_order_mark_and_crlf() -> None:
    data = to_csv("Fortschritt in Västra Götaland", [TABLE], SAID, "", CsvStyle.EXCEL)
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    assert b"\n\n" not in data


def test_csv_for_excel_has_the_marks_of_the_readers_country() -> None:
    lines = [["Quote", 1.5, 1500, date(2026, 5, 22)]]
    german, irish, plain = (
        write_csv(lines, style, language).decode("utf-8-sig")
        for style, language in ((CsvStyle.EXCEL, "de"), (CsvStyle.EXCEL, "en"), (CsvStyle.PLAIN, "de"))
    )
    assert german == "Quote;1,5;1500;2026-05-22\r\n"
    assert irish == plain == "Quote,1.5,1500,2026-05-22\r\n"


def test_plain_csv_has_no_byte_order_mark() -> None:
    assert to_csv("Västra", [TABLE], SAID, "").startswith("Västra".encode())


def test_a_list_has_dates_as_dates_and_a_heading_that_stays_in_sight() -> None:
    rows = [[EVIL, 12, date(2026, 5, 22), datetime(2026, 5, 22, 9, 30, tzinfo=UTC), None, 0.5]]
    data = list_to_xlsx("People: all/some", ["Name", "Age", "Day", "Time", "-", "Share"], rows)
    assert data == list_to_xlsx("People: all/some", ["Name", "Age", "Day", "Time", "-", "Share"], rows)
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet.freeze_panes == "A2"
    values = [cell.value for cell in sheet[2]]
    assert values == [f"'{EVIL}", 12, datetime(2026, 5, 22), datetime(2026, 5, 22, 9, 30), None, 0.5]
    assert sheet["E1"].value == "'-"


def test_a_list_as_csv_is_harmless_too() -> None:
    text = list_to_csv(["Name", "@"], [["\tx", None], ["-1", 3]], CsvStyle.EXCEL, "pl").decode("utf-8-sig")
    assert text == "Name;'@\r\n'\tx;\r\n'-1;3\r\n"
