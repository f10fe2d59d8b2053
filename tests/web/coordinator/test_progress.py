"""The region page and its files."""

import csv
import io
import re

from flask import Flask
from openpyxl import load_workbook

from lms.db import db
from lms.models import AuditLine
from tests.people import NORTH
from tests.reports.crowd import add_people
from tests.web.visitor import Visitor

_ROW = re.compile(r'<tr(?: class="total")? id="(\w+)-([\w-]+)">(.*?)</tr>', re.S)
_CELL = re.compile(r'<td class="number">(.*?)</td>', re.S)


def read_page(html: str) -> dict[tuple[str, str], list[str]]:
    """Read the tables of a page: (table, row) -> cells."""
    return {(table, row): _CELL.findall(cells) for table, row, cells in _ROW.findall(html)}


def test_the_page_shows_the_region_with_its_time_and_definitions(chen: Visitor, crowd: None) -> None:
    page = chen.get("/regions/north")
    assert page.status_code == 200
    tables = read_page(page.text)
    assert tables["steps", "invited"][0] == "41" or tables["steps", "invited"][0] == "40"
    assert "Europe/Dublin" in page.text
    assert "What the words mean" in page.text
    assert 'role="img"' in page.text
    assert "style=" not in page.text


def test_page_and_csv_and_workbook_say_the_same(chen: Visitor, crowd: None) -> None:
    page = read_page(chen.get("/regions/north").text)
    lines = list(csv.reader(io.StringIO(chen.get("/regions/north/progress.csv").data.decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(chen.get("/regions/north/progress.xlsx").data))
    sheets = ["steps", "whole", "lessons", "scores", "weeks", "categories"]
    rows = {name: [key for key in page if key[0] == name] for name in sheets}
    at = 0
    for name, sheet in zip(sheets, book.worksheets, strict=False):
        found = [[cell.value for cell in row] for row in sheet.iter_rows()][-len(rows[name]) :]
        for key, values in zip(rows[name], found, strict=True):
            at = next(number for number in range(at, len(lines)) if lines[number][:1] == [values[0]]) + 1
            for shown, text, value in zip(page[key], lines[at - 1][1:], values[1:], strict=True):
                if isinstance(value, int | float):
                    number = float(shown.replace(",", "").replace("\u00a0%", "").replace("&nbsp;%", ""))
                    assert float(text) == value
                    assert number == (round(100 * value) if "%" in shown else value)
                else:
                    assert shown == text == value


def test_a_hidden_figure_stands_nowhere_on_the_page(app: Flask, chen: Visitor, crowd: None) -> None:
    with app.app_context():
        add_people(NORTH, 3, "completed", category="academia")
    page = read_page(chen.get("/regions/north").text)
    assert page["categories", "academia"][:2] == ["hidden", "hidden"]
    assert page["steps", "completed"][0] == "hidden"


def test_the_page_follows_what_people_do(app: Flask, chen: Visitor, crowd: None) -> None:
    before = read_page(chen.get("/regions/north").text)["steps", "started"][0]
    with app.app_context():
        add_people(NORTH, 10, "started")
    after = read_page(chen.get("/regions/north").text)["steps", "started"][0]
    assert int(after) == int(before) + 10


def test_downloads_are_written_down(app: Flask, chen: Visitor, crowd: None) -> None:
    answer = chen.get("/regions/north/progress.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="progress-north.xlsx"'
    with app.app_context():
        line = db.session.query(AuditLine).filter_by(action="report.exported").one()
        assert (line.region_id, line.subject) == ("north", "region-progress.xlsx")


def test_an_empty_region_has_a_page_too(chen: Visitor) -> None:
    assert "Nobody" not in chen.get("/regions/north").text
    assert chen.get("/regions/north").status_code == 200


def test_the_way_to_the_region_stands_in_the_menu(chen: Visitor) -> None:
    assert 'href="/regions/north"' in chen.get("/help").text


def test_the_programme_office_sees_a_region_but_cannot_enrol(fen: Visitor, crowd: None) -> None:
    page = fen.get("/regions/north")
    assert page.status_code == 200
    assert "/regions/north/enrol" not in page.text
    assert fen.get("/regions/north/enrol").status_code == 403
    assert fen.post("/regions/north/enrol/invite").status_code == 403
