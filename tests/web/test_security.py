"""What every answer carries, how long a session lasts, and where `next` may lead."""

from datetime import timedelta

import pytest
from flask import Flask

from lms.web import context
from lms.web.security import LONGEST_SESSION, safe_next
from tests.web.visitor import Visitor

PATHS = (
    "/",
    "/learn",
    "/nowhere",
    "/health",
    "/static/css/base.css",
    "/sign-in",
    "/pictures/first-steps/doors.svg",
)
EVIL = (
    "//evil.example",
    "https://evil.example/learn",
    "/\t/evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    "///evil.example",
    "/%09/evil.example",
    "learn",
    "/nowhere",
    "/learn/../../evil",
    "",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_safe_headers(amina: Visitor, path: str) -> None:
    headers = amina.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src" in headers["Content-Security-Policy"]
    assert headers.getlist("Content-Security-Policy") == [headers["Content-Security-Policy"]]
    assert "charset=utf-8" in headers["Content-Type"]


def test_pages_allow_no_inline_script_and_no_outside_host(visitor: Visitor) -> None:
    policy = visitor.get("/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy


def test_personal_pages_are_not_stored_and_static_files_are(amina: Visitor) -> None:
    assert amina.get("/learn").headers["Cache-Control"] == "no-store"
    address = amina.app.extensions["lms"].assets["css/base.css"]
    assert "immutable" in amina.get(address).headers["Cache-Control"]
    assert amina.get("/static/css/base.css").headers["Cache-Control"] == "no-cache"


def test_over_https_the_cookie_is_bound_to_the_host(make_app) -> None:  # type: ignore[no-untyped-def]
    app = make_app(base_url="https://learn.example")
    answer = app.test_client().get("/", base_url="https://learn.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-lms-session=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_below_a_prefix_the_cookie_is_bound_to_the_path(make_app) -> None:  # type: ignore[no-untyped-def]
    app = make_app(base_url="https://example.eu/learning")
    cookie = app.test_client().get("/learning/", base_url="https://example.eu").headers["Set-Cookie"]
    assert cookie.startswith("__Secure-lms-session=")
    assert "Path=/learning" in cookie


@pytest.mark.parametrize("target", EVIL)
def test_next_cannot_leave_the_site(app: Flask, target: str) -> None:
    with app.test_request_context("/sign-in"):
        assert safe_next(target) == ""


def test_next_leads_to_pages_of_ours_with_their_query(app: Flask) -> None:
    with app.test_request_context("/sign-in"):
        assert safe_next("/learn/first-steps?saved=yes") == "/learn/first-steps?saved=yes"


def test_a_post_only_address_is_no_place_to_go_on(app: Flask) -> None:
    with app.test_request_context("/sign-in"):
        assert safe_next("/sign-out") == ""


def test_below_a_prefix_next_keeps_the_prefix(make_app) -> None:  # type: ignore[no-untyped-def]
    app = make_app(base_url="http://example.eu/learning")
    with app.test_request_context("/sign-in", environ_overrides={"SCRIPT_NAME": "/learning"}):
        assert safe_next("/learning/learn") == "/learning/learn"
        assert safe_next("/learn") == ""


def test_an_unused_session_ends(amina: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert amina.get("/learn").status_code == 200
    hours = amina.app.config["LMS"].session_hours
    import time

    later = time.time() + hours * 3600 + 10
    monkeypatch.setattr(time, "time", lambda: later)
    assert amina.get("/learn").status_code == 302


def test_a_session_in_use_is_renewed_but_not_for_ever(amina: Visitor) -> None:
    at = int(context.now().timestamp())
    with amina.client.session_transaction() as session:
        session["seen"] = at - 1000
    assert "Set-Cookie" in amina.get("/learn").headers
    assert "Set-Cookie" not in amina.get("/learn").headers
    with amina.client.session_transaction() as session:
        session["since"] = at - int((LONGEST_SESSION + timedelta(minutes=1)).total_seconds())
    assert amina.get("/learn").status_code == 302


def test_a_changed_cookie_is_nobody(amina: Visitor) -> None:
    cookie = amina.client.get_cookie("lms-session")
    assert cookie is not None
    amina.client.set_cookie("lms-session", cookie.value[:-2] + "xx")
    assert amina.get("/learn").status_code == 302


def test_forwarded_headers_count_only_from_known_proxies(make_app) -> None:  # type: ignore[no-untyped-def]
    sent = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example"}
    for proxies, seen in ((0, "127.0.0.1"), (1, "203.0.113.9")):
        app = make_app(trusted_proxies=proxies)
        found: list[str] = []
        app.before_request(lambda found=found: found.append(context.origin()))
        app.test_client().get("/help", headers=sent)
        assert found == [seen]
