"""Reading lessons page by page."""

import re

from flask import Flask

from lms.language import words
from lms.services import learning
from lms.services.people import find_identity_now
from lms.web.context import now
from tests.people import Cast
from tests.web.visitor import Visitor

LESSON = "/learn/first-steps/arriving"


def place_of(app: Flask, cast: Cast):  # type: ignore[no-untyped-def]
    with app.app_context():
        return learning.find_place(cast.amina.enrolment_id or 0, "first-steps", "arriving")


def test_a_page_shows_its_text_once_with_one_heading_of_the_first_rank(amina: Visitor) -> None:
    page = amina.get(f"{LESSON}/1").text
    assert page.count("<h1>") == 1
    assert "<h1>At the station</h1>" in page
    assert "page 1 of 3" in page


def test_the_boxes_are_named_in_words(amina: Visitor) -> None:
    first, second = amina.get(f"{LESSON}/1").text, amina.get(f"{LESSON}/2").text
    for word in ("Fact", "In your region: North"):
        assert word in first
    for word in ("A case", "Try it", "<summary>Compare with our answer</summary>"):
        assert word in second


def test_a_region_s_insert_stands_for_its_own_people_only(visitor: Visitor, cast: Cast) -> None:
    assert "town hall" in visitor.sign_in(cast.amina).get(f"{LESSON}/1").text
    assert "town hall" not in visitor.sign_in(cast.dita).get(f"{LESSON}/1").text


def test_pictures_come_from_our_own_address_and_may_not_run_anything(amina: Visitor) -> None:
    page = amina.get(f"{LESSON}/1").text
    source = re.search(r'<img[^>]+src="([^"]+)"', page)
    assert source is not None
    answer = amina.get(source.group(1))
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert amina.get(source.group(1), headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_looking_at_a_page_records_nothing(app: Flask, amina: Visitor, cast: Cast) -> None:
    for number in (1, 2, 3):
        amina.get(f"{LESSON}/{number}")
    assert place_of(app, cast).pages_read == ()


def test_next_records_the_page_and_goes_on(app: Flask, amina: Visitor, cast: Cast) -> None:
    assert amina.post(f"{LESSON}/1").location == f"{LESSON}/2"
    assert place_of(app, cast).pages_read == (1,)
    assert 'class="read"' in amina.get(f"{LESSON}/2").text


def test_after_the_last_page_the_questions_lie_open(amina: Visitor) -> None:
    for number in (1, 2):
        amina.post(f"{LESSON}/{number}")
    assert amina.post(f"{LESSON}/3").location == f"{LESSON}/quiz"
    assert "<fieldset" in amina.get(f"{LESSON}/quiz").text


def test_the_overview_continues_exactly_where_the_reader_stopped(amina: Visitor) -> None:
    amina.post(f"{LESSON}/1")
    page = amina.get("/learn").text
    assert f'href="{LESSON}/2"' in page
    assert "page 2 of 3" in page


def test_a_lesson_in_another_language_is_marked_and_the_page_says_so(app: Flask, amina: Visitor) -> None:
    amina.post("/language", {"language": "ga", "next": "/learn"})
    page = amina.get(f"{LESSON}/1").text
    told = "This lesson is not yet translated into your language. You read it in %(language)s."
    assert words("ga")(told, language="English") in page
    assert '<article class="lesson-text" lang="en">' in page
    amina.post("/language", {"language": "pl", "next": "/learn"})
    page = amina.get(f"{LESSON}/1").text
    assert '<html lang="pl">' in page
    assert '<article class="lesson-text">' in page
    assert "Rosa wysiada" in page


def test_a_note_is_kept_and_shown_again_inert(amina: Visitor) -> None:
    told = amina.send(f"{LESSON}/note", {"name": "reflect-1", "text": "</textarea><script>x</script>"})
    assert told.json is not None
    assert told.json["saved"] is True
    page = amina.get(f"{LESSON}/3").text
    assert "&lt;/textarea&gt;&lt;script&gt;" in page


def test_a_note_is_kept_without_javascript_too(amina: Visitor) -> None:
    answer = amina.post(f"{LESSON}/note", {"name": "reflect-2", "text": "My neighbour."})
    assert answer.location == f"{LESSON}/3#reflect-2"
    assert "My neighbour." in amina.get(f"{LESSON}/3").text


def test_nobody_else_sees_a_note(visitor: Visitor, cast: Cast) -> None:
    visitor.sign_in(cast.amina).send(f"{LESSON}/note", {"name": "reflect-1", "text": "mine alone"})
    assert "mine alone" not in visitor.sign_in(cast.dita).get(f"{LESSON}/3").text


def test_a_note_for_a_box_that_is_not_there_is_refused(amina: Visitor) -> None:
    assert amina.send(f"{LESSON}/note", {"name": "nothing", "text": "x"}).status_code == 404
    assert amina.send(f"{LESSON}/note", {"text": "x"}).status_code == 404


def test_a_page_of_a_lesson_asks_the_database_at_most_three_times(app: Flask, amina: Visitor, cast: Cast) -> None:
    from sqlalchemy import event

    from lms.db import db

    amina.get(f"{LESSON}/1")
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):  # type: ignore[no-untyped-def]
        if statement.startswith("SELECT"):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    amina.get(f"{LESSON}/1")
    assert len(sent) == 2
    amina.get(f"{LESSON}/3")
    event.remove(engine, "before_cursor_execute", note)
    assert len(sent) == 5


def test_a_lesson_page_is_light(amina: Visitor) -> None:
    page = amina.get(f"{LESSON}/1")
    total = len(page.data)
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        total += len(amina.get(address).data)
    assert total < 150_000


def test_somebody_without_enrolment_is_told_what_to_do(visitor: Visitor, cast: Cast) -> None:
    answer = visitor.sign_in(cast.bruno).get("/learn")
    assert answer.status_code == 403
    assert "regional coordinator can enrol you" in answer.text


def test_the_identity_of_a_script_s_token_is_told(amina: Visitor, cast: Cast, app: Flask) -> None:
    answer = amina.get("/learn/token", headers={"Accept": "application/json"})
    assert answer.json is not None
    assert answer.json["who"] == cast.amina.person_id
    with app.app_context():
        assert find_identity_now(cast.amina.person_id, now()) is not None
    anonymous = app.test_client().get("/learn/token", headers={"Accept": "application/json"})
    assert anonymous.status_code == 401
