"""The coordinator's page of the join link."""

from flask import Flask

from lms.services import joining
from lms.web.context import lms_of, now
from tests.web.visitor import Visitor

_PATH = "/regions/north/enrol/join"


def wait_for(app: Flask, *emails: str) -> None:
    programme, config = lms_of(app).catalogue.programme, lms_of(app).config
    with app.app_context():
        link = joining.find_link("north")
        assert link is not None
        for email in emails:
            form = {"name": "Olga One", "email": email, "category": "", "language": "en"}
            joining.ask(link.code, form, "", config, now())
        joining.settle(programme, config, now())


def test_a_link_is_opened_renewed_printed_and_closed(app: Flask, chen: Visitor) -> None:
    assert "There is no link yet." in chen.get(_PATH).text
    assert chen.get(f"{_PATH}/sheet").status_code == 404
    chen.post(f"{_PATH}/open")
    with app.app_context():
        first = joining.find_link("north")
    assert first is not None
    page = chen.get(_PATH).text
    assert f"http://localhost/join/{first.code}" in page
    assert "<svg viewBox" in page
    sheet = chen.get(f"{_PATH}/sheet").text
    assert first.code in sheet
    assert "<svg viewBox" in sheet
    assert "style=" not in sheet
    chen.post(f"{_PATH}/open")
    assert first.code not in chen.get(_PATH).text
    chen.post(f"{_PATH}/close")
    assert "The link is closed." in chen.get(_PATH).text


def test_domains_are_saved_or_told_at_their_field(chen: Visitor) -> None:
    chen.post(f"{_PATH}/open")
    page = chen.post(f"{_PATH}/domains", {"domains": "North.example"}, follow_redirects=True).text
    assert "The domains are saved." in page
    assert ">north.example</textarea>" in page
    answer = chen.post(f"{_PATH}/domains", {"domains": "no domain"})
    assert answer.status_code == 400
    assert 'id="domains-fault"' in answer.text
    assert ">no domain</textarea>" in answer.text


def test_those_who_wait_are_let_in_or_turned_away_together(app: Flask, chen: Visitor) -> None:
    chen.post(f"{_PATH}/open")
    wait_for(app, "a@far.example", "b@far.example", "c@far.example")
    page = chen.get(_PATH).text
    assert "Waiting for your word (3)" in page
    with app.app_context():
        ids = [row.id for row in joining.list_waiting("north")]
    form = {"request": [str(ids[0]), str(ids[1]), "x"], "decision": "approve"}
    assert "2 people were let in." in chen.post(f"{_PATH}/decide", form, follow_redirects=True).text
    form = {"request": [str(ids[2])], "decision": "refuse"}
    assert "1 person was turned away." in chen.post(f"{_PATH}/decide", form, follow_redirects=True).text
    assert "Nobody waits." in chen.get(_PATH).text


def test_without_a_tick_nobody_is_decided_on_and_that_is_said(app: Flask, chen: Visitor) -> None:
    chen.post(f"{_PATH}/open")
    wait_for(app, "a@far.example")
    for decision in ("approve", "refuse"):
        page = chen.post(f"{_PATH}/decide", {"decision": decision}, follow_redirects=True).text
        assert (
            '<div class="notice attention" role="status" id="told" tabindex="-1"><p>Nobody is chosen.</p>' in page
        )
        assert "Waiting for your word (1)" in page
