"""The page of receipts: what packages said, the switch, and lines that are typed."""

from flask import Flask

from lms.db import db
from lms.models import AuditLine, PackageReceipt
from tests.people import SOUTH
from tests.web.public.test_receipts import line
from tests.web.visitor import Visitor


def test_it_begins_switched_off_and_says_what_each_choice_means(chen: Visitor):
    page = chen.get("/regions/north/receipts").text
    assert 'value="off" aria-describedby="mode-off" checked' in page
    assert "never added to the people" in page
    assert "Attempts by module" not in page
    assert 'name="lines"' not in page


def test_the_switch_is_saved_and_written_down(app: Flask, chen: Visitor):
    page = chen.post("/regions/north/receipts", {"mode": "code"}, follow_redirects=True).text
    assert 'value="code" aria-describedby="mode-code" checked' in page
    assert "obey" in page
    assert "Attempts by module" in page
    assert 'name="lines"' in page
    with app.app_context():
        assert db.session.query(AuditLine).filter_by(action="receipts.chosen", region_id="north").count() == 1
    assert chen.post("/regions/north/receipts", {"mode": "always"}).status_code == 400


def test_the_programme_office_has_the_switch_too(fen: Visitor):
    assert "obey" in fen.post("/regions/south/receipts", {"mode": "send"}, follow_redirects=True).text


def test_typed_lines_are_taken_in_and_what_is_wrong_stays_in_the_field(app: Flask, chen: Visitor):
    chen.post("/regions/north/receipts", {"mode": "code"})
    wrong = line(app).replace("passed", "failed")
    page = chen.post(
        "/regions/north/receipts/lines", {"lines": f"{line(app)}\n\n{wrong}\n{line(app, SOUTH)}\n"}
    ).text
    assert "1 receipt is new." in page
    assert "mistyped or changed" in page
    assert "another region" in page
    assert f">{wrong}\n{line(app, SOUTH)}</textarea>" in page
    again = chen.post("/regions/north/receipts/lines", {"lines": line(app)}).text
    assert "was known already" in again
    with app.app_context():
        assert db.session.query(PackageReceipt).count() == 1


def test_an_empty_field_and_too_many_lines_are_told_in_words(chen: Visitor):
    for typed in ("", " \n ", "x\n" * 201):
        answer = chen.post("/regions/north/receipts/lines", {"lines": typed})
        assert answer.status_code == 400
        assert 'id="lines-fault"' in answer.text


def test_where_receipts_are_off_typed_lines_are_refused(app: Flask, chen: Visitor):
    assert "switched off" in chen.post("/regions/north/receipts/lines", {"lines": line(app)}).text
