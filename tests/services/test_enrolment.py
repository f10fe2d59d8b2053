"""Enrolling, importing, inviting."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.db import db
from lms.errors import InvalidInput, NotFound
from lms.models import AuditLine, Enrolment, Message, Person
from lms.rules.permissions import Grant, Role
from lms.services import outbox, people
from lms.services.enrolment import NewPerson, enrol, import_people, invite
from tests.people import NOW, Cast, make_cast, make_region, make_regions
from tests.services.letters_seen import newest_letter


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


def row(name: str, region: str = "north", **changes) -> NewPerson:
    return NewPerson(name.capitalize(), f"{name}@{region}.example", region, **changes)


def test_enrolling_writes_the_region_of_the_day(database):
    make_regions()
    person = row("gita", category="media", organisation="The\nPaper", language="pl")
    enrolled = enrol(person, "form", None, NOW)
    assert enrolled.created
    found = db.session.get(Enrolment, enrolled.enrolment_id)
    assert (found.region_id, found.category, found.organisation, found.source) == (
        "north",
        "media",
        "The Paper",
        "form",
    )
    assert (found.created_at, found.invited_at, found.started_at) == (NOW, None, None)
    assert db.session.get(Person, enrolled.person_id).language == "pl"


def test_the_language_is_the_regions_first_one_when_none_is_said(database):
    from lms.services.regions import load_regions

    load_regions([make_region("north", "North", languages=("ga", "en"))], NOW)
    enrolled = enrol(row("gita"), "form", None, NOW)
    assert db.session.get(Person, enrolled.person_id).language == "ga"


def test_the_same_person_again_changes_nothing(cast):
    again = enrol(NewPerson("Other", "AMINA@north.example", "north", category="media"), "form", None, NOW)
    assert (again.created, again.enrolment_id) == (False, cast.amina.enrolment_id)
    assert db.session.get(Enrolment, cast.amina.enrolment_id).category == ""


def test_somebody_enrolled_elsewhere_stays_there(cast):
    again = enrol(NewPerson("Amina", "amina@north.example", "south"), "form", None, NOW)
    assert (again.created, again.region) == (False, "north")


@pytest.mark.parametrize(
    ("person", "error"),
    [
        (NewPerson("A", "a@north.example", "nowhere"), NotFound),
        (NewPerson("A", "a@north.example", ""), NotFound),
        (NewPerson("A", "no address", "north"), InvalidInput),
        (NewPerson(" ", "a@north.example", "north"), InvalidInput),
        (NewPerson("A", "a@north.example", "north", category="friend"), InvalidInput),
        (NewPerson("A", "a@north.example", "north", language="fr"), InvalidInput),
    ],
)
def test_what_cannot_be_used_leaves_nothing_behind(database, person, error):
    make_regions()
    with pytest.raises(error):
        enrol(person, "form", None, NOW)
    assert count(Person) == 0


def test_a_list_is_taken_over_and_the_second_time_changes_nothing(cast):
    rows = [row("gita"), row("hugo", "south"), NewPerson("Ida", "ida@north.example", "north", role="coordinator")]
    first = import_people(rows, cast.fen.person_id, NOW)
    assert (len(first.created), first.granted, first.unchanged) == (2, 1, 0)
    again = import_people(rows, cast.fen.person_id, NOW)
    assert (len(again.created), again.granted, again.unchanged) == (0, 0, 3)
    assert count(Enrolment) == 4
    ida = people.find_person_by_email("ida@north.example")
    assert people.find_identity_now(ida.id, NOW).grants == (Grant(Role.COORDINATOR, "north"),)


def test_a_list_with_other_spellings_of_everybodys_name_is_no_more_work(database, cast):
    rows = [row(f"name{number}") for number in range(40)]
    import_people(rows, None, NOW)
    with database.statements() as same:
        import_people(rows, None, NOW)
    with database.statements() as other:
        again = import_people([replace(one, name=one.name.upper()) for one in rows], None, NOW)
    assert (again.unchanged, len(other)) == (40, len(same))


def test_a_list_removes_nobody(cast):
    import_people([row("gita")], None, NOW)
    assert count(Enrolment) == 3


def test_a_list_tells_who_is_enrolled_in_another_region(cast):
    theirs = NewPerson("Dita", "dita@south.example", "north", line=4)
    done = import_people([theirs], None, NOW)
    assert done.elsewhere == (theirs,)
    assert done.created == ()


def test_a_list_with_an_impossible_row_is_taken_over_in_whole_or_not_at_all(cast):
    before = count(Person)
    with pytest.raises(NotFound):
        import_people([row("gita"), row("hugo", "nowhere")], None, NOW)
    assert count(Person) == before


def test_the_import_leaves_one_line_in_the_audit_log(cast):
    import_people([row("gita"), row("hugo")], cast.fen.person_id, NOW)
    lines = db.session.scalars(select(AuditLine).where(AuditLine.action == "people.imported")).all()
    assert [(line.region_id, line.detail, line.actor_id) for line in lines] == [
        ("north", "created 2", cast.fen.person_id)
    ]


def test_an_invitation_names_region_and_coordinator_and_signs_in(database, cast):
    assert invite([cast.amina.enrolment_id], database.config, NOW) == 1
    seen = newest_letter(database.config, "amina@north.example", NOW)
    assert "North takes part" in seen.text
    assert "Write to Chen Coordinator: chen@north.example" in seen.text
    assert "Co-funded by the European Union" in seen.text


def test_pressing_twice_invites_once(database, cast):
    mine = [cast.amina.enrolment_id]
    assert invite(mine, database.config, NOW) == 1
    assert invite(mine, database.config, NOW) == 0
    outbox.deliver_due(database.config, NOW)
    assert invite(mine, database.config, NOW + timedelta(days=1)) == 0


def test_deactivated_people_are_not_invited(database, cast):
    people.deactivate(cast.amina.person_id, None, NOW)
    assert invite([cast.amina.enrolment_id, cast.dita.enrolment_id], database.config, NOW) == 1
    assert db.session.scalars(select(Message.address)).all() == ["dita@south.example"]


def test_many_are_invited_at_once(database, cast):
    made = import_people([row(f"person{number}") for number in range(520)], None, NOW).created
    assert invite(made, database.config, NOW) == 520


def test_where_nobody_coordinates_the_office_of_the_region_helps(database):
    from lms.services.contacts import helper_in
    from lms.services.regions import load_regions

    load_regions([make_region("north", "North", contact="office@north.example")], NOW)
    assert helper_in("north", database.config, NOW).email == "office@north.example"
    assert helper_in("nowhere", database.config, NOW).email == database.config.contact
