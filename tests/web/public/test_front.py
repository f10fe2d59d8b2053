"""The front page, the choice of language, and what everybody may read."""

import pytest

from lms.web import context
from tests.people import Cast
from tests.web.visitor import Visitor


def test_the_front_page_asks_for_one_thing_only(visitor: Visitor) -> None:
    page = visitor.get("/").text
    assert page.count('type="email"') == 1
    assert 'type="password"' not in page
    assert "Send me a link" in page


def test_who_is_signed_in_goes_on_to_the_course(amina: Visitor) -> None:
    assert amina.get("/").location == "/learn"


def test_who_has_no_course_goes_to_the_first_page_of_their_role_or_to_help(visitor: Visitor, cast: Cast) -> None:
    visitor.sign_in(cast.fen)
    assert visitor.get("/").status_code == 302
    assert visitor.get(visitor.get("/").location).status_code == 200


@pytest.mark.parametrize("path", ["/help", "/privacy", "/accessibility"])
def test_notices_are_open_and_say_whom_to_write_to(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    assert page.status_code == 200
    assert "mailto:help@eu-belong.example" in page.text


def test_a_trainee_is_told_the_contact_of_their_region(amina: Visitor) -> None:
    assert "mailto:welcome@north.example" in amina.get("/help").text


def test_the_sign_of_life_is_json(visitor: Visitor) -> None:
    answer = visitor.get("/health")
    assert answer.json == {"status": "ok"}
    assert answer.content_type == "application/json; charset=utf-8"


@pytest.mark.parametrize(("language", "heading"), [("ga", "Príobháideachas"), ("de", "Datenschutz")])
def test_a_page_speaks_the_chosen_language(visitor: Visitor, language: str, heading: str) -> None:
    answer = visitor.post("/language", {"language": language, "next": "/privacy"})
    assert answer.location == "/privacy"
    page = visitor.get("/privacy").text
    assert f'<html lang="{language}">' in page
    assert heading in page
    assert "not yet translated" not in page


def test_a_language_without_catalogue_is_said_and_the_page_marked_as_english(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "page_language", lambda _code: "en")
    visitor.post("/language", {"language": "ga", "next": "/privacy"})
    page = visitor.get("/privacy").text
    assert '<html lang="en">' in page
    assert "not yet translated into Gaeilge" in page


def test_a_person_s_language_is_kept_with_the_person(amina: Visitor, cast: Cast) -> None:
    amina.post("/language", {"language": "pl", "next": "/learn"})
    assert 'lang="pl"' in amina.get("/learn").text
    amina.sign_in(cast.amina)
    assert "Polski" in amina.get("/learn").text


def test_an_unknown_language_changes_nothing(visitor: Visitor) -> None:
    assert visitor.post("/language", {"language": "tlh", "next": "/help"}).status_code == 302
    assert "not yet translated" not in visitor.get("/help").text


def test_the_co_funding_line_is_one_setting(make_app) -> None:  # type: ignore[no-untyped-def]
    assert "Co-funded by the European Union" in make_app().test_client().get("/").text
    assert "Co-funded by the European Union" not in make_app(funding=False).test_client().get("/").text
