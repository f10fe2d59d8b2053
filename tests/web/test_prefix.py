"""The service under a path of a larger site."""

import pytest

from tests.people import make_cast
from tests.web.visitor import Visitor


@pytest.fixture
def below(make_app):  # type: ignore[no-untyped-def]
    return make_app(base_url="http://example.eu/learning")


@pytest.mark.parametrize("path", ["/learning/help", "/help"])
def test_it_answers_whether_the_proxy_keeps_the_prefix_or_cuts_it(below, path: str) -> None:  # type: ignore[no-untyped-def]
    page = below.test_client().get(path)
    assert page.status_code == 200
    assert 'href="/learning/privacy"' in page.text
    assert 'href="/learning/static/css/base.css' in page.text


def test_a_longer_word_is_not_the_prefix(below) -> None:  # type: ignore[no-untyped-def]
    assert below.test_client().get("/learningmore/help").status_code == 404


def test_all_addresses_of_a_lesson_keep_the_prefix(below) -> None:  # type: ignore[no-untyped-def]
    with below.app_context():
        cast = make_cast()
    client = below.test_client()
    visitor = Visitor(below, client).sign_in(cast.amina)
    page = visitor.get("/learning/learn/first-steps/arriving/1").text
    addresses = [part.split('"')[0] for part in page.split('href="')[1:] + page.split('src="')[1:]]
    ours = [address for address in addresses if address.startswith("/")]
    assert ours
    assert all(address.startswith("/learning/") for address in ours)
    turned_away = below.test_client().get("/learning/learn")
    assert turned_away.location == "/learning/sign-in?next=/learning/learn"
