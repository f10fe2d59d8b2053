"""Moving people out and back, and changing their kind and organisation."""

import pytest
from sqlalchemy import select

from lms.db import db
from lms.errors import InvalidInput
from lms.models import AuditLine, Enrolment, Person
from lms.reports.region_people import find_enrolments
from lms.rules.people_filter import PeopleFilter
from lms.services import membership
from lms.services.people import deactivate, find_identity_now
from tests.database import Database
from tests.people import NORTH, NOW, Cast, make_cast, make_enrolment
from tests.reports.crowd import add_people


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast()


def lines(action: str) -> int:
    return len(list(db.session.scalars(select(AuditLine).where(AuditLine.action == action))))


def test_who_leaves_is_out_at_the_next_request_and_can_be_brought_back(cast: Cast) -> None:
    amina = cast.amina.enrolment_id
    assert membership.move_out(NORTH, [amina], cast.chen.person_id, NOW) == 1
    assert find_identity_now(cast.amina.person_id, NOW) is None
    assert membership.move_out(NORTH, [amina], cast.chen.person_id, NOW) == 0
    assert membership.bring_back(NORTH, [amina], cast.chen.person_id, NOW) == 1
    back = find_identity_now(cast.amina.person_id, NOW)
    assert back is not None
    assert back.session_version == cast.amina.session_version + 1
    assert (lines("person.left"), lines("person.returned")) == (1, 1)


def test_who_finished_or_holds_a_role_or_has_left_stays(cast: Cast) -> None:
    finished = add_people(NORTH, 2, "completed")
    staff = make_enrolment("Chen Coordinator", "chen@north.example", NORTH).enrolment_id
    gone = make_enrolment("Gone", "gone@north.example", NORTH)
    deactivate(gone.person_id, None, NOW)
    amina = cast.amina.enrolment_id
    everybody = [*finished, staff, gone.enrolment_id, amina, cast.dita.enrolment_id]
    leaving = membership.sort_leaving(NORTH, everybody, NOW)  # type: ignore[arg-type]
    assert leaving == membership.Leaving((amina,), tuple(finished), (staff,), (gone.enrolment_id,))  # type: ignore[arg-type]
    assert membership.move_out(NORTH, everybody, cast.chen.person_id, NOW) == 1  # type: ignore[arg-type]
    # An account that was closed for another reason is not opened by a coordinator.
    assert membership.bring_back(NORTH, [gone.enrolment_id], cast.chen.person_id, NOW) == 0


def test_people_of_another_region_are_never_touched(cast: Cast) -> None:
    dita = [cast.dita.enrolment_id]
    assert membership.move_out(NORTH, dita, cast.chen.person_id, NOW) == 0  # type: ignore[arg-type]
    assert membership.change_facts(NORTH, dita, {"category": "media"}, cast.chen.person_id, NOW) == 0  # type: ignore[arg-type]
    assert membership.bring_back(NORTH, dita, cast.chen.person_id, NOW) == 0  # type: ignore[arg-type]
    assert find_identity_now(cast.dita.person_id, NOW) is not None


def test_a_changed_organisation_is_found_by_its_new_name(cast: Cast) -> None:
    amina = cast.amina.enrolment_id
    changes = {"category": "media", "organisation": "  Radio  Łódź "}
    assert membership.change_facts(NORTH, [amina], changes, cast.chen.person_id, NOW) == 1  # type: ignore[list-item]
    assert membership.change_facts(NORTH, [amina], changes, cast.chen.person_id, NOW) == 0  # type: ignore[list-item]
    row = db.session.scalars(select(Enrolment).where(Enrolment.id == amina)).one()
    assert (row.category, row.organisation) == ("media", "Radio Łódź")
    assert find_enrolments(NORTH, PeopleFilter(text="radio lodz amina"), (), NOW) == (amina,)
    assert lines("person.changed") == 1


@pytest.mark.parametrize("changes", [{"category": "wizard"}, {"organisation": "x" * 201}])
def test_what_cannot_be_a_fact_changes_nobody(cast: Cast, changes: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        membership.change_facts(NORTH, [cast.amina.enrolment_id], changes, cast.chen.person_id, NOW)  # type: ignore[list-item]
    assert lines("person.changed") == 0


def test_hundreds_leave_at_once(cast: Cast) -> None:
    crowd = add_people(NORTH, 620)
    assert membership.move_out(NORTH, crowd, cast.chen.person_id, NOW) == 620
    assert len(list(db.session.scalars(select(Person).where(Person.deactivated_at.is_not(None))))) == 620
    assert lines("person.left") == 620
