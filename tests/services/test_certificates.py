"""Certificates: issued once, kept as issued, corrected, withdrawn, checked."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update

from lms.content.catalogue import load_catalogue
from lms.db import db, reading, transaction
from lms.errors import InvalidInput, NotFound, TooManyRequests
from lms.models import AuditLine, Certificate, Enrolment, Message, Person
from lms.reports.progress_rows import list_counters
from lms.reports.region_people import find_enrolments
from lms.rules.contribution import Kind
from lms.rules.people_filter import PeopleFilter, Reached
from lms.rules.permissions import Role
from lms.services import certificates
from lms.services.certificates import CertificateState
from lms.services.counters_rebuilding import repair
from lms.services.outbox import deliver_due, list_outbox
from lms.services.people import deactivate, end_role, grant_role
from tests.content.worlds import DATA
from tests.people import NORTH, NOW, SOUTH, Cast, make_cast, make_course_record

COURSE = "first-steps"
FAR = NOW + timedelta(days=900)


@pytest.fixture
def catalogue():
    return load_catalogue(DATA / "courses", DATA / "quizzes")


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


def complete(identity, region: str = NORTH) -> None:
    """Let somebody have completed everything."""
    make_course_record(identity.enrolment_id, region, COURSE, started_at=NOW, completed_at=NOW)
    with transaction() as session:
        mine = Enrolment.id == identity.enrolment_id
        session.execute(update(Enrolment).where(mine).values(completed_at=NOW, started_at=NOW))


def issue(cast: Cast, catalogue, config) -> certificates.CertificateRow:
    complete(cast.amina)
    return certificates.get_own(cast.amina.enrolment_id, catalogue, config, NOW)


def test_whoever_completed_gets_one_certificate_and_one_letter(cast, catalogue, database):
    complete(cast.amina)
    assert certificates.issue_due(catalogue, database.config, NOW) == 1
    assert certificates.issue_due(catalogue, database.config, FAR) == 0
    assert deliver_due(database.config, NOW).sent == 1
    letter = list_outbox(database.config, 5)[0]
    assert letter.address == cast.amina.email
    assert "https://learn.example/learn/certificate" in letter.text
    assert "stop" not in letter.text.lower()
    found = certificates.find_own(cast.amina.enrolment_id, database.config)
    assert found is not None
    assert found.state is CertificateState.VALID
    assert [part.title for part in found.facts.parts] == [catalogue.find_course(COURSE, "en").title]


def test_nobody_gets_one_before_the_end_or_with_a_closed_account(cast, catalogue, database):
    with pytest.raises(NotFound):
        certificates.get_own(cast.amina.enrolment_id, catalogue, database.config, NOW)
    complete(cast.dita, SOUTH)
    deactivate(cast.dita.person_id, None, NOW)
    assert certificates.issue_due(catalogue, database.config, NOW) == 0


def test_two_at_once_issue_one(cast, catalogue, database):
    complete(cast.amina)
    both = Barrier(2)

    def run() -> None:
        with database.app.app_context():
            both.wait()
            certificates.issue_due(catalogue, database.config, NOW)
            db.session.remove()
            reading().close()  # otherwise it would go with its thread, still open

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(db.session.scalars(select(Certificate)).all()) == 1
    assert len(db.session.scalars(select(Message)).all()) == 1


def test_the_document_stays_as_it_was_issued(cast, catalogue, database):
    found = issue(cast, catalogue, database.config)
    first = certificates.give_pdf(found, database.config)
    assert first.startswith(b"%PDF-")
    with transaction() as session:
        session.execute(update(Person).values(name="Another Name"))
        session.execute(
            update(Certificate).values(facts={"region": "x", "completed_on": "2020-01-01", "parts": []})
        )
    again = certificates.find_own(cast.amina.enrolment_id, database.config)
    assert again is not None
    assert certificates.give_pdf(again, database.config) == first


def test_a_code_is_found_however_it_is_typed_and_never_stored(cast, catalogue, database):
    found = issue(cast, catalogue, database.config)
    code = found.facts.code
    for typed in (code, code.lower(), code.replace("-", " "), f" {code} "):
        checked = certificates.check_code(typed, "192.0.2.1", database.config, NOW)
        assert checked is not None
        assert checked.facts.name == "Amina Trainee"
    row = db.session.scalars(select(Certificate)).one()
    stored = " ".join(str(value) for value in vars(row).values())
    assert code not in stored
    assert code.replace("-", "") not in stored
    assert len(code.replace("-", "")) == 28


def test_guessing_codes_is_slowed_and_right_codes_do_not_count(cast, catalogue, database):
    code = issue(cast, catalogue, database.config).facts.code
    for _ in range(70):
        assert certificates.check_code(code, "192.0.2.1", database.config, NOW)
    for _ in range(60):
        assert certificates.check_code("AAAA", "192.0.2.1", database.config, NOW) is None
    with pytest.raises(TooManyRequests):
        certificates.check_code("AAAA", "192.0.2.1", database.config, NOW)
    assert certificates.check_code(code, "198.51.100.1", database.config, NOW)


def test_a_correction_issues_a_new_number_and_marks_the_old_one(cast, catalogue, database):
    old = issue(cast, catalogue, database.config)
    document = certificates.give_pdf(old, database.config)
    new_id = certificates.correct_name(
        NORTH, old.id, " Amína  Ní Thraenáil ", cast.chen.person_id, database.config, FAR
    )
    new = certificates.find_own(cast.amina.enrolment_id, database.config)
    assert new is not None
    assert new.id == new_id
    assert new.facts.name == "Amína Ní Thraenáil"
    assert new.facts.code != old.facts.code
    assert new.facts.completed_on == old.facts.completed_on
    before = certificates.check_code(old.facts.code, "", database.config, FAR)
    assert before is not None
    assert (before.state, before.facts.name) == (CertificateState.REPLACED, "Amina Trainee")
    assert certificates.give_pdf(before, database.config) == document
    assert certificates.give_pdf(new, database.config) != document
    assert db.session.get(Person, cast.amina.person_id).name == "Amína Ní Thraenáil"
    assert find_enrolments(NORTH, PeopleFilter(text="thraenail"), (), FAR) == (cast.amina.enrolment_id,)
    with pytest.raises(InvalidInput):
        certificates.correct_name(NORTH, old.id, "Again", cast.chen.person_id, database.config, FAR)
    assert len(certificates.list_certificates(NORTH, "", "valid", database.config, 9)) == 1


@pytest.mark.parametrize("name", ["", "   ", "Amina Trainee", "x" * 201])
def test_a_correction_needs_another_name(cast, catalogue, database, name):
    old = issue(cast, catalogue, database.config)
    with pytest.raises(InvalidInput):
        certificates.correct_name(NORTH, old.id, name, cast.chen.person_id, database.config, NOW)
    assert certificates.get_certificate(NORTH, old.id, database.config).state is CertificateState.VALID


def test_a_withdrawn_certificate_says_so_and_is_not_issued_again(cast, catalogue, database):
    found = issue(cast, catalogue, database.config)
    with pytest.raises(InvalidInput):
        certificates.revoke(NORTH, found.id, "  ", cast.chen.person_id, NOW)
    certificates.revoke(NORTH, found.id, "issued by mistake", cast.chen.person_id, NOW)
    checked = certificates.check_code(found.facts.code, "", database.config, NOW)
    assert checked is not None
    assert (checked.state, checked.why) == (CertificateState.REVOKED, "issued by mistake")
    assert certificates.issue_due(catalogue, database.config, FAR) == 0
    assert certificates.list_certificates(NORTH, "", "valid", database.config, 9) == ()
    with pytest.raises(InvalidInput):
        certificates.send_again(NORTH, found.id, cast.chen.person_id, database.config, NOW)


def test_who_holds_a_certificate_is_counted_until_it_is_withdrawn(cast, catalogue, database):
    def count() -> int:
        rows = list_counters([NORTH], 0, NOW)
        return sum(row.people for row in rows if row.kind == Kind.CERTIFICATE)

    found = issue(cast, catalogue, database.config)
    assert count() == 1
    chen = cast.chen.person_id
    new = certificates.correct_name(NORTH, found.id, "Amina Corrected", chen, database.config, NOW)
    assert count() == 1
    assert not [wrong for wrong in repair(NOW) if wrong.kind == Kind.CERTIFICATE]
    assert people_with(NORTH, Reached.CERTIFICATE) == (cast.amina.enrolment_id,)
    certificates.revoke(NORTH, new, "Issued by mistake", chen, NOW)
    assert count() == 0
    assert not [wrong for wrong in repair(NOW) if wrong.kind == Kind.CERTIFICATE]
    assert people_with(NORTH, Reached.CERTIFICATE) == ()


def people_with(region: str, step: Reached) -> tuple[int, ...]:
    return find_enrolments(region, PeopleFilter(reached=step), (), NOW)


def test_staff_who_hold_a_certificate_are_not_counted(cast, catalogue, database):
    issue(cast, catalogue, database.config)
    grant_role(cast.amina.person_id, Role.TRAINER, "", None, NOW)
    assert not [row for row in list_counters([NORTH], 0, NOW) if row.kind == Kind.CERTIFICATE]
    assert people_with(NORTH, Reached.CERTIFICATE) == ()
    end_role(cast.amina.person_id, Role.TRAINER, "", None, NOW)
    assert sum(row.people for row in list_counters([NORTH], 0, NOW) if row.kind == Kind.CERTIFICATE) == 1


def test_sending_again_writes_a_letter_and_a_line_of_the_log(cast, catalogue, database):
    found = issue(cast, catalogue, database.config)
    assert certificates.send_again(NORTH, found.id, cast.chen.person_id, database.config, NOW) == cast.amina.email
    assert db.session.scalars(select(Message.address)).all() == [cast.amina.email]
    assert db.session.scalars(select(AuditLine.action)).all()[-1] == "certificate.sent"


def test_another_region_reaches_nothing(cast, catalogue, database):
    found = issue(cast, catalogue, database.config)
    for act in (
        lambda: certificates.get_certificate(SOUTH, found.id, database.config),
        lambda: certificates.send_again(SOUTH, found.id, 1, database.config, NOW),
        lambda: certificates.correct_name(SOUTH, found.id, "New Name", 1, database.config, NOW),
        lambda: certificates.revoke(SOUTH, found.id, "why", 1, NOW),
    ):
        with pytest.raises(NotFound):
            act()
    assert certificates.list_certificates(SOUTH, "", "", database.config, 10) == ()


def test_certificates_are_listed_by_name_and_state(cast, catalogue, database):
    first = issue(cast, catalogue, database.config)
    certificates.correct_name(NORTH, first.id, "Zoë Quinn", cast.chen.person_id, database.config, FAR)

    def names(text: str, state: str) -> list[str]:
        found = certificates.list_certificates(NORTH, text, state, database.config, 10)
        return [row.facts.name for row in found]

    assert names("", "") == ["Zoë Quinn", "Amina Trainee"]
    assert names("quinn", "") == ["Zoë Quinn"]
    assert names("", "replaced") == ["Amina Trainee"]
    assert names("", "valid") == ["Zoë Quinn"]
    assert names("100%", "") == []
