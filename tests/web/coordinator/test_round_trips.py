"""Every list of people that goes out comes in again unchanged, without a word."""

import csv
import io
import re

import pytest
from flask import Flask

from lms.db import db
from lms.export.list_files import list_to_csv, list_to_xlsx
from lms.export.people_list import people_headings, people_rows
from lms.intake.people_words import heading
from lms.language import LANGUAGES, words
from lms.models import Enrolment, Person
from lms.reports.region_people import find_enrolments, list_people
from lms.rules.people_filter import PeopleFilter
from lms.services.enrolment import NewPerson, import_people
from lms.services.people import deactivate
from lms.web.context import now
from tests.people import Cast
from tests.web.coordinator.test_uploading import show
from tests.web.visitor import Visitor

_SILENT = ("needs you", "need you", "not taken over", "have no names", "has no names", "another region and stay")
EXPORTS = {
    "people.xlsx": 4,
    "people.csv": 4,
    "people.csv?for=excel": 4,
    "people.xlsx?state=closed": 1,
}
"""Every address that hands out people of a region, and how many; a test asks for those that are missing here."""


@pytest.fixture
def north(app: Flask, cast: Cast) -> None:
    """People whose names, offices and words are hard on files."""
    rows = [
        NewPerson("=cmd Łucja", "lucja@north.example", "north", "civil_servant", '-Unit; 1, "A"', "pl"),
        NewPerson("@Ann 'Annie' O'Neill", "ann@north.example", "north", "cso", "+353 Office", "ga"),
        NewPerson("'quoted", "q@north.example", "north", "", "", "sv"),
        NewPerson("Ștefan Țepeș", "stefan@north.example", "north", "media", "Unit\u00a02", "ro"),
    ]
    with app.app_context():
        import_people(rows, None, now())
        gone = db.session.query(Person).filter_by(email="q@north.example").one()
        deactivate(gone.id, None, now())


def enrolments(app: Flask) -> list[tuple[int, str, str]]:
    with app.app_context():
        return sorted((row.person_id, row.category, row.organisation) for row in db.session.query(Enrolment))


def test_every_export_of_people_is_tried_here(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("coordinator.people")]
    offered = [found for rule in rules if (found := re.fullmatch(r"(.*\.)<any\((.*)\):kind>", rule))]
    files = {found.group(1) + kind for found in offered for kind in found.group(2).split(", ")}
    assert files == {f"/regions/<region>/{name.partition('?')[0]}" for name in EXPORTS}


@pytest.mark.parametrize("name", EXPORTS)
def test_a_list_that_goes_out_comes_in_again_without_a_word(
    app: Flask, north: None, chen: Visitor, name: str
) -> None:
    answer = chen.get(f"/regions/north/{name}")
    assert answer.status_code == 200
    before = enrolments(app)
    page = chen.get(show(chen, answer.data)).text
    assert "0 people can go in." in page
    assert [word for word in _SILENT if word in page] == []
    unchanged = re.search(r"(\d+) (?:person is|people are) enrolled already", page)
    assert unchanged is not None
    assert int(unchanged.group(1)) == EXPORTS[name]
    with app.app_context():
        assert before == sorted(
            (row.person_id, row.category, row.organisation) for row in db.session.query(Enrolment)
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_in_any_language_brings_the_same_people_back(app: Flask, north: None, language: str) -> None:
    from lms.intake.people_file import read_people
    from lms.services.regions import get_region

    said = words(language)
    with app.app_context():
        everybody = find_enrolments("north", PeopleFilter(text="north.example"), (), now())
        people = list_people("north", everybody, (), now())
        assert len(people) == 5
        region = get_region("north")
    headings = people_headings(language)
    assert headings[0] == heading("name", language)
    cells = list(people_rows([(person, "x", now().date()) for person in people], said))
    for data in (list_to_csv(headings, cells, language=language), list_to_xlsx("People", headings, cells)):
        file = read_people(data, [region], "north")
        assert (file.problems, file.ignored) == ((), ())
        found = [(row.name, row.email, row.category, row.organisation, row.language) for row in file.rows]
        assert found == [(p.name, p.email, p.category, p.organisation, p.language) for p in people]


def test_cells_that_would_run_are_harmless_in_the_file_and_right_when_read_again(
    north: None, chen: Visitor
) -> None:
    text = chen.get("/regions/north/people.csv").text
    rows = list(csv.reader(io.StringIO(text)))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert any(cell == "'=cmd Łucja" for row in rows for cell in row)
