"""The programme page: all regions."""

import io

import pytest
from flask import Flask
from openpyxl import load_workbook

from tests.people import NORTH, SOUTH, Cast
from tests.reports.crowd import add_people
from tests.web.coordinator.test_progress import read_page
from tests.web.visitor import Visitor


@pytest.fixture
def fen(app: Flask, visitor: Visitor, cast: Cast) -> Visitor:
    with app.app_context():
        add_people(NORTH, 40, "started")
        add_people(SOUTH, 30, "completed")
    return visitor.sign_in(cast.fen)


def test_all_regions_stand_side_by_side_with_links(fen: Visitor) -> None:
    page = fen.get("/programme").text
    tables = read_page(page)
    assert tables["regions", "south"][-2] == "30"
    assert tables["regions", "total"][-2] == "30"
    assert 'href="/regions/south"' in page


def test_the_workbook_has_the_same_numbers(fen: Visitor) -> None:
    page = read_page(fen.get("/programme").text)["regions", "south"]
    sheet = load_workbook(io.BytesIO(fen.get("/programme/progress.xlsx").data)).worksheets[0]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "South")
    assert [str(cell) for cell in row[1:-1]] == page[:-1]
    assert fen.get("/programme/progress.csv").status_code == 200


def test_for_others_the_page_does_not_exist(app: Flask, cast: Cast) -> None:
    for person in (cast.amina, cast.bruno, cast.chen):
        visitor = Visitor(app, app.test_client()).sign_in(person)
        for path in ("/programme", "/programme/progress.csv", "/programme/progress.xlsx"):
            assert visitor.get(path).status_code == 404
    stranger = Visitor(app, app.test_client()).get("/programme")
    assert (stranger.status_code, stranger.location) == (302, "/sign-in?next=/programme")
