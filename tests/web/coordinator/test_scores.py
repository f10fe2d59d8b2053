"""Completion yes, answers no: no page or file of a coordinator shows a single score before a decision."""

import io

from flask import Flask
from openpyxl import load_workbook

from lms.db import db
from lms.models import AuditLine
from lms.services.decisions import scores_shown
from tests.people import NORTH, Cast
from tests.reports.crowd import add_people, add_records
from tests.web.visitor import Visitor

GOOD = {"decided_by": "Staff council", "reference": "DV 12/2026", "decided_on": "2026-02-20"}
SCORE = "97"


def fill(app: Flask) -> None:
    """One person with a result that stands out, among thirty with another one."""
    with app.app_context():
        add_records(
            add_people(NORTH, 30, "started"), NORTH, "first-steps", lessons_done=2, reached=2, best_score=60
        )
        add_records(
            add_people(NORTH, 1, "started"), NORTH, "first-steps", lessons_done=2, reached=2, best_score=97
        )


def text_of(answer) -> str:  # type: ignore[no-untyped-def]
    """What somebody reads in a page or a file."""
    if answer.data[:2] == b"PK":
        book = load_workbook(io.BytesIO(answer.data))
        return " ".join(f"<{cell.value}>" for sheet in book for row in sheet.iter_rows() for cell in row)
    return answer.text


def test_no_coordinator_route_shows_a_score_before_a_decision_and_one_does_after(
    app: Flask, chen: Visitor, cast: Cast
) -> None:
    fill(app)
    routes = [
        rule.rule.replace("<region>", NORTH)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/regions/<region>") and "GET" in rule.methods and rule.arguments == {"region"}
    ]
    assert "/regions/north/scores" in routes
    for route in routes:
        text = text_of(chen.get(route))
        assert f">{SCORE}<" not in text, route
        assert f"{SCORE}\u00a0%" not in text, route
    chen.post("/regions/north/scores", GOOD)
    assert f">{SCORE}<" in chen.get("/regions/north/scores").text
    with app.app_context():
        assert db.session.query(AuditLine).filter_by(action="scores.seen").count() == 1


def test_trainees_are_told_of_a_decision_and_of_its_end(app: Flask, chen: Visitor, cast: Cast) -> None:
    amina = Visitor(app, app.test_client()).sign_in(cast.amina)
    assert "Coordinators of your region can see" not in amina.get("/learn").text
    chen.post("/regions/north/scores", GOOD)
    for page in ("/learn", "/privacy"):
        said = amina.get(page).text
        assert "Staff council" in said
        assert "DV 12/2026" in said
    chen.post("/regions/north/scores", {"end": "yes"})
    assert "Staff council" not in amina.get("/learn").text
    assert "Staff council" not in amina.get("/privacy").text


def test_a_decision_without_its_day_is_explained_at_the_field(app: Flask, chen: Visitor, cast: Cast) -> None:
    answer = chen.post("/regions/north/scores", GOOD | {"decided_on": ""})
    assert answer.status_code == 400
    assert 'id="decided_on-fault"' in answer.text
    assert "DV 12/2026" in answer.text
    with app.app_context():
        assert not scores_shown(NORTH)


def test_a_coordinator_of_another_region_cannot_decide(app: Flask, chen: Visitor, cast: Cast) -> None:
    assert chen.post("/regions/south/scores", GOOD).status_code == 404
    with app.app_context():
        assert not scores_shown("south")
