"""Who may come in."""

import re

import pytest

PAGES = (
    "/teach",
    "/teach/basics",
    "/teach/basics/packages",
    "/teach/basics/packages/sheet",
    "/teach/basics/preview",
    "/teach/basics/preview/first/1",
    "/teach/basics/preview/first/quiz",
    "/teach/basics/preview/exam",
    "/teach/basics/preview/form",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_trainer_may_open_every_page(bruno, address):
    assert bruno.get(address).status_code == 200


@pytest.mark.parametrize("name", ["amina", "chen", "fen"])
@pytest.mark.parametrize("address", PAGES)
def test_for_everybody_else_the_pages_do_not_exist(site, address, name):
    client = site.client(getattr(site.cast, name))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code in (404, 405)


@pytest.mark.parametrize("address", PAGES)
def test_who_is_not_signed_in_is_asked_to_sign_in_and_comes_back(site, address):
    answer = site.client(None).get(address)
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")
    assert address.replace("/", "%2F") in answer.location or address in answer.location


def test_the_menu_of_a_trainer_leads_here_and_that_of_a_trainee_does_not(site, bruno):
    assert 'href="/teach"' in bruno.get("/help").text
    assert 'href="/teach"' not in site.client(site.cast.amina).get("/help").text


@pytest.mark.parametrize(
    "address",
    [
        "/teach/nothing",
        "/teach/nothing/packages",
        "/teach/nothing/preview",
        "/teach/basics/preview/nothing/1",
        "/teach/basics/preview/first/3",
        "/teach/basics/preview/first/0",
        "/teach/basics/preview/second/quiz",
        "/teach/kit/preview/exam",
        "/teach/basics/preview/first/1?language=xx",
        "/teach/basics/preview/first/1?region=atlantis",
    ],
)
def test_what_does_not_exist_is_said_to_be_missing(bruno, address):
    assert bruno.get(address).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_below_a_path_every_address_of_a_page_keeps_it(site_below, address):
    client = site_below.app.test_client()
    with client.session_transaction(path="/below") as session:
        session["_user_id"] = site_below.cast.bruno.get_id()
    answer = client.get("/below" + address)
    assert answer.status_code == 200
    addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', answer.text)
    assert addresses
    assert all(found.startswith("/below/") for found in addresses)
