"""Errors become plain pages in the reader's language, or JSON for the scripts."""

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from lms.errors import NotSaved, TooManyRequests
from lms.services import health, learning, notes
from tests.web.visitor import Visitor


def test_an_unknown_address_gets_a_plain_page(visitor: Visitor) -> None:
    answer = visitor.get("/nowhere")
    assert answer.status_code == 404
    assert answer.text.count("<h1>") == 1
    assert "Traceback" not in answer.text


def test_a_wrong_method_gets_a_plain_page_that_names_the_right_ones(visitor: Visitor) -> None:
    answer = visitor.get("/sign-out")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_too_large_a_form_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.post("/sign-in", data={"email": "x" * (13 * 1024 * 1024)})
    assert answer.status_code == 413


def test_a_page_open_too_long_gives_back_what_was_written(amina: Visitor) -> None:
    answer = amina.client.post(
        "/learn/first-steps/arriving/note", data={"name": "reflect-1", "text": "My long <note> text"}
    )
    assert answer.status_code == 400
    assert "open too long" in answer.text
    assert "My long &lt;note&gt; text" in answer.text


def test_scripts_get_json_instead_of_pages(visitor: Visitor) -> None:
    answer = visitor.client.post("/learn/first-steps/answer", json={"quiz": "arriving"})
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["saved"] is False
    assert answer.json["signed_out"] is True


def test_too_many_tries_say_how_long_to_wait(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise TooManyRequests("Please wait.", retry_after=90)

    monkeypatch.setattr(health, "check", refuse)
    answer = visitor.get("/health")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "90"


def test_a_change_that_could_not_be_saved_says_not_saved_yet(
    amina: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise NotSaved("This could not be saved just now. Please try again in a moment.")

    monkeypatch.setattr(learning, "mark_page_read", fail)
    monkeypatch.setattr(notes, "save_note", fail)
    page = amina.post("/learn/first-steps/arriving/1")
    assert page.status_code == 503
    assert "Not saved yet" in page.text
    assert page.headers["Retry-After"]
    told = amina.send("/learn/first-steps/arriving/note", {"name": "reflect-1", "text": "x"})
    assert told.status_code == 503
    assert told.json is not None
    assert told.json["saved"] is False


def test_a_lost_database_gives_503_also_when_it_is_lost_before_anything_else(
    amina: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr("lms.web.context.find_identity", gone)
    answer = amina.get("/learn")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "gone" not in answer.text


def test_a_fault_of_ours_gives_a_plain_page_without_trace(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(health, "check", fail)
    answer = visitor.get("/health")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "on our side" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/learn/nowhere",
        "/learn/first-steps/nothing/1",
        "/learn/first-steps/arriving/0",
        "/learn/first-steps/arriving/99",
        "/learn/first-steps/nothing/quiz",
        "/learn/kit/worksheet/1",
        "/learn/survey/nothing",
        "/learn/first-steps/attempt/arriving/1",
        "/learn/first-steps/attempt/nothing/1",
        "/pictures/first-steps/nothing.svg",
        "/pictures/first-steps/..%2fcourse.md",
        "/pictures/nothing/doors.svg",
    ],
)
def test_what_is_not_there_answers_404(amina: Visitor, path: str) -> None:
    assert amina.get(path).status_code == 404
