"""Results from elsewhere: handed in, looked at, taken over, taken back."""

import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from lms.db import db, transaction
from lms.models import ColumnMapping, CourseRecord, ImportBatch, OutsidePerson, SurveyDone, Upload
from lms.rules.permissions import Role
from lms.services import certificates
from lms.services.outside_folding import refold
from lms.services.store import insert
from lms.web.context import lms_of
from tests.intake import moodle_files as moodle
from tests.people import Cast, make_staff
from tests.web.visitor import Visitor

PEOPLE = [("Amina T", "AMINA@north.example", "2026-02-20"), ("Gwen Nolan", "gwen@moodle.example", "2026-02-21")]
ACTIVITIES = moodle.to_csv(moodle.activities("pl", ["EU-Belong First steps"], PEOPLE))
_PATH = "/regions/north/enrol/results"


def hand_in(visitor: Visitor, data: bytes, name: str = "progress-eub.csv", **form: Any):  # type: ignore[no-untyped-def]
    form = {"kind": "moodle", "file": (io.BytesIO(data), name), **form}
    return visitor.post(_PATH, form, content_type="multipart/form-data")


def show(visitor: Visitor, data: bytes, name: str = "progress-eub.csv", **form: Any) -> str:
    """Hand a file in; give the address of its preview."""
    answer = hand_in(visitor, data, name, **form)
    assert answer.status_code == 303, answer.text
    return answer.location


