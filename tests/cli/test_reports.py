"""`lms report` prints what the pages show."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import update

from lms.app import create_app
from lms.cli.reports import report
from lms.cli.tick import commands as tick_commands
from lms.db import db, transaction
from lms.models import Counted, Edition
from lms.services import editions
from lms.services.store import table
from tests.database import make_config
from tests.people import NORTH, make_regions
from tests.reports.crowd import add_people

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def app(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    shutil.copy(sqlite_template, tmp_path / "lms.sqlite")
    app = create_app(make_config(tmp_path, courses=DATA / "courses", quizzes=DATA / "quizzes"))
    with app.app_context():
        make_regions()
        add_people(NORTH, 40, "started")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def run(app: Flask, *words: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(report, words, obj=ScriptInfo(create_app=lambda: app))


def test_the_region_is_printed_as_a_table_with_definitions(app: Flask) -> None:
    found = run(app, "region-progress", "--region", "north")
    assert found.exit_code == 0, found.output
    line = next(line for line in found.output.splitlines() if line.startswith("Started"))
    assert line.split()[1:3] == ["40", "150"]
    assert "As of" in found.output
    assert "Hidden:" in found.output


def test_the_same_as_csv(app: Flask) -> None:
    found = run(app, "region-progress", "--region", "north", "--format", "csv")
    assert "Started,40,150,0.2667" in found.output


def test_all_regions(app: Flask) -> None:
    found = run(app, "programme-progress")
    assert found.exit_code == 0, found.output
    assert "All regions" in found.output


def test_an_unknown_region_is_told(app: Flask) -> None:
    found = run(app, "region-progress", "--region", "nowhere")
    assert found.exit_code == 1
    assert "There is no such region." in found.output


def test_counters_are_compared_and_set_right(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(table(Counted)).where(table(Counted).c.kind == "people").values(people=7))
    found = run(app, "rebuild-counters")
    assert "north: people, place 3: 7 instead of 40" in found.output
    assert "Counters that were wrong and are set right: 1." in found.output
    assert run(app, "rebuild-counters").output == "All counters are right.\n"


def test_indicators_come_from_the_weekly_edition(app: Flask) -> None:
    before = run(app, "indicators", "--region", "north")
    assert before.exit_code == 1
    assert "There is no edition of it yet" in before.output
    tick = CliRunner().invoke(tick_commands[0], [], obj=ScriptInfo(create_app=lambda: app))
    assert tick.exit_code == 0, tick.output
    found = run(app, "indicators", "--region", "north", "--format", "json")
    told = json.loads(found.output)
    assert (told["scope"], told["tables"][0]["rows"][0]["cells"][:2]) == ("north", [40, 150])
    assert json.loads(run(app, "indicators", "--format", "json").output)["scope"] == "all"


def test_a_tick_counts_an_edition_once_a_week(app: Flask) -> None:
    for _ in range(2):
        CliRunner().invoke(tick_commands[0], [], obj=ScriptInfo(create_app=lambda: app))
    with app.app_context():
        (edition,) = db.session.query(Edition).all()
        assert editions.is_due(edition.as_of + timedelta(days=7))
        assert not editions.is_due(edition.as_of + timedelta(days=6))
