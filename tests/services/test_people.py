"""Persons, roles, and the identity of a session."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.db import db
from lms.errors import InvalidInput, NotFound
from lms.models import AuditLine
from lms.rules.permissions import Grant, Role
from lms.services import people, sign_in
from tests.people import NOW, Cast, make_cast


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


def again(person, now=NOW):
    return people.find_identity(person.person_id, person.session_version, now)


def actions() -> list[str]:
    return [line.action for line in db.session.scalars(select(AuditLine).order_by(AuditLine.id))]


def test_an_identity_knows_enrolment_region_and_roles(cast):
    assert cast.amina.region == "north"
    assert cast.amina.enrolment_id is not None
    assert cast.amina.grants == ()
    assert cast.chen.grants == (Grant(Role.COORDINATOR, "north"),)
    assert cast.chen.enrolment_id is None
    assert again(cast.amina) == cast.amina
    assert cast.amina.get_id() == f"{cast.amina.person_id}.0"


def test_finding_an_identity_is_one_query(cast, database):
    with database.statements() as asked:
        again(cast.chen)
    assert len(asked) == 1


def test_several_roles_make_one_identity(cast):
    people.grant_role(cast.chen.person_id, Role.TRAINER, "", None, NOW)
    people.grant_role(cast.chen.person_id, Role.COORDINATOR, "south", None, NOW)
    assert set(again(cast.chen).grants) == {
        Grant(Role.COORDINATOR, "north"),
        Grant(Role.COORDINATOR, "south"),
        Grant(Role.TRAINER),
    }


def test_a_deactivated_person_is_out_at_the_next_request(cast):
    people.deactivate(cast.amina.person_id, cast.fen.person_id, NOW)
    assert again(cast.amina) is None
    assert people.find_identity_now(cast.amina.person_id, NOW) is None
    people.deactivate(cast.amina.person_id, cast.fen.person_id, NOW)
    assert actions().count("person.deactivated") == 1


def test_nobody_can_be_deactivated_who_is_not_there(cast):
    with pytest.raises(NotFound):
        people.deactivate(99_999, None, NOW)


def test_an_ended_session_is_nobody(cast):
    sign_in.sign_out_everywhere(cast.amina.person_id, NOW)
    assert again(cast.amina) is None
    assert people.find_identity_now(cast.amina.person_id, NOW).session_version == 1


def test_a_role_ends_on_its_date(cast):
    people.grant_role(cast.bruno.person_id, Role.TRAINER, "", None, NOW, until=NOW + timedelta(days=1))
    assert again(cast.bruno, NOW).grants
    assert again(cast.bruno, NOW + timedelta(days=1)).grants == ()


def test_an_ended_role_counts_at_once_and_can_be_given_again(cast):
    people.end_role(cast.chen.person_id, Role.COORDINATOR, "north", None, NOW)
    assert again(cast.chen).grants == ()
    assert people.grant_role(cast.chen.person_id, Role.COORDINATOR, "north", None, NOW)
    assert again(cast.chen).grants == (Grant(Role.COORDINATOR, "north"),)


def test_giving_a_role_twice_changes_nothing(cast):
    before = len(actions())
    assert not people.grant_role(cast.chen.person_id, Role.COORDINATOR, "north", None, NOW)
    assert len(actions()) == before


@pytest.mark.parametrize(
    ("role", "region"), [(Role.COORDINATOR, ""), (Role.PROGRAMME, "north"), (Role.TRAINEE, "north")]
)
def test_a_role_that_makes_no_sense_is_refused(cast, role, region):
    with pytest.raises(InvalidInput):
        people.grant_role(cast.amina.person_id, role, region, None, NOW)


def test_a_person_is_known_by_the_address_however_it_is_typed(cast):
    same = people.create_person("Other Name", " AMINA@North.Example ", "pl", NOW)
    assert (same.id, same.name, same.language) == (cast.amina.person_id, "Amina Trainee", "en")
    assert people.find_person_by_email("Amina@north.example").id == cast.amina.person_id
    assert people.find_person_by_email("nobody@north.example") is None
    assert people.find_person_by_email("no address") is None


def test_a_language_that_we_do_not_have_is_refused(cast):
    with pytest.raises(InvalidInput):
        people.create_person("Name", "name@north.example", "fr", NOW)
    with pytest.raises(InvalidInput):
        people.change_language(cast.amina.person_id, "fr", NOW)
    people.change_language(cast.amina.person_id, "ga", NOW)
    assert again(cast.amina).language == "ga"


def test_the_list_of_a_region_holds_its_people_alone(cast):
    assert [person.name for person in people.list_people("north")] == ["Amina Trainee", "Chen Coordinator"]
    assert [person.name for person in people.list_people("nowhere")] == []


def test_role_holders_are_those_who_hold_it_now(cast):
    assert [row.name for row in people.list_role_holders(Role.COORDINATOR, "north", NOW)] == ["Chen Coordinator"]
    people.deactivate(cast.chen.person_id, None, NOW)
    assert people.list_role_holders(Role.COORDINATOR, "north", NOW) == ()
