"""Reports that are handed on: page, workbook, CSV, JSON and PDF say the same; frozen ones never change."""

import csv
import hashlib
import io
import json
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook

from lms.db import db, transaction
from lms.models import AuditLine, Edition, Enrolment, FrozenFile, FrozenReport
from tests.people import NORTH, Cast
from tests.reports.crowd import add_people
from tests.web.visitor import Visitor

REPORTS = "/regions/north/reports"
KINDS = ("json", "xlsx", "pdf", "csv", "excel.csv")


@pytest.fixture
def counted(crowd: None, chen: Visitor) -> Visitor:
    """Chen, who had the first edition counted."""
    chen.post(REPORTS, {"count": "yes"})
    return chen


def test_without_an_edition_the_page_says_how_to_get_one(chen: Visitor) -> None:
    page = chen.get(REPORTS).text
    assert "Count the first edition" in page
    assert chen.get(f"{REPORTS}/figures.json").status_code == 404


def test_the_page_prints_time_exclusions_version_and_what_is_hidden(counted: Visitor) -> None:
    page = counted.get(REPORTS).text
    for said in ("As of:", "Excluded:", "Set of indicators: version 1", "Hidden to protect small groups:"):
        assert said in page
    assert "What the words mean" in page


def test_one_table_can_be_chosen_for_page_and_file(counted: Visitor) -> None:
    page = counted.get(f"{REPORTS}?only=gender").text
    assert 'id="gender"' in page
    assert 'id="targets"' not in page
    told = json.loads(counted.get(f"{REPORTS}/figures.json?only=gender").data)
    assert [table["id"] for table in told["tables"]] == ["gender"]
    assert counted.get(f"{REPORTS}/figures.json?only=secrets").status_code == 404


def test_all_five_files_can_be_had_and_are_logged(app: Flask, counted: Visitor) -> None:
    starts = {"json": b"{", "xlsx": b"PK", "pdf": b"%PDF-"}
    for kind, start in starts.items():
        assert counted.get(f"{REPORTS}/figures.{kind}").data.startswith(start)
    assert counted.get(f"{REPORTS}/figures.csv").data.startswith(b"Report on North")
    assert counted.get(f"{REPORTS}/figures.csv?for=excel").data.startswith(b"\xef\xbb\xbf")
    with app.app_context():
        assert db.session.query(AuditLine).filter_by(action="report.exported").count() == 5


def test_a_new_edition_tells_no_small_change(app: Flask, counted: Visitor) -> None:
    def invited() -> object:
        told = json.loads(counted.get(f"{REPORTS}/figures.json?only=targets").data)
        return told["tables"][0]["rows"][0]["cells"][0]

    assert invited() == 40
    with app.app_context():
        add_people(NORTH, 3, "started", category="media")
    counted.post(REPORTS, {"count": "yes"})
    assert invited() == 40
    with app.app_context():
        add_people(NORTH, 4, "started", category="media")
    counted.post(REPORTS, {"count": "yes"})
    assert invited() == 47


def test_a_frozen_report_opens_byte_for_byte_whatever_changes(
    app: Flask, counted: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted.post(REPORTS, {"freeze": "yes", "purpose": "Final report"})
    files = {kind: counted.get(f"{REPORTS}/frozen/1.{kind}").data for kind in KINDS}
    live = json.loads(files["json"])
    with app.app_context(), transaction() as session:
        add_people(NORTH, 60, "completed")
        session.query(Enrolment).filter_by(category="media").delete()
    monkeypatch.setitem(_definitions(), "reached", ("Reached", "Something else."))
    monkeypatch.setattr("lms.web.context.now", lambda: _now() + timedelta(days=5 * 365))
    counted.post(REPORTS, {"count": "yes"})
    assert json.loads(counted.get(f"{REPORTS}/figures.json").data) != live
    for kind, before in files.items():
        assert counted.get(f"{REPORTS}/frozen/1.{kind}").data == before
    page = counted.get(REPORTS).text
    assert "Final report" in page
    assert hashlib.sha256(files["json"]).hexdigest() in page


def _definitions():  # type: ignore[no-untyped-def]
    from lms.rules.definitions import DEFINITIONS

    return DEFINITIONS


def _now():  # type: ignore[no-untyped-def]
    from datetime import UTC, datetime

    return datetime.now(UTC)


def test_a_frozen_file_that_was_tampered_with_is_not_given_out(app: Flask, counted: Visitor) -> None:
    counted.post(REPORTS, {"freeze": "yes"})
    with app.app_context(), transaction() as session:
        row = session.query(FrozenFile).filter_by(name="csv").one()
        row.content = row.content.replace(b"40", b"99")
    answer = counted.get(f"{REPORTS}/frozen/1.csv")
    assert answer.status_code == 400
    assert b"99" not in answer.data


def test_a_frozen_report_of_another_region_does_not_exist(app: Flask, counted: Visitor, fen: Visitor) -> None:
    fen.post("/regions/south/reports", {"freeze": "yes"})
    with app.app_context():
        assert db.session.query(FrozenReport).one().region_id == "south"
    assert counted.get(f"{REPORTS}/frozen/1.json").status_code == 404
    assert fen.get("/regions/south/reports/frozen/1.json").status_code == 200


def test_what_came_in_late_is_listed_after_a_frozen_report(app: Flask, counted: Visitor, cast: Cast) -> None:
    counted.post(REPORTS, {"freeze": "yes"})
    with app.app_context():
        add_people(NORTH, 6, "completed")  # long before the frozen report, but only known now
    counted.post(REPORTS, {"count": "yes"})
    told = json.loads(counted.get(f"{REPORTS}/figures.json?only=late").data)
    rows = {row["id"]: row["cells"][0] for row in told["tables"][0]["rows"]}
    assert rows["training"] == 6
    with app.app_context():
        add_people(NORTH, 2, "completed")
    counted.post(REPORTS, {"count": "yes"})
    told = json.loads(counted.get(f"{REPORTS}/figures.json?only=late").data)
    assert {row["id"]: row["cells"][0] for row in told["tables"][0]["rows"]}["training"] == 6


def test_reports_of_the_programme_name_all_regions(counted: Visitor, fen: Visitor) -> None:
    told = json.loads(fen.get("/programme/reports/figures.json").data)
    regions = next(table for table in told["tables"] if table["id"] == "regions")
    assert [row["label"] for row in regions["rows"]] == ["North", "South", "All regions"]
    fen.post("/programme/reports", {"freeze": "yes"})
    assert fen.get("/programme/reports/frozen/1.pdf").data.startswith(b"%PDF-")
    assert counted.get("/programme/reports").status_code == 404


def test_getting_a_page_counts_nothing(app: Flask, chen: Visitor, cast: Cast) -> None:
    chen.get(REPORTS)
    with app.app_context():
        assert db.session.query(Edition).count() == 0


def test_page_workbook_and_csv_show_the_same_figures(counted: Visitor) -> None:
    told = json.loads(counted.get(f"{REPORTS}/figures.json").data)
    lines = list(csv.reader(io.StringIO(counted.get(f"{REPORTS}/figures.csv").data.decode())))
    book = load_workbook(io.BytesIO(counted.get(f"{REPORTS}/figures.xlsx").data))
    for table, sheet in zip(told["tables"], book.worksheets, strict=False):
        for row in table["rows"]:
            cells = [
                "hidden" if isinstance(cell, dict) else "–" if cell is None else cell for cell in row["cells"]
            ]
            assert [row["label"], *map(str, cells)] in lines
            assert [row["label"], *cells] in [
                [cell.value for cell in line][: len(cells) + 1] for line in sheet.iter_rows()
            ]
