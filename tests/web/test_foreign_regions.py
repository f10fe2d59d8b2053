"""Nobody reaches what is not theirs: every route of the application is walked with foreign regions and ids."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from lms.db import db
from lms.models import AuditLine
from tests.people import Cast, make_attempt
from tests.web.visitor import Visitor

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_OPEN_OR_STATIC = ("static", "public")
_VALUES = {"course": "first-steps", "course_id": "first-steps", "lesson": "arriving", "lesson_id": "arriving"}


def list_regional(app: Flask) -> Iterator[tuple[str, str]]:
    """List method and rule of every route that takes a region."""
    for rule in app.url_map.iter_rules():
        if "region" in rule.arguments:
            for method in sorted((rule.methods or set()) & set(_METHODS)):
                yield method, rule.rule


def fill(rule: str, region: str) -> str:
    """Put a region into a rule, and something that fits into the rest."""
    chosen = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.replace("<region>", region))
    return re.sub(r"<[^>]*>", "1", chosen)


def ask(visitor: Visitor, method: str, path: str):  # type: ignore[no-untyped-def]
    if method == "GET":
        return visitor.get(path)
    return visitor.client.open(path, method=method, data={"csrf_token": visitor.token()})


def count_refusals(app: Flask) -> int:
    with app.app_context():
        return db.session.query(AuditLine).filter_by(action="region.refused").count()


def test_there_are_regional_routes_to_walk(app: Flask) -> None:
    assert len(list(list_regional(app))) >= 8
    assert all(rule.startswith("/regions/<region>") for _, rule in list_regional(app))


@pytest.mark.parametrize("who", ["amina", "bruno", "emil"])
@pytest.mark.parametrize("region", ["north", "nowhere", "north%20", "..%2fnorth"])
def test_a_foreign_region_does_not_exist_and_the_try_is_written_down(
    app: Flask, visitor: Visitor, cast: Cast, who: str, region: str
) -> None:
    person = getattr(cast, who)
    visitor.sign_in(person)
    for method, rule in list_regional(app):
        before = count_refusals(app)
        answer = ask(visitor, method, fill(rule, region))
        assert answer.status_code == 404, (method, rule)
        assert "Amina" not in answer.text or who == "amina"
        if "%2f" not in region:  # a slash makes another address, which no route knows
            assert count_refusals(app) == before + 1, (method, rule)
    with app.app_context():
        lines = db.session.query(AuditLine).filter_by(action="region.refused").all()
        assert {line.actor_id for line in lines} <= {person.person_id}


def test_a_stranger_is_sent_to_the_sign_in_page(app: Flask, visitor: Visitor, cast: Cast) -> None:
    for method, rule in list_regional(app):
        answer = ask(visitor, method, fill(rule, "north"))
        assert answer.status_code == 302, (method, rule)
        assert answer.location.startswith("/sign-in")
    assert count_refusals(app) == 0


def test_a_coordinator_whose_role_ended_is_out_at_the_next_request(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    from lms.rules.permissions import Role
    from lms.services.people import end_role
    from lms.web.context import now

    visitor.sign_in(cast.chen)
    assert visitor.get("/regions/north").status_code == 200
    with app.app_context():
        end_role(cast.chen.person_id, Role.COORDINATOR, "north", None, now())
    assert visitor.get("/regions/north").status_code == 404


def test_every_route_belongs_to_a_door_with_a_guard(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        door = rule.endpoint.split(".")[0]
        assert len(app.before_request_funcs.get(door, [])) == 1, rule.rule


def test_no_route_shows_what_belongs_to_another_trainee(app: Flask, visitor: Visitor, cast: Cast) -> None:
    with app.app_context():
        make_attempt(cast.dita.enrolment_id, "arriving", answers={"secret": "Dita wrote this"})
    visitor.sign_in(cast.amina)
    ids = {"int": "1", "default": "arriving", "string": "arriving", "path": "arriving"}
    walked = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in _OPEN_OR_STATIC or "GET" not in (rule.methods or set()):
            continue
        path = rule.rule
        for name in rule.arguments:
            kind = type(rule._converters[name]).__name__.removesuffix("Converter").lower()
            kind = {"unicode": "default", "integer": "int"}.get(kind, kind)
            value = _VALUES.get(name, ids.get(kind, "arriving"))
            path = (
                path.replace(f"<{name}>", value).replace(f"<int:{name}>", value).replace(f"<path:{name}>", value)
            )
        answer = visitor.get(path)
        assert answer.status_code in (200, 302, 303, 403, 404, 405), path
        assert "Dita" not in answer.text
        walked += 1
    assert walked > 10
