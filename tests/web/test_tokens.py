"""Tokens against forged requests: good for their own session alone, however often they were seen before."""

import pytest
from flask.testing import FlaskClient

from tests.web.visitor import Visitor

ANSWER = "/learn/first-steps/answer"


def status(client: FlaskClient, token: str | None, **options) -> int:  # type: ignore[no-untyped-def]
    """404 says that the request was let in: it asks about a question that is not there."""
    headers = {"Accept": "application/json"} | ({"X-CSRFToken": token} if token else {})
    return client.post(ANSWER, json={}, headers=headers, **options).status_code


def test_a_good_token_is_let_in_time_and_again(amina: Visitor) -> None:
    token = amina.token()
    assert [status(amina.client, token) for _ in range(3)] == [404, 404, 404]


@pytest.mark.parametrize("token", [None, "made-up"])
def test_no_token_and_a_wrong_one_are_refused_also_after_a_good_one(amina: Visitor, token: str | None) -> None:
    good = amina.token()
    assert status(amina.client, good) == 404
    assert status(amina.client, token) == 400
    # Not the last character: of that one only some bits belong to the signature.
    changed = good[:-5] + ("A" if good[-5] != "A" else "B") + good[-4:]
    assert status(amina.client, changed) == 400


def test_a_token_that_was_good_in_one_session_is_refused_in_another(amina: Visitor) -> None:
    stolen = amina.token()
    assert status(amina.client, stolen) == 404
    other = Visitor(amina.app, amina.app.test_client())
    assert status(other.client, stolen) == 400
    assert status(other.client, other.token()) == 401  # a good token, but nobody is signed in
    assert status(other.client, stolen) == 400


def test_a_form_is_judged_by_its_own_token(amina: Visitor) -> None:
    form = {"csrf_token": "made-up", "language": "pl"}
    assert amina.client.post("/language", data=form).status_code == 400
    headers = {"X-CSRFToken": "made-up"}
    for _ in range(2):
        assert amina.client.post(
            "/language", data={"csrf_token": amina.token(), "language": "pl"}, headers=headers
        ).location
        assert status(amina.client, "made-up") == 400
