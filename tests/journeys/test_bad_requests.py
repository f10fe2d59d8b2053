"""Requests that pages of ours do not send: many at once, forged, damaged, for what does not exist."""

import concurrent.futures

import pytest
from sqlalchemy import select

from lms.db import db
from lms.models import LessonRecord
from tests.journeys.breaking import lost_database
from tests.journeys.site import Site, token_on
from tests.journeys.trainee import QUIZ, READ, Trainee

pytestmark = pytest.mark.xdist_group("journeys-small")


@pytest.fixture
def trainee(small_site: Site) -> Trainee:
    return Trainee(small_site)


def test_the_same_form_sent_six_times_at_once_makes_one_attempt(trainee: Trainee) -> None:
    name = trainee.site.app.config["SESSION_COOKIE_NAME"]
    cookie = trainee.client.get_cookie(name)
    assert cookie
    form = {"csrf_token": trainee.token, "number": "1", "send": "yes", "q-first-door": "1"}

    def send(_: int) -> tuple[int, str]:
        client = trainee.site.client_for()
        client.set_cookie(name, cookie.value)
        answer = client.post(QUIZ, data=form)
        return answer.status_code, answer.headers.get("Location", "")

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(send, range(6)))
    assert answers == {(302, "/learn/arriving/attempt/arriving-quiz/1")}
    attempts = trainee.attempts()
    assert [(attempt.number, attempt.answers) for attempt in attempts] == [(1, {"first-door": 1})]


def test_a_form_sent_without_the_database_says_that_it_is_not_saved(trainee: Trainee) -> None:
    with lost_database(trainee.site):
        answer = trainee.send(number="1", send="yes", **{"q-first-door": "1"})
    assert answer.status_code == 503
    assert "Not saved yet" in answer.text
    assert trainee.attempts()[0].submitted_at is None


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-page",
        "/learn/no-such-course",
        "/learn/arriving/no-such-lesson/1",
        "/learn/arriving/arriving-well/99",
        "/learn/arriving/arriving-well/0",
        "/learn/arriving/asking-well/1",
        "/learn/arriving/attempt/arriving-quiz/99",
        "/learn/arriving/attempt/asking-quiz/1",
        "/learn/survey/arriving-quiz",
        "/learn/materials/arriving",
        "/pictures/arriving/../course.md",
        "/pictures/arriving/no-such.svg",
        "/regions/no-such-region",
        "/regions/north",
        "/teach",
        "/programme",
        "/static/../config.py",
    ],
)
def test_what_does_not_exist_or_is_not_yours_answers_with_a_plain_page(trainee: Trainee, path: str) -> None:
    answer = trainee.client.get(path, headers={"Accept-Language": "pl"})
    assert answer.status_code in (403, 404)
    # Below /static/ nobody is looked up, so the browser is asked for the language instead of the person.
    language = "pl" if path.startswith("/static/") else "en"
    assert f'<html lang="{language}">' in answer.text
    assert answer.text.count("<h1>") == 1
    assert "Traceback" not in answer.text
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_an_unknown_language_changes_nothing(small_site: Site) -> None:
    client = small_site.client_for()
    token = token_on(client.get("/").text)
    for language in ("xx", "", "EN ", "../en", "pl\0"):
        answer = client.post("/language", data={"csrf_token": token, "language": language, "next": "/help"})
        assert answer.location == "/help"
        assert "You read them in English" not in client.get("/help").text
    assert '<html lang="en">' in client.get("/help", headers={"Accept-Language": "xx-YY;q=nonsense"}).text


def test_a_form_without_its_token_is_refused_with_an_explanation(trainee: Trainee) -> None:
    form = {"send": "yes", "q-words": "What I wrote with much thought."}
    for token in ({}, {"csrf_token": "forged"}):
        answer = trainee.client.post(QUIZ, data=form | token)
        assert answer.status_code == 400
        assert "open too long" in answer.text
        assert "What I wrote with much thought." in answer.text
        assert "Sign in in a new tab" in answer.text
    told = trainee.client.post(
        "/learn/arriving/answer", json={"quiz": "arriving-quiz", "question": "words", "value": "x"}
    )
    assert told.status_code == 400
    assert told.json
    assert told.json["saved"] is False
    assert trainee.attempts()[0].answers == {}


@pytest.mark.parametrize(
    "sent",
    ["[]", "null", "{", '{"quiz": 7}', '{"quiz": "arriving-quiz", "question": "offices", "value": {"a": 1}}'],
)
def test_damaged_answers_are_refused_and_change_nothing(trainee: Trainee, sent: str) -> None:
    headers = {"X-CSRFToken": trainee.token, "Content-Type": "application/json"}
    answer = trainee.client.post("/learn/arriving/answer", data=sent, headers=headers)
    assert answer.status_code in (400, 404)
    assert trainee.attempts()[0].answers == {}


def test_reading_a_page_twice_counts_it_once(trainee: Trainee) -> None:
    for _ in range(3):
        assert trainee.send(READ).status_code == 302
    with trainee.site.app.app_context():
        pages = db.session.scalars(select(LessonRecord.pages).order_by(LessonRecord.id.desc()).limit(1)).one()
    assert pages == [2]
    assert len(trainee.attempts()) == 1