def paste(visitor: Visitor, text: str) -> str:
    """Hand in pasted lines of a signed list; give the address of the preview."""
    answer = visitor.post(_PATH, {"kind": "paper", "text": text}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return answer.location


def count(app: Flask, model: Any) -> int:
    with app.app_context():
        return db.session.query(model).count()


def records(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return [(row.course_id, row.completed_by) for row in db.session.query(CourseRecord)]


def test_a_file_is_shown_before_anything_is_written(app: Flask, chen: Visitor) -> None:
    page = chen.get(show(chen, ACTIVITIES)).text
    assert "The results of 2 people can go in." in page
    assert "Nothing is written yet." in page
    assert "Enrolled here: recorded" in page
    assert "Not enrolled here: counted without name" in page
    assert "What counts when sources disagree" in page
    assert 'value="first-steps" selected' in page, "the module is guessed by its title"
    assert (count(app, OutsidePerson), records(app)) == (0, [])


def test_a_file_is_taken_over_with_the_second_press_and_back_again(app: Flask, chen: Visitor) -> None:
    waiting = show(chen, ACTIVITIES)
    answer = chen.post(f"{waiting}/take-over")
    assert answer.location.endswith("/regions/north/results?notice=taken-over")
    assert records(app) == [("first-steps", "moodle")]
    assert count(app, Upload) == 0
    page = chen.get(answer.location).text
    assert "1 person enrolled here, 1 new person from elsewhere" in page
    assert "Gwen" not in page
    back = re.search(r'action="([^"]+/take-back)"', page)
    assert back
    answer = chen.post(back.group(1))
    assert records(app) == []
    assert count(app, OutsidePerson) == 0
    assert "taken back on" in chen.get(answer.location).text
    assert chen.post(back.group(1)).status_code == 404, "once is enough"


def test_the_page_says_how_many_certificates_go_with_an_import(app: Flask, cast: Cast, chen: Visitor) -> None:
    chen.post(f"{show(chen, ACTIVITIES)}/take-over")
    held = lms_of(app)
    with app.app_context():
        amina, now = cast.amina.enrolment_id, datetime.now(UTC)
        sent = {"survey_id": held.catalogue.programme.after, "skipped": False, "done_on": now.date()}
        with transaction() as session:
            insert(session, SurveyDone, enrolment_id=amina, **sent)
            refold(session, [amina], held.catalogue.programme)  # type: ignore[list-item]
        assert certificates.issue_due(held.catalogue, held.config, now, write=False) == 1
        found = certificates.find_own(amina, held.config)  # type: ignore[arg-type]
        assert found is not None
    page = chen.get("/regions/north/results").text
    assert "1 certificate rests on it and is withdrawn with it." in page
    state = re.compile(rf'<dt>Certificate</dt><dd><a href="[^"]*/certificates/{found.id}">(\w+)</a>')
    assert state.findall(chen.get(f"/regions/north/people/{amina}").text) == ["Valid"]
    back = re.search(r'action="([^"]+/take-back)"', page)
    assert back is not None
    chen.post(back[1])
    assert "rests on it" not in chen.get("/regions/north/results").text
    told = chen.get(f"/regions/north/certificates/{found.id}").text
    assert "The results that it rested on were taken back." in told
    assert state.findall(chen.get(f"/regions/north/people/{amina}").text) == ["Withdrawn"]
    own = Visitor(app, app.test_client()).sign_in(cast.amina).get("/learn/certificate").text
    assert "Whoever completes the programme again gets a new one." in own


def test_pressing_twice_takes_over_once(app: Flask, chen: Visitor) -> None:
    waiting = show(chen, ACTIVITIES)
    chen.post(f"{waiting}/take-over")
    answer = chen.post(f"{waiting}/take-over")
    assert answer.status_code == 404
    assert "does not wait any more" in answer.text
    assert count(app, ImportBatch) == 1


def test_the_same_file_again_says_that_nothing_changes(app: Flask, chen: Visitor) -> None:
    chen.post(f"{show(chen, ACTIVITIES)}/take-over")
    waiting = show(chen, ACTIVITIES, "progress-eub (1).csv")
    page = chen.get(waiting).text
    assert "The results of 0 people can go in." in page
    assert "2 people without change" in page
    assert chen.post(f"{waiting}/take-over").location.endswith("notice=nothing-new")
    assert count(app, ImportBatch) == 1


def test_what_a_column_means_is_remembered_for_the_course(app: Flask, chen: Visitor) -> None:
    data = moodle.to_csv(moodle.activities("en", ["Kurs A"], PEOPLE))
    waiting = show(chen, data)
    assert "have begun none of the modules" in chen.get(waiting).text
    chen.post(waiting, {"column-2": "first-steps"})
    assert "The results of 2 people can go in." in chen.get(waiting).text
    assert "The results of 2 people can go in." in chen.get(show(chen, data)).text
    assert count(app, ColumnMapping) == 1
    chen.post(waiting, {"column-2": ""})
    assert "have begun none of the modules" in chen.get(show(chen, data)).text


def test_a_package_is_remembered_by_its_name_and_its_pass_mark_is_told(chen: Visitor) -> None:
    people = [("Amina", "amina@north.example", 1, 69), ("Gwen", "gwen@moodle.example", 1, 70)]
    data = moodle.to_text(moodle.scorm("de", people))
    name = "EUB Paket-20261122_0234-tab_separated.txt"
    waiting = show(chen, data, name)
    chen.post(waiting, {"column-5": "first-steps"})
    page = chen.get(waiting).text
    assert "cannot be told from them" in page
    assert "pass mark 70" in page
    assert "started" in page
    later = moodle.to_text(moodle.scorm("de", [("Hugo", "hugo@moodle.example", 1, 100)]))
    page = chen.get(show(chen, later, "EUB Paket-20261201_1000-tab_separated.txt")).text
    assert "The results of 1 person can go in." in page
    assert "The results of 0 people" in chen.get(show(chen, later, "Other-20261201_1000-tab_separated.txt")).text


def test_unknown_words_can_be_explained_and_are_remembered(app: Flask, chen: Visitor) -> None:
    rows = moodle.activities("en", ["First steps"], PEOPLE)
    for row in rows[1:]:
        row[2] = "Splněno"
    waiting = show(chen, moodle.to_csv(rows))
    assert "Words that we do not know" in chen.get(waiting).text
    chen.post(waiting, {"column-2": "first-steps", "word-0": "completed"})
    assert "The results of 2 people can go in." in chen.get(waiting).text
    assert "The results of 2 people can go in." in chen.get(show(chen, moodle.to_csv(rows))).text


def test_a_signed_list_needs_its_evidence(app: Flask, chen: Visitor) -> None:
    waiting = paste(chen, "Amina Trainee; amina@north.example; 1; 20.02.2026\nGwen Nolan; Parish; 1; 20.02.2026")
    answer = chen.post(f"{waiting}/take-over")
    assert answer.status_code == 400
    assert "where the list with the signatures is kept" in answer.text
    assert count(app, ImportBatch) == 0
    chen.post(waiting, {"evidence": "EU office, folder 12"})
    chen.post(f"{waiting}/take-over")
    assert records(app) == [("first-steps", "paper")]
    assert "EU office, folder 12" in chen.get("/regions/north/results").text


def test_somebody_without_an_address_is_joined_by_hand(app: Flask, chen: Visitor) -> None:
    waiting = paste(chen, "Trainee, Amina; County; 1; 20.02.2026")
    page = chen.get(waiting).text
    assert "perhaps amina@north.example" in page
    line = re.search(r'name="(join-\d+)"', page)
    assert line
    chen.post(waiting, {line.group(1): "dita@south.example", "evidence": "here"})
    assert "Not enrolled here" in chen.get(waiting).text, "people of other regions cannot be joined"
    chen.post(waiting, {line.group(1): "amina@north.example", "evidence": "here"})
    assert "Enrolled here: recorded" in chen.get(waiting).text
    chen.post(f"{waiting}/take-over")
    assert records(app) == [("first-steps", "paper")]


def test_modules_and_day_can_be_said_for_the_whole_list(app: Flask, chen: Visitor) -> None:
    waiting = show(chen, b"Name;Email\nAmina;amina@north.example\n", "list.csv", kind="paper")
    assert "The results of 0 people" in chen.get(waiting).text
    chen.post(waiting, {"module-first-steps": "yes", "day": "2026-02-20", "evidence": "folder"})
    assert "completed on 20 February 2026" in chen.get(waiting).text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "This is a PDF"),
        (b"", "Please choose a file."),
        (b"a;b\n1;2\n", "No column holds mail addresses"),
    ],
)
def test_a_wrong_file_gets_a_sentence(app: Flask, chen: Visitor, data: bytes, said: str) -> None:
    answer = hand_in(chen, data)
    assert (answer.status_code, count(app, Upload)) == (400, 0)
    assert said in answer.text


