"""Signing in by letter and signing out, as a browser sees it."""

import re

import pytest
from flask import Flask

from lms.services import outbox
from lms.web.context import now
from tests.people import Cast
from tests.web.visitor import Visitor

AGENTS = ("SafeLinks", "curl/8", "Mozilla/5.0 (compatible; bot)", "", "Outlook-iOS")


def ask_for_letter(visitor: Visitor, email: str = "amina@north.example", following: str = "") -> str:
    """Ask for a letter and give its text."""
    answer = visitor.post("/sign-in", {"email": email, "next": following})
    assert answer.location == "/sign-in/code"
    answer.close()
    with visitor.app.app_context():
        config = visitor.app.config["LMS"]
        outbox.deliver_due(config, now())
        letters = outbox.list_outbox(config, 5)
    return letters[0].text if letters else ""


def link_of(letter: str) -> str:
    found = re.search(r"http://localhost(/sign-in/\S+)", letter)
    assert found is not None
    return found.group(1)


def code_of(letter: str) -> str:
    found = re.search(r"\b([A-Z0-9]{4}[- ]?[A-Z0-9]{4})\b", letter)
    assert found is not None
    return found.group(1)


def test_a_letter_leads_to_the_course_in_two_presses(visitor: Visitor, cast: Cast) -> None:
    link = link_of(ask_for_letter(visitor))
    page = visitor.get(link)
    assert page.status_code == 200
    assert "<form" in page.text
    assert visitor.post(link).location == "/learn"
    assert visitor.get("/learn").status_code == 200


def test_looking_at_the_link_twenty_times_leaves_it_good(visitor: Visitor, cast: Cast) -> None:
    link = link_of(ask_for_letter(visitor))
    for number in range(20):
        scanner = visitor.app.test_client()
        method = scanner.head if number % 2 else scanner.get
        answer = method(link, headers={"User-Agent": AGENTS[number % len(AGENTS)]})
        assert answer.status_code == 200
        assert scanner.get("/learn").status_code == 302
    assert visitor.post(link).location == "/learn"


def test_a_used_link_says_so_and_offers_a_new_one(visitor: Visitor, cast: Cast) -> None:
    link = link_of(ask_for_letter(visitor))
    visitor.post(link)
    other = Visitor(visitor.app, visitor.app.test_client())
    assert "has been used" in other.get(link).text
    answer = other.post(link)
    assert "You need a new link" in answer.text
    assert other.get("/learn").status_code == 302


def test_a_double_press_does_not_frighten(visitor: Visitor, cast: Cast) -> None:
    link = link_of(ask_for_letter(visitor))
    visitor.post(link)
    assert visitor.post(link).location == "/learn"


def test_the_code_signs_in_too(visitor: Visitor, cast: Cast) -> None:
    code = code_of(ask_for_letter(visitor))
    page = visitor.get("/sign-in/code").text
    assert 'autocomplete="one-time-code"' in page
    answer = visitor.post("/sign-in/code", {"email": "amina@north.example", "code": code.lower()})
    assert answer.location == "/learn"


def test_a_wrong_code_is_explained_and_the_address_is_not_asked_again(visitor: Visitor, cast: Cast) -> None:
    ask_for_letter(visitor)
    answer = visitor.post("/sign-in/code", {"email": "amina@north.example", "code": "AAAA-AAAA"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert 'name="email" value="amina@north.example"' in answer.text


def test_guessing_codes_is_stopped_with_a_time_to_wait(visitor: Visitor, cast: Cast) -> None:
    for _ in range(60):
        answer = visitor.post("/sign-in/code", {"email": "amina@north.example", "code": "AAAA-AAAA"})
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_unknown_and_known_addresses_get_the_same_answer(visitor: Visitor, cast: Cast) -> None:
    known = visitor.post("/sign-in", {"email": "amina@north.example"})
    page_known = visitor.get("/sign-in/code").text
    stranger = Visitor(visitor.app, visitor.app.test_client())
    unknown = stranger.post("/sign-in", {"email": "nobody@north.example"})
    page_unknown = stranger.get("/sign-in/code").text
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    without_token = [re.sub(r'value="[^"]{40,}"', "", page) for page in (page_known, page_unknown)]
    assert without_token[0].replace("amina", "nobody") == without_token[1]


def test_a_mistyped_address_is_explained_at_the_field(visitor: Visitor) -> None:
    page = visitor.post("/sign-in", {"email": "amina at north"}).text
    assert 'aria-invalid="true"' in page
    assert 'value="amina at north"' in page


def test_the_way_back_is_kept_through_the_letter(visitor: Visitor, cast: Cast) -> None:
    turned_away = visitor.get("/learn/first-steps")
    assert turned_away.location == "/sign-in?next=/learn/first-steps"
    link = link_of(ask_for_letter(visitor, following="/learn/first-steps"))
    assert visitor.post(link).location == "/learn/first-steps"


def test_a_session_begins_anew_at_sign_in(visitor: Visitor, cast: Cast) -> None:
    visitor.get("/")
    before = visitor.client.get_cookie("lms-session")
    link = link_of(ask_for_letter(visitor))
    visitor.post(link)
    old = visitor.app.test_client()
    assert before is not None
    old.set_cookie("lms-session", before.value)
    assert old.get("/learn").status_code == 302


def test_a_cookie_copied_before_signing_out_is_dead_everywhere(amina: Visitor) -> None:
    amina.get("/learn")
    cookie = amina.client.get_cookie("lms-session")
    assert cookie is not None
    thief = amina.app.test_client()
    thief.set_cookie("lms-session", cookie.value)
    assert thief.get("/learn").status_code == 200
    assert amina.post("/sign-out").location == "/?left=yes"
    assert thief.get("/learn").status_code == 302


def test_a_deactivated_person_is_out_at_the_next_request(app: Flask, amina: Visitor, cast: Cast) -> None:
    from lms.services.people import deactivate

    with app.app_context():
        deactivate(cast.amina.person_id, cast.fen.person_id, now())
    assert amina.get("/learn").status_code == 302


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/sign-out", "/language"])
def test_forms_without_token_are_refused(visitor: Visitor, path: str) -> None:
    assert visitor.client.post(path, data={"email": "amina@north.example"}).status_code == 400
