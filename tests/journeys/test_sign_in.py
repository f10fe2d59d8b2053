"""Signing in by letter: links that survive scanners, codes, guessing, ended sessions, and where `next` leads."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.services import people
from lms.services.sign_in import LIFE, make_link
from tests.journeys.cast import address_of, enrol, letters_to, link_in
from tests.journeys.other_process import other_process
from tests.journeys.site import Site, open_site, token_on

pytestmark = pytest.mark.xdist_group("journeys-small")

_AGENTS = (
    "",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/140.0",
    "Mozilla/5.0 (compatible; SafeLinksScanner/2.1)",
    "BarracudaCentral/1.0",
    "python-requests/2.32",
    "curl/8.5.0",
    "Microsoft Office/16.0 (Outlook)",
    "Slackbot-LinkExpanding 1.0",
    "WhatsApp/2.23",
    "'; DROP TABLE person; --",
)
_LEADS_AWAY = (
    "https://evil.example/",
    "//evil.example/learn",
    "///evil.example/learn",
    "/\\evil.example/learn",
    "\\\\evil.example/learn",
    "/\t/evil.example/learn",
    "/\r\n/evil.example/learn",
    "https:evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "/learn/../..//evil.example",
    "/%2f%2fevil.example",
)


def _post(client: FlaskClient, path: str, form: str = "", **fields: str) -> TestResponse:
    """Send the form that stands on a page (by default the page of that address)."""
    return client.post(path, data={"csrf_token": token_on(client.get(form or path).text), **fields})


def _path(site: Site, link: str) -> str:
    return link.removeprefix(site.config.base_url)


def _code_in(letter: str) -> str:
    found = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", letter, re.MULTILINE)
    assert found, letter
    return found.group()


def _ask_for_letter(site: Site, person_id: int, client: FlaskClient, following: str = "") -> str:
    address = address_of(site, person_id)
    with _post(client, "/sign-in", email=address, next=following) as answer:  # closing it sends the letter
        assert answer.status_code == 302
    return letters_to(site, address)[-1]


def test_programs_that_open_links_leave_the_link_valid(small_site: Site) -> None:
    path = _path(small_site, small_site.link_for(enrol(small_site).person_id))
    for agent in _AGENTS:
        for method in ("GET", "HEAD"):
            client = small_site.client_for()
            answer = client.open(path, method=method, headers={"User-Agent": agent})
            assert answer.status_code == 200
    client = small_site.client_for()
    assert _post(client, path).location.endswith("/learn")
    assert client.get("/learn").status_code == 200


def test_a_used_link_says_so_and_signs_nobody_in(small_site: Site) -> None:
    path = _path(small_site, small_site.link_for(enrol(small_site).person_id))
    first, second = small_site.client_for(), small_site.client_for()
    token = token_on(second.get(path).text)
    assert _post(first, path).status_code == 302
    late = second.post(path, data={"csrf_token": token})
    assert "used already" in late.text
    assert "This link has been used" in second.get(path).text
    assert second.get("/learn").status_code == 302


def test_a_double_press_of_the_confirm_button_leads_on(small_site: Site) -> None:
    path = _path(small_site, small_site.link_for(enrol(small_site).person_id))
    client = small_site.client_for()
    token = token_on(client.get(path).text)
    client.post(path, data={"csrf_token": token})
    renewed = token_on(client.get("/learn").text)
    again = client.post(path, data={"csrf_token": renewed})
    assert again.location.endswith("/learn")


def test_a_link_of_yesterday_says_that_it_is_too_old(small_site: Site) -> None:
    person = enrol(small_site).person_id
    with small_site.app.app_context():
        old = make_link(person, small_site.config, datetime.now(UTC) - LIFE - timedelta(seconds=1))
    client = small_site.client_for()
    path = _path(small_site, old.url)
    assert "too old" in client.get(path).text
    wanted = client.post(path, data={"csrf_token": token_on(client.get("/sign-in").text)})
    assert "24 hours" in wanted.text
    assert client.get("/learn").status_code == 302


@pytest.mark.parametrize("spoil", [str.lower, lambda code: f"  {code[:2]} {code[2:4]} - {code[5:]} ", str])
def test_a_typed_code_works_however_it_is_typed(small_site: Site, spoil) -> None:  # type: ignore[no-untyped-def]
    person = enrol(small_site).person_id
    client = small_site.client_for()
    code = _code_in(_ask_for_letter(small_site, person, client))
    answer = _post(client, "/sign-in/code", email=address_of(small_site, person), code=spoil(code))
    assert answer.location.endswith("/learn")
    spent = _post(small_site.client_for(), "/sign-in/code", email=address_of(small_site, person), code=code)
    assert "does not fit" in spent.text


def test_the_letter_brings_a_person_back_to_the_page_they_wanted(small_site: Site) -> None:
    person = enrol(small_site).person_id
    client = small_site.client_for()
    wanted = client.get("/learn/arriving")
    assert wanted.location == "/sign-in?next=/learn/arriving"
    letter = _ask_for_letter(small_site, person, client, "/learn/arriving")
    assert _post(client, _path(small_site, link_in(letter))).location.endswith("/learn/arriving")


def _told(client: FlaskClient, email: str) -> tuple[object, ...]:
    with _post(client, "/sign-in", email=email) as answer:
        page = client.get(answer.location)
        headers = sorted(name for name, _ in answer.headers)
        told = page.text.replace(email, "ADDRESS")
        told = re.sub(r'name="csrf_token" value="[^"]+"', "", told)
        return answer.status_code, answer.location, headers, page.status_code, told


def test_unknown_and_known_addresses_get_the_same_answer(small_site: Site) -> None:
    known = address_of(small_site, enrol(small_site).person_id)
    stranger = "nobody@elsewhere.example"
    assert _told(small_site.client_for(), known) == _told(small_site.client_for(), stranger)
    assert letters_to(small_site, known)
    assert not letters_to(small_site, stranger)


def _guess(client: FlaskClient, email: str) -> TestResponse:
    return _post(client, "/sign-in/code", email=email, code="AAAA-AAAA")


@pytest.mark.parametrize("known", [True, False])
def test_guessing_codes_is_slowed_alike_for_known_and_unknown_addresses(small_site: Site, known: bool) -> None:
    email = address_of(small_site, enrol(small_site).person_id) if known else f"guess{known}@elsewhere.example"
    client = small_site.client_for()
    client.environ_base["REMOTE_ADDR"] = "10.1.2.3" if known else "10.9.8.7"
    answers = [_guess(client, email) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 900
    assert "Please wait" in answers[-1].text


def test_two_processes_count_guesses_together(small_site: Site) -> None:
    email = address_of(small_site, enrol(small_site).person_id)
    with other_process(small_site) as guess:
        client = small_site.client_for()
        client.environ_base["REMOTE_ADDR"] = "10.4.4.4"
        statuses = []
        for _ in range(3):
            statuses += [_guess(client, email).status_code, guess(email)]
    assert statuses == [200] * 5 + [429]


def test_signing_out_kills_a_copied_cookie(small_site: Site) -> None:
    client = small_site.client_for(enrol(small_site).person_id)
    name = small_site.app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie
    thief = small_site.client_for()
    thief.set_cookie(name, cookie.value)
    assert thief.get("/learn").status_code == 200
    out = _post(client, "/sign-out", "/learn")
    assert "signed out on all devices" in client.get(out.location).text
    assert thief.get("/learn").status_code == 302
    assert client.get("/learn").status_code == 302


def test_a_cookie_from_before_signing_in_stays_anonymous(small_site: Site) -> None:
    path = _path(small_site, small_site.link_for(enrol(small_site).person_id))
    client, thief = small_site.client_for(), small_site.client_for()
    name = small_site.app.config["SESSION_COOKIE_NAME"]
    token = token_on(client.get(path).text)
    before = client.get_cookie(name)
    assert before
    thief.set_cookie(name, before.value)
    client.post(path, data={"csrf_token": token})
    assert thief.get("/learn").status_code == 302


def test_a_deactivated_person_is_out_at_the_next_request(small_site: Site) -> None:
    person = enrol(small_site).person_id
    client = small_site.client_for(person)
    assert client.get("/learn").status_code == 200
    waiting = _path(small_site, small_site.link_for(person))
    with small_site.app.app_context():
        people.deactivate(person, None, datetime.now(UTC))
    assert client.get("/learn").status_code == 302
    assert _post(small_site.client_for(), waiting, "/sign-in").status_code != 302


@pytest.mark.parametrize("target", _LEADS_AWAY)
def test_next_never_leaves_the_site(small_site: Site, target: str) -> None:
    client = small_site.client_for()
    answer = client.post(
        "/language", data={"csrf_token": token_on(client.get("/").text), "language": "pl", "next": target}
    )
    assert answer.status_code == 302
    reached = urlsplit(urljoin(small_site.address + "/language", answer.location))
    assert f"{reached.scheme}://{reached.netloc}" == small_site.address
    assert "evil" not in answer.location
    form = client.get("/sign-in", query_string={"next": target}).text
    assert 'name="next" value=""' in form


def test_cookies_are_kept_from_scripts_and_other_sites(small_site: Site) -> None:
    cookie = small_site.client_for().get("/").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_behind_https_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    with open_site(tmp_path, base_url="https://learn.example") as secure:
        answer = secure.client_for().get("/", base_url="https://learn.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-lms-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
