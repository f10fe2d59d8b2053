"""Results from elsewhere: one person once, nothing lowered, no name kept, taken back exactly."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.db import db
from lms.errors import NotFound
from lms.models import AuditLine, ImportBatch, OutsidePerson, OutsideResult
from lms.reports.progress import count_region
from lms.rules.permissions import Role
from lms.rules.sources import Source, State
from lms.services import certificates, learning, outside, recorded, surveys
from lms.services.certificates import CertificateState
from lms.services.counters_rebuilding import repair
from lms.services.outside_certificates import count_resting
from lms.services.outside_keys import person_key
from lms.services.outside_plan import Outcome, plan
from lms.services.recorded import record_completion
from tests.people import NOW, Cast, make_cast, make_staff, make_trainee
from tests.services.outside_world import DAY, batch, dump, enrolment, record_of, tell, whole_database
from tests.services.test_learning import finish_course, read_page
from tests.small_courses import BASICS, FURTHER, PROGRAMME, SURVEY_AFTER, SmallCatalogue

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


@pytest.fixture
def take(database):
    """Take a file over."""

    def take_over(*people, now=NOW, **changes):
        return outside.take_over(batch(**changes), people, PROGRAMME, database.config, None, now)

    return take_over


@pytest.fixture
def outcomes(database):
    """Say what a file would do, by name."""

    def find(*people, **changes):
        planned = plan(batch(**changes), people, database.config, NOW)
        return {item.told.name: item.outcome for item in planned}

    return find


def back(import_id: int, region: str = "north") -> None:
    outside.take_back(region, import_id, PROGRAMME, None, LATER)


def count(model) -> int:
    db.session.rollback()
    return db.session.query(model).count()


def test_a_preview_writes_nothing_and_says_what_would_happen(cast, outcomes):
    make_staff("Hanna", "hanna@north.example", Role.TRAINER)
    before = dump()
    people = [tell("amina", "basics"), tell("gita", "basics"), tell("hugo"), tell("hanna", "basics")]
    dita = tell("dita", "basics", email="dita@south.example")
    assert outcomes(*people, dita) == {
        "Amina": Outcome.FOLDED,
        "Gita": Outcome.NEW,
        "Hugo": Outcome.SAYS_NOTHING,
        "Hanna": Outcome.STAFF,
        "Dita": Outcome.ELSEWHERE,
    }
    assert dump() == before


def test_who_is_enrolled_here_has_the_module_recorded_and_the_next_one_opens(cast, take):
    take(tell("amina", "basics"))
    record = record_of(cast.amina.enrolment_id, "basics")
    assert (record.completed_at, record.completed_by, record.started_at) == (NOON, "moodle", NOON)
    assert enrolment(cast.amina.enrolment_id).started_at == NOON
    view = learning.overview(cast.amina, SmallCatalogue(), NOW)
    basics, further = view.courses
    assert (basics.completed_by, basics.status.missing, further.is_open) == (Source.MOODLE, (), True)
    assert view.next.course == "further"


def test_names_and_addresses_of_a_file_are_not_kept(cast, take):
    take(tell("gwendoline", "basics", organisation="Muckross Parish"))
    take(tell("zebedee", "basics", email="", organisation="Muckross Parish"), source=Source.PAPER)
    assert count(OutsidePerson) == 2
    stored = whole_database().lower()
    for word in ("gwendoline", "zebedee", "muckross"):
        assert word not in stored
    assert "amina@north.example" in stored, "the search would have found them"


def test_the_key_of_a_person_cannot_be_made_without_the_secret(cast, database):
    keys = {person_key(secret, "gita@north.example") for secret in (database.config.secret_key, "another secret")}
    assert len(keys) == 2
    assert all(len(key) == 64 for key in keys)


def test_the_same_file_twice_changes_nothing(cast, take):
    people = [tell("amina", "basics"), tell("gita", "basics", on=None)]
    assert take(*people) is not None
    before = dump()
    assert take(*people, now=LATER) is None
    assert dump() == before


def test_a_later_file_of_the_same_course_adds_what_is_new(cast, take, outcomes):
    take(tell("amina", "basics", state=State.STARTED), tell("gita", "basics"))
    assert outcomes(tell("amina", "basics"), tell("gita", "basics")) == {
        "Amina": Outcome.FOLDED,
        "Gita": Outcome.SAME,
    }
    take(tell("amina", "basics"), tell("gita", "basics"))
    assert record_of(cast.amina.enrolment_id, "basics").completed_by == "moodle"


def test_what_was_done_here_is_never_lowered(cast, take):
    finish_course(cast.amina, BASICS)
    before = record_of(cast.amina.enrolment_id, "basics")
    take(tell("amina", "basics", state=State.FAILED, on=NOW.date()))
    after = record_of(cast.amina.enrolment_id, "basics")
    assert (after.completed_at, after.completed_by) == (before.completed_at, "site")
    assert (after.best_score, after.passed_at) == (before.best_score, before.passed_at)


def test_the_earlier_day_counts_and_the_own_result_stays(cast, take):
    finish_course(cast.amina, BASICS)
    import_id = take(tell("amina", "basics"))
    record = record_of(cast.amina.enrolment_id, "basics")
    assert (record.completed_at, record.completed_by, record.best_score) == (NOON, "moodle", 100)
    back(import_id)
    record = record_of(cast.amina.enrolment_id, "basics")
    assert (record.completed_at, record.completed_by) == (NOW, "site")


def test_taking_back_leaves_everything_as_it_was(cast, take):
    read_page(cast.amina, BASICS.lessons[0], 1)
    make_trainee("Ben", "ben@north.example", "north")
    take(tell("gita", "basics"), tell("ben", "basics"), origin="another course")
    before = dump("audit_line", "import_batch")
    people = [tell("amina", "basics", "further"), tell("gita", "basics", "further"), tell("hugo", "basics")]
    import_id = take(*people, tell("ben", "basics", on=DAY - timedelta(days=9)))
    assert dump("audit_line", "import_batch") != before
    back(import_id)
    assert dump("audit_line", "import_batch") == before
    assert db.session.get(ImportBatch, import_id).undone_at == LATER


def test_what_two_files_said_stays_when_one_is_taken_back(cast, take):
    first = take(tell("amina", "basics"), tell("gita", "basics"))
    take(tell("amina", "basics"), tell("gita", "basics", "further"))
    back(first)
    assert record_of(cast.amina.enrolment_id, "basics").completed_by == "moodle"
    assert count(OutsideResult) == 3


def test_what_was_learned_here_meanwhile_stays_when_a_file_is_taken_back(cast, take):
    import_id = take(tell("amina", "basics"))
    finish_course(cast.amina, BASICS, LATER)
    record = record_of(cast.amina.enrolment_id, "basics")
    assert (record.completed_at, record.completed_by, record.best_score) == (NOON, "moodle", 100)
    back(import_id)
    record = record_of(cast.amina.enrolment_id, "basics")
    assert (record.completed_at, record.completed_by, record.started_at) == (LATER, "site", LATER)
    assert enrolment(cast.amina.enrolment_id).started_at == LATER


def test_what_was_begun_here_meanwhile_keeps_its_record(cast, take):
    import_id = take(tell("amina", "basics"))
    read_page(cast.amina, BASICS.lessons[0], 1, LATER)
    back(import_id)
    record = record_of(cast.amina.enrolment_id, "basics")
    assert (record.completed_at, record.completed_by, record.started_at) == (None, "site", LATER)


def test_a_completion_here_after_a_start_elsewhere_is_its_own(cast, take):
    import_id = take(tell("amina", "basics", state=State.STARTED))
    finish_course(cast.amina, BASICS, LATER)
    take(tell("gita", "basics"))
    back(import_id)
    record = record_of(cast.amina.enrolment_id, "basics")
    assert (record.completed_at, record.completed_by) == (LATER, "site")


def test_an_import_is_taken_back_once_and_by_its_region_alone(cast, take):
    import_id = take(tell("gita", "basics"))
    with pytest.raises(NotFound):
        back(import_id, "south")
    back(import_id)
    with pytest.raises(NotFound):
        back(import_id)
    assert count(OutsidePerson) == 0


def test_all_modules_elsewhere_and_the_assessment_here_complete_the_programme(cast, take):
    import_id = take(tell("amina", "basics", "further"))
    assert enrolment(cast.amina.enrolment_id).completed_at is None
    surveys.send_survey(cast.amina, PROGRAMME, SURVEY_AFTER, None, {"a1": 3}, LATER)
    assert enrolment(cast.amina.enrolment_id).completed_at == LATER
    back(import_id)
    assert enrolment(cast.amina.enrolment_id).completed_at is None


def test_people_who_enrol_later_find_what_they_did_elsewhere(cast, take, database):
    take(tell("gita", "basics"), tell("hugo", "basics"))
    gita = make_trainee("Gita", "Gita@North.example", "north")
    assert outside.adopt([gita.enrolment_id, cast.amina.enrolment_id], PROGRAMME, database.config, NOW) == 1
    assert record_of(gita.enrolment_id, "basics").completed_by == "moodle"
    before = dump()
    assert outside.adopt([gita.enrolment_id], PROGRAMME, database.config, NOW) == 0
    assert dump() == before


def test_whoever_enrolled_of_late_is_found_by_the_regular_round(cast, take, database):
    take(tell("gita", "basics"))
    assert outside.adopt_new(PROGRAMME, database.config, NOW) == 0
    gita = make_trainee("Gita", "gita@north.example", "north")
    assert outside.adopt_new(PROGRAMME, database.config, NOW) == 1
    assert record_of(gita.enrolment_id, "basics").completed_by == "moodle"
    assert outside.adopt_new(PROGRAMME, database.config, NOW) == 0


def test_who_moves_to_another_region_takes_the_results_along(cast, take, database, outcomes):
    import_id = take(tell("gita", "basics"))
    gita = make_trainee("Gita", "gita@north.example", "south")
    outside.adopt([gita.enrolment_id], PROGRAMME, database.config, NOW)
    assert record_of(gita.enrolment_id, "basics").region_id == "south"
    assert {row.region_id for row in db.session.query(OutsideResult)} == {"south"}
    assert outcomes(tell("gita", "further")) == {"Gita": Outcome.ELSEWHERE}
    back(import_id)
    assert record_of(gita.enrolment_id, "basics") is None


def test_a_person_of_another_region_is_left_alone(cast, take):
    take(tell("gita", "basics"))
    before = dump("audit_line", "import_batch")
    take(tell("amina", "basics"), tell("gita", "further"), tell("ida", "basics"), region="south")
    after = dump("audit_line", "import_batch")
    assert len(after["outside_person"]) == len(before["outside_person"]) + 1
    assert after["course_record"] == before["course_record"]


def test_somebody_without_an_address_is_joined_by_hand_and_known_from_then_on(cast, take, outcomes):
    amina = tell("amina trainee", "basics", email="", organisation="County")
    first = take(amina, source=Source.PAPER, origin="list 1")
    assert record_of(cast.amina.enrolment_id, "basics") is None
    joined = tell("amina trainee", "basics", email="", organisation="County", join="amina@north.example")
    second = take(joined, source=Source.PAPER, origin="list 2")
    assert record_of(cast.amina.enrolment_id, "basics").completed_by == "paper"
    again = tell("amina trainee", "further", email="", organisation="County")
    assert outcomes(again, source=Source.PAPER) == {"Amina trainee": Outcome.FOLDED}
    back(second)
    assert record_of(cast.amina.enrolment_id, "basics") is None
    assert [row.enrolment_id for row in db.session.query(OutsidePerson)] == [None]
    back(first)
    assert count(OutsidePerson) == 0


def test_people_elsewhere_have_begun_and_completed_when_their_modules_say_so(cast, take):
    take(tell("gita", "basics"), tell("hugo", "basics", on=DAY + timedelta(days=2)))
    take(tell("hugo", "further", on=DAY + timedelta(days=5)), source=Source.PAPER)
    db.session.rollback()
    found = {row.completed_at for row in db.session.query(OutsidePerson)}
    assert found == {None, NOON + timedelta(days=5)}
    assert {row.started_at for row in db.session.query(OutsidePerson)} == {NOON, NOON + timedelta(days=2)}


def test_taking_over_and_back_are_written_down_without_names(cast, take):
    import_id = take(tell("gita", "basics"), tell("amina", "basics"))
    back(import_id)
    lines = db.session.query(AuditLine).filter(AuditLine.action.like("results.%")).order_by(AuditLine.id).all()
    assert [(line.action, line.region_id, line.subject, line.detail) for line in lines] == [
        ("results.taken_over", "north", f"import:{import_id}", "folded 1, new 1"),
        ("results.taken_back", "north", f"import:{import_id}", ""),
    ]


def test_many_people_are_taken_over_and_back_at_once(cast, take):
    people = [tell(f"person{number}", "basics", "further") for number in range(700)]
    import_id = take(*people)
    assert count(OutsideResult) == 1400
    back(import_id)
    assert (count(OutsideResult), count(OutsidePerson)) == (0, 0)


def test_what_a_coordinator_recorded_and_took_back_does_not_come_back(cast, take):
    why = ("The line failed.", "Sheet 4")
    record_completion("north", cast.amina.enrolment_id, PROGRAMME, BASICS, why, cast.chen.person_id, NOW)
    import_id = take(tell("amina", "basics"))
    assert record_of(cast.amina.enrolment_id, "basics").completed_by == "moodle"
    recorded.take_back("north", cast.amina.enrolment_id, PROGRAMME, BASICS, cast.chen.person_id, LATER)
    assert record_of(cast.amina.enrolment_id, "basics").completed_by == "moodle"
    back(import_id)
    record = record_of(cast.amina.enrolment_id, "basics")
    assert record is None or record.completed_at is None


def finish_programme(identity, now=LATER) -> None:
    surveys.send_survey(identity, PROGRAMME, SURVEY_AFTER, None, {"a1": 3}, now)


def test_certificates_that_rest_on_an_import_are_withdrawn_with_it(cast, take, database):
    ben = make_trainee("Ben", "ben@north.example", "north")
    import_id = take(tell("amina", "basics", "further"), tell("ben", "basics", "further"))
    finish_course(ben, BASICS)
    finish_course(ben, FURTHER)
    for identity in (cast.amina, ben):
        finish_programme(identity)
    assert count_resting("north", PROGRAMME) == {}, "nothing is issued yet"
    catalogue = SmallCatalogue()
    assert certificates.issue_due(catalogue, database.config, LATER, write=False) == 2
    before = dump()
    assert count_resting("north", PROGRAMME) == {import_id: 1}
    assert count_resting("south", PROGRAMME) == {}
    assert dump() == before
    back(import_id)
    found = certificates.find_own(cast.amina.enrolment_id, database.config)
    assert (found.state, found.lapsed, found.changed_at) == (CertificateState.REVOKED, True, LATER)
    assert certificates.check_code(found.facts.code, "", database.config, LATER).state is CertificateState.REVOKED
    assert certificates.find_own(ben.enrolment_id, database.config).state is CertificateState.VALID
    lines = {row.action: row for row in db.session.query(AuditLine)}
    assert lines["results.taken_back"].detail == "certificates 1"
    assert lines["certificate.lapsed"].subject == f"certificate:{found.id}"
    assert count_resting("north", PROGRAMME) == {}
    assert repair(LATER) == ()


def test_who_completes_again_gets_a_new_certificate_but_not_after_a_coordinators_word(cast, take, database):
    catalogue, amina = SmallCatalogue(), cast.amina.enrolment_id

    def issue(now) -> int:
        return certificates.issue_due(catalogue, database.config, now, write=False)

    import_id = take(tell("amina", "basics", "further"))
    finish_programme(cast.amina)
    assert issue(LATER) == 1
    first = certificates.find_own(amina, database.config)
    back(import_id)
    assert issue(LATER) == 0
    take(tell("amina", "basics", "further"), now=LATER)
    assert (issue(LATER), issue(LATER)) == (1, 0)
    second = certificates.find_own(amina, database.config)
    assert (second.state, second.facts.code != first.facts.code) == (CertificateState.VALID, True)
    certificates.revoke("north", second.id, "A mistake", cast.chen.person_id, LATER)
    assert issue(LATER) == 0
    assert repair(LATER) == ()


def test_what_was_joined_by_hand_goes_with_the_import_that_joined_it(cast, take, database):
    unnamed = {"email": "", "organisation": "County"}
    take(tell("amina trainee", "basics", "further", **unnamed), source=Source.PAPER, origin="list 1")
    joined = tell("amina trainee", "basics", join="amina@north.example", **unnamed)
    second = take(joined, source=Source.PAPER, origin="list 2")
    finish_programme(cast.amina)
    certificates.issue_due(SmallCatalogue(), database.config, LATER, write=False)
    assert count_resting("north", PROGRAMME)[second] == 1
    back(second)
    assert certificates.find_own(cast.amina.enrolment_id, database.config).lapsed


def test_a_later_module_alone_can_come_from_elsewhere(cast, take):
    take(*(tell(f"person{number}", "further") for number in range(9)), tell("amina", "further"))
    progress = count_region("north", (BASICS, FURTHER), 5, NOW)
    assert progress.region.id == "north"
    assert record_of(cast.amina.enrolment_id, "further").completed_by == "moodle"