def test_faults_are_shown_with_line_column_and_reason(chen: Visitor) -> None:
    rows = moodle.activities("en", ["First steps"], [*PEOPLE, ("Bad", "bad@", "2026-02-20")])
    page = chen.get(show(chen, moodle.to_csv(rows))).text
    assert "1 cell cannot be used." in page
    assert "<td>bad@</td><td>This is not a mail address.</td>" in page


def test_a_file_of_another_coordinator_is_not_there(app: Flask, cast: Cast, chen: Visitor) -> None:
    waiting = show(chen, ACTIVITIES)
    with app.app_context():
        olga = make_staff("Olga", "olga@north.example", Role.COORDINATOR, "north")
    other = Visitor(app, app.test_client()).sign_in(olga)
    assert other.get(waiting).status_code == 404
    assert other.post(f"{waiting}/take-over").status_code == 404
    assert other.post(f"{waiting}/put-away").status_code == 404


def test_an_import_of_another_region_cannot_be_taken_back(app: Flask, cast: Cast, chen: Visitor) -> None:
    chen.post(f"{show(chen, ACTIVITIES)}/take-over")
    emil = Visitor(app, app.test_client()).sign_in(cast.emil)
    with app.app_context():
        number = db.session.query(ImportBatch).one().id
    assert emil.post(f"/regions/south/enrol/results/imports/{number}/take-back").status_code == 404
    assert emil.post(f"/regions/north/enrol/results/imports/{number}/take-back").status_code == 404
    assert records(app) == [("first-steps", "moodle")]


def test_a_file_can_be_put_away(app: Flask, chen: Visitor) -> None:
    waiting = show(chen, ACTIVITIES)
    assert chen.post(f"{waiting}/put-away").status_code == 303
    assert count(app, Upload) == 0


def test_the_programme_office_sees_figures_but_takes_nothing_over(fen: Visitor) -> None:
    page = fen.get("/regions/north/results").text
    assert "Where people learned: North" in page
    assert "Bring in results" not in page
    assert hand_in(fen, ACTIVITIES).status_code == 403


@pytest.mark.parametrize("path", ["/regions/north/results", "/programme/sources"])
def test_the_figures_can_be_taken_home(fen: Visitor, path: str) -> None:
    assert fen.get(path).status_code == 200
    assert "People who completed a module, by source" in fen.get(f"{path}.csv").text
    assert fen.get(f"{path}.xlsx").data.startswith(b"PK")


def test_the_trainee_reads_where_the_module_was_recorded_from(app: Flask, cast: Cast, chen: Visitor) -> None:
    chen.post(f"{show(chen, ACTIVITIES)}/take-over")
    amina = Visitor(app, app.test_client()).sign_in(cast.amina)
    said = "Completed on 20 February 2026, recorded from your region&#39;s learning platform"
    assert said in amina.get("/learn").text
    assert said in amina.get("/learn/first-steps").text


def test_who_is_enrolled_later_has_what_was_done_elsewhere(app: Flask, chen: Visitor) -> None:
    chen.post(f"{show(chen, ACTIVITIES)}/take-over")
    form = {"name": "Gwen", "email": "gwen@moodle.example", "language": "en", "category": "", "organisation": ""}
    chen.post("/regions/north/enrol", form)
    assert records(app) == [("first-steps", "moodle")] * 2
