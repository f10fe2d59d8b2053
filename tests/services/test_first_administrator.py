"""The way in for the very first person."""

from datetime import UTC, datetime, timedelta

from lms.rules.permissions import Action, may
from lms.services.first_administrator import make_first_link
from lms.services.sign_in import find_token, sign_in_with_token
from tests.database import Database

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def token_of(link: str) -> str:
    return link.rpartition("/")[2]


def test_the_first_start_makes_an_administrator_with_a_link(database: Database):
    link = make_first_link(database.config, NOW)
    assert link is not None
    assert link.startswith("https://learn.example/sign-in/")
    identity = sign_in_with_token(token_of(link), "test", database.config, NOW)
    assert identity.email == database.config.contact
    assert may(identity.grants, Action.ADMINISTER)


def test_a_second_start_gives_another_link_for_the_same_administrator(database: Database):
    first = make_first_link(database.config, NOW)
    second = make_first_link(database.config, NOW + timedelta(minutes=5))
    assert first is not None
    assert second is not None
    assert first != second
    later = NOW + timedelta(minutes=6)
    people = {
        sign_in_with_token(token_of(link), "test", database.config, later).person_id for link in (first, second)
    }
    assert len(people) == 1


def test_once_an_administrator_has_signed_in_no_link_is_made(database: Database):
    link = make_first_link(database.config, NOW)
    assert link is not None
    sign_in_with_token(token_of(link), "test", database.config, NOW)
    assert make_first_link(database.config, NOW + timedelta(days=1)) is None


def test_the_link_ends_after_a_day(database: Database):
    link = make_first_link(database.config, NOW)
    assert link is not None
    assert find_token(token_of(link), database.config, NOW + timedelta(hours=23)).name == "VALID"
    assert find_token(token_of(link), database.config, NOW + timedelta(hours=25)).name == "EXPIRED"
