"""One person's page: states and reasons, no scores, modules recorded; duplicates and handover over HTTP."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms.db import db, transaction
from lms.models import Enrolment, Person, PersonPair
from lms.services import decisions
from lms.web.context import now
from tests.people import NORTH, Cast, make_course_record, make_enrolment, make_trainee
from tests.web.visitor import Visitor


@pytest.fixture
def learner(app: Flask, cast: Cast) -> int:
    """Amina, half-way through the first course, who failed its exam."""
    with app.app_context():
        at = now()
        values = {"started_at": at, "lessons_done": 2, "reached": 2, "best_score": 37, "last_active_at": at}
        make_course_record(cast.amina.enrolment_id, NORTH, "first-steps", **values)  # type: ignore[arg-type]
        with transaction() as session:
            session.execute(update(Enrolment).values(started_at=at, opened_at=at))
    return cast.amina.enrolment_id  # type: ignore[return-value]


def test_the_page_says_why_and_shows_no_score(app: Flask, chen: Visitor, learner: int) -> None:
    page = chen.get(f"/regions/north/people/{learner}").text
    assert "Has done all lessons of module 1; its exam is not passed." in page
    assert "The exam was taken and is not passed yet." in page
    assert "37" not in re.sub(r'(?:value|content|href|src)="[^"]*"', "", page)


def test_a_decision_of_the_region_lets_scores_be_seen(
    app: Flask, chen: Visitor, learner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "scores_shown", lambda region: region == NORTH)
    assert "The best exam result is 37" in chen.get(f"/regions/north/people/{learner}").text


def test_nobody_of_another_region_has_a_page(app: Flask, chen: Visitor, cast: Cast) -> None:
    foreign = f"/regions/north/people/{cast.dita.enrolment_id}"
    assert chen.get(foreign).status_code == 404
    why = {"reason": "a", "evidence": "b"}
    assert chen.post(f"{foreign}/record/first-steps", why).status_code == 404
    assert chen.post(f"{foreign}/take-back/first-steps").status_code == 404
    pair = {"first": cast.amina.enrolment_id, "second": cast.dita.enrolment_id}
    for act in ("join", "different"):
        form = pair | {"kept": cast.amina.enrolment_id}
        assert chen.post(f"/regions/north/people/duplicates/{act}", form).status_code == 404
    assert chen.post("/regions/north/people/duplicates/undo", {"pair": 1}).status_code == 404
    assert chen.post("/regions/north/coordinators/call-off", {"person": cast.emil.person_id}).status_code == 404
    assert chen.post("/regions/north/people/views/remove", {"saved": 1}).status_code == 404


def test_a_module_is_recorded_with_reason_and_evidence_and_taken_back(
    app: Flask, chen: Visitor, learner: int
) -> None:
    base = f"/regions/north/people/{learner}"
    missing = chen.post(f"{base}/record/first-steps", {"reason": "The line failed", "evidence": " "})
    assert missing.status_code == 400
    assert "Please give the reason and the evidence." in missing.text
    assert "The line failed" in missing.text
    why = {"reason": "The line failed", "evidence": "Folder 7"}
    chen.post(f"{base}/record/first-steps", why)
    page = chen.get(base).text
    assert "Recorded by Chen Coordinator on" in page
    assert "recorded by a coordinator" in page
    assert "Folder 7" in page
    assert "1 person" in chen.get("/regions/north/people?source=recorded").text
    chen.post(f"{base}/take-back/first-steps")
    assert "Folder 7" not in chen.get(base).text
    assert chen.post(f"{base}/record/no-such-course", why).status_code == 404


def test_two_who_are_one_are_joined_and_parted(app: Flask, chen: Visitor, learner: int) -> None:
    with app.app_context():
        other = make_enrolment("Amina Trainee", "amnia@north.example", NORTH).enrolment_id
    page = chen.get("/regions/north/people/duplicates").text
    assert "1 pair looks like one person." in page
    form = {"first": learner, "second": other, "kept": learner}
    done = chen.post("/regions/north/people/duplicates/join", form, follow_redirects=True).text
    assert "They are one person now." in done
    pair = re.search(r'name="pair" value="(\d+)"', done)
    assert pair is not None
    again = chen.post("/regions/north/people/duplicates/join", form)
    assert again.status_code == 400
    assert "closed already" in again.text
    parted = chen.post("/regions/north/people/duplicates/undo", {"pair": pair.group(1)}, follow_redirects=True)
    assert "They are two people again" in parted.text
    with app.app_context():
        assert db.session.query(Person).filter(Person.deactivated_at.is_not(None)).count() == 0


def test_a_region_is_handed_over_and_the_old_coordinator_is_out(app: Flask, chen: Visitor, cast: Cast) -> None:
    page = chen.get("/regions/north/coordinators").text
    assert "Chen Coordinator" in page
    assert "Enrolled a person" in page
    chen.post("/regions/north/enrol/join/open")
    assert "Opened the join link" in chen.get("/regions/north/coordinators").text
    form = {"name": "Nina Next", "email": "nina@north.example", "leaving": cast.chen.person_id, "starts": ""}
    assert chen.post("/regions/north/coordinators", form | {"email": "nina"}).status_code == 400
    assert chen.post("/regions/north/coordinators", form | {"starts": "soon"}).status_code == 400
    assert chen.post("/regions/north/coordinators", form | {"leaving": cast.emil.person_id}).status_code == 400
    look = chen.post("/regions/north/coordinators", form)
    assert "Nina Next (nina@north.example) coordinates North from" in look.text
    assert "You leave: from" in look.text
    assert 'value="Nina Next"' in chen.post("/regions/north/coordinators", form | {"change": "yes"}).text
    assert chen.get("/regions/north").status_code == 200
    done = chen.post("/regions/north/coordinators", form | {"sure": "yes"})
    assert "The region is handed over" in done.text
    assert chen.get("/regions/north").status_code == 404


def test_an_earlier_joining_waits_for_the_later_one_to_be_undone(app: Flask, chen: Visitor, cast: Cast) -> None:
    page = "/regions/north/people/duplicates"
    with app.app_context():
        one, two = (make_trainee("Amina Trainee", f"{name}@north.example", NORTH) for name in ("amnia", "amina2"))
    for other in (one, two):
        ids = {"first": cast.amina.enrolment_id, "second": other.enrolment_id}
        chen.post(f"{page}/join", ids | {"kept": cast.amina.enrolment_id})
    with app.app_context():
        first, second = db.session.scalars(select(PersonPair.id).order_by(PersonPair.id))
    shown = chen.get(page).text
    assert "Undo the later joining of this person first." in shown
    assert f'name="pair" value="{second}"' in shown
    assert f'name="pair" value="{first}"' not in shown
    refused = chen.post(f"{page}/undo", {"pair": first})
    assert refused.status_code == 400
    assert 'role="alert"' in refused.text


def test_what_strangers_tried_does_not_push_the_history_out(
    app: Flask, chen: Visitor, cast: Cast, learner: int
) -> None:
    chen.get("/regions/north/people.csv")
    emil = Visitor(app, app.test_client()).sign_in(cast.emil)
    for _ in range(41):
        assert emil.get("/regions/north/people").status_code == 404
    assert "Downloaded a list of people" in chen.get("/regions/north/coordinators").text
