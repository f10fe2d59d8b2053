"""The one address that packages ask: no cookies, no tokens, a short line, an answer that any platform may read."""

import pytest
from flask import Flask

from lms.rules.receipts import Mode, Receipt, State, package_key, write_receipt
from lms.services import receipts
from lms.services.receipts import choose_mode
from lms.web import context
from tests.database import SECRET
from tests.people import NORTH, Cast


def line(app: Flask, region: str = NORTH) -> str:
    week = "{}-W{:02}".format(*context.now().isocalendar()[:2])
    receipt = Receipt(region, "first-steps", "en", State.PASSED, week, "3fa9c1d2", "K7Q2M9XD")
    return write_receipt(receipt, package_key(SECRET, region, "first-steps", "3fa9c1d2"))


@pytest.fixture
def switched_on(app: Flask, cast: Cast) -> None:
    """The North has receipts on."""
    with app.app_context():
        choose_mode(NORTH, Mode.SEND, cast.chen.person_id, "", context.now())


def send(app: Flask, body: str):  # type: ignore[no-untyped-def]
    """Ask as a browser does for a page of another origin."""
    return app.test_client().post(
        "/receipts",
        data=body,
        headers={"Origin": "https://moodle.example", "Content-Type": "text/plain;charset=UTF-8"},
    )


def test_a_receipt_is_taken_once_without_a_cookie_from_any_origin(app: Flask, switched_on: None):
    first, again = send(app, line(app)), send(app, line(app))
    assert (first.status_code, again.status_code) == (201, 409)
    for answer in (first, again):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert len(answer.data) < 40


def test_every_refusal_can_be_read_by_the_package_too(
    app: Flask, switched_on: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(receipts, "_PER_NETWORK", 3)
    told = [
        send(app, "hello").status_code,
        send(app, line(app, "south")).status_code,
        send(app, line(app).replace("passed", "failed")).status_code,
        send(app, line(app)).status_code,
        send(app, "x" * 241).status_code,
    ]
    assert told == [400, 403, 400, 429, 413]
    assert send(app, line(app)).headers["Access-Control-Allow-Origin"] == "*"


def test_it_is_only_posted_to(app: Flask):
    assert app.test_client().get("/receipts").status_code == 405
    assert app.test_client().post("/receipts", data=b"", content_type="text/plain").status_code == 413


def test_other_addresses_stay_closed_to_other_origins(app: Flask, switched_on: None):
    answer = app.test_client().post(
        "/sign-in", data={"email": "a@b.example"}, headers={"Origin": "https://moodle.example"}
    )
    assert answer.status_code == 400
    assert "Access-Control-Allow-Origin" not in answer.headers
