"""On the invented world five outputs agree figure by figure, an auditor counts the same, nothing small is told."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from lms.content.catalogue import load_catalogue
from lms.export.report_files import ReportText, make_files, pdf_data
from lms.export.tables import say_cell
from lms.language import words
from lms.reports.edition_tables import EditionReport, lay_out_edition
from lms.reports.indicators import count_everything
from lms.rules.figures import HIDDEN, ColumnKind
from lms.services import editions
from lms.services.demo import create_world
from lms.web.figures.showing import show_table
from tests.database import make_config, open_database
from tests.reports.recount_frozen import recount_report

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REGIONS = ("arad", "donegal", "leipzig")
SAID = words("en")


@pytest.fixture(scope="module")
def reports(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, EditionReport]]:
    """The first edition of an invented world: the report of each scope."""
    folder = tmp_path_factory.mktemp("editions")
    (folder / "lms.sqlite").write_bytes(sqlite_template.read_bytes())
    root = Path(__file__).parents[2]
    catalogue = load_catalogue(root / "courses", root / "quizzes")
    catalogue.regions = {name: catalogue.regions[name] for name in REGIONS}
    with open_database(make_config(folder)):
        create_world(catalogue, NOW)
        courses, surveys = catalogue.list_courses("en"), catalogue.list_self_assessments("en")
        editions.make_edition(count_everything(courses, surveys, {}, 5, NOW), None, "", NOW)
        regions = editions.list_regions_shown()
        made = {}
        for scope in ("", *REGIONS):
            newest = editions.find_newest(scope)
            assert newest is not None
            shown = () if scope else regions
            made[scope] = lay_out_edition(newest[1], shown, courses, surveys, SAID)
        made["path"] = folder / "lms.sqlite"  # type: ignore[assignment]
        yield made


def text_of(report: EditionReport) -> ReportText:
    return ReportText(
        report.id, report.title, report.scope, report.version, report.tables, report.facts, "Co-funded", "en", SAID
    )


@pytest.mark.parametrize("scope", ["", *REGIONS])
def test_page_csv_workbook_json_and_pdf_say_the_same_figure_by_figure(
    reports: dict[str, EditionReport], scope: str
) -> None:
    report = reports[scope]
    files, pdf = make_files(text_of(report)), pdf_data(text_of(report))
    told = json.loads(files["json"])
    lines = list(csv.reader(io.StringIO(files["csv"].decode())))
    excel = list(csv.reader(io.StringIO(files["excel.csv"].decode("utf-8-sig"))))
    assert lines == excel  # English has the decimal point in both
    book = load_workbook(io.BytesIO(files["xlsx"]))
    at, compared = 0, 0
    for number, table in enumerate(report.tables):
        page = show_table(table, SAID)
        sheet = book.worksheets[number]
        at = next(place for place in range(at, len(lines)) if lines[place] == [page.title])
        top = next(n for n in range(1, 20) if sheet.cell(n, 2).value == page.headings[0])
        for offset, row in enumerate(table.rows):
            for place, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
                shown = page.rows[offset][2][place]
                in_json = told["tables"][number]["rows"][offset]["cells"][place]
                in_csv = lines[at + 2 + offset][place + 1]
                in_book = sheet.cell(top + 1 + offset, place + 2).value
                assert pdf["tables"][number]["rows"][offset]["cells"][place] == shown
                if cell is HIDDEN:
                    assert (shown, in_json, in_csv, in_book) == ("hidden", {"hidden": True}, "hidden", "hidden")
                elif cell is None:
                    assert (shown, in_json, in_csv, in_book) == ("–", None, "–", "–")
                else:
                    assert shown == say_cell(in_book, column, SAID)
                    assert float(in_csv) == in_book == in_json
                compared += 1
    assert compared > 150
    assert files["pdf"].startswith(b"%PDF-")


@pytest.mark.parametrize("scope", ["", *REGIONS])
def test_an_independent_recount_from_raw_rows_gives_the_same(reports: dict[str, Any], scope: str) -> None:
    content = make_files(text_of(reports[scope]))["json"]
    found = recount_report(content, str(reports["path"]))
    shown = [line for line in found if line[0] != "knowledge" and isinstance(line[3], int)]
    assert [line for line in shown if line[3] != line[4]] == []
    assert len(shown) > 60


@pytest.mark.parametrize("scope", ["", *REGIONS])
def test_no_figure_of_a_report_counts_a_small_group(reports: dict[str, EditionReport], scope: str) -> None:
    for table in reports[scope].tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                if column.kind is ColumnKind.COUNT and isinstance(cell, int):
                    assert cell == 0 or cell >= 5, (table.id, row.id)


def test_the_same_report_gives_the_same_bytes(reports: dict[str, EditionReport]) -> None:
    assert make_files(text_of(reports["donegal"])) == make_files(text_of(reports["donegal"]))


def test_every_figure_has_a_definition_in_the_file(reports: dict[str, EditionReport]) -> None:
    told = json.loads(make_files(text_of(reports[""]))["json"])
    named = {column["definition"] for table in told["tables"] for column in table["columns"]} - {""}
    assert named <= set(told["definitions"])
    assert told["indicator_version"] == 1
    assert {one["id"] for one in told["indicators"]} >= {"reached", "training_completed", "useful", "knowledge"}
