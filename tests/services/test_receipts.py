"""Receipts are taken in once, where the region wants them, and counted as attempts, never as people."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from lms.content.render import Renderer
from lms.db import db
from lms.errors import InvalidInput, NotAllowed, TooManyRequests
from lms.export.making import make
from lms.export.receipts import Receipts
from lms.language import words
from lms.models import AuditLine, Enrolment, PackageReceipt, Try
from lms.pyscorm import Version
from lms.reports.receipts import count_receipts
from lms.rules.figures import HIDDEN
from lms.rules.receipts import Mode, Receipt, State, package_key, write_receipt
from lms.services import receipts
from lms.services.receipts import Taken, choose_mode, find_mode, take_receipt, take_typed
from tests.database import SECRET, Database
from tests.people import NORTH, NOW, SOUTH, make_cast
from tests.small_courses import make_course

ORIGIN = "192.0.2.7"
RECEIPT = Receipt(NORTH, "first", "en", State.BEGUN, "2026-W10", "3fa9c1d2", "K7Q2M9XD")
COURSES = (SimpleNamespace(id="first", title="First"), SimpleNamespace(id="second", title="Second"))


def line(receipt: Receipt = RECEIPT, secret: str = SECRET) -> str:
    return write_receipt(receipt, package_key(secret, receipt.region, receipt.course, receipt.mark))


def attempts(states: dict[State, int], course: str = "first", week: str = "2026-W10") -> list[str]:
    """Lines of so many attempts that ended in a state, each begun first."""
    lines = []
    for state, count in states.items():
        for number in range(count):
            one = replace(
                RECEIPT, course=course, week=week, attempt=f"{course[:1].upper()}{state[:1].upper()}{number:06}"
            )
            lines += [line(one), line(replace(one, state=state))]
    return lines


@pytest.fixture
def chen(database: Database) -> int:
    """The coordinator of the North, where packages send receipts."""
    cast = make_cast()
    choose_mode(NORTH, Mode.SEND, cast.chen.person_id, ORIGIN, NOW)
    return cast.chen.person_id


def test_a_region_has_them_off_until_somebody_switches_them_on_which_is_written_down(database: Database):
    cast = make_cast()
    assert find_mode(NORTH) is Mode.OFF
    with pytest.raises(NotAllowed):
        take_receipt(line(), database.config, ORIGIN, NOW)
    for mode in (Mode.SEND, Mode.CODE, Mode.OFF):
        choose_mode(NORTH, mode, cast.chen.person_id, ORIGIN, NOW)
        assert find_mode(NORTH) is mode
        assert find_mode(SOUTH) is Mode.OFF
    written = db.session.query(AuditLine).filter_by(action="receipts.chosen").order_by(AuditLine.id).all()
    assert [(one.actor_id, one.region_id, one.detail) for one in written] == [
        (cast.chen.person_id, NORTH, mode) for mode in ("send", "code", "off")
    ]


def test_it_is_taken_once_and_keeps_no_time_and_no_address(database: Database, chen: int):
    assert take_receipt(line(), database.config, ORIGIN, NOW) is Taken.NEW
    assert take_receipt(line(), database.config, "198.51.100.1", NOW + timedelta(days=1)) is Taken.REPEATED
    assert take_receipt(line(replace(RECEIPT, state=State.PASSED)), database.config, ORIGIN, NOW) is Taken.NEW
    kept = db.session.query(PackageReceipt).all()
    assert sorted(one.state for one in kept) == ["begun", "passed"]
    assert set(PackageReceipt.__table__.columns.keys()) == {
        "id", "region_id", "course_id", "language", "state", "week", "mark", "attempt",
    }  # fmt: skip
    assert all(ORIGIN not in one.subject for one in db.session.query(Try).all())


def test_forged_and_changed_ones_are_refused_and_nothing_is_kept(database: Database, chen: int):
    for forged in (line(secret="another secret that somebody thought of"), line().replace("begun", "passed"), "x"):
        with pytest.raises(InvalidInput):
            take_receipt(forged, database.config, ORIGIN, NOW)
    assert db.session.query(PackageReceipt).count() == 0


def test_one_network_and_one_package_cannot_flood_a_region(
    database: Database, chen: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(receipts, "_PER_NETWORK", 3)
    for _ in range(3):
        take_receipt(line(), database.config, ORIGIN, NOW)
    with pytest.raises(TooManyRequests):
        take_receipt(line(), database.config, ORIGIN, NOW)
    monkeypatch.setattr(receipts, "_PER_PACKAGE", 4)
    take_receipt(line(), database.config, "198.51.100.1", NOW)
    with pytest.raises(TooManyRequests):
        take_receipt(line(), database.config, "203.0.113.1", NOW)


def test_typed_ones_are_told_line_by_line(database: Database, chen: int):
    choose_mode(NORTH, Mode.CODE, chen, ORIGIN, NOW)
    lines = [line(), line().lower(), "hello", line(replace(RECEIPT, region=SOUTH))]
    found = take_typed(NORTH, lines, database.config, chen, ORIGIN, NOW)
    assert [one.taken for one in found] == [Taken.NEW, Taken.REPEATED, Taken.REFUSED, Taken.REFUSED]
    assert "another region" in str(found[3].reason)
    (written,) = db.session.query(AuditLine).filter_by(action="receipts.typed").all()
    assert written.detail == "1 of 4"


def test_attempts_are_counted_by_their_furthest_state_and_people_stay_as_they_are(database: Database, chen: int):
    people = db.session.query(Enrolment).count()
    sent = [
        *attempts({State.BEGUN: 8, State.FAILED: 6, State.PASSED: 20}),
        *attempts({State.PASSED: 12, State.COMPLETED: 7}, "second", "2026-W09"),
    ]
    for one in dict.fromkeys(sent):
        take_receipt(one, database.config, ORIGIN, NOW)
    modules, weeks = count_receipts(NORTH, "Europe/Dublin", COURSES, 5, NOW, words("en"))
    assert [row.cells[:4] for row in modules.rows] == [(34, 8, 6, 20), (19, 0, 0, 19), (53, 8, 6, 39)]
    assert modules.cell("first", "share") == round(20 / 34, 4)
    assert weeks.cell("2026-W10", "receipts") == 8 + 12 + 40
    assert weeks.cell("2026-W09", "receipts") == 38
    assert weeks.cell("all", "receipts") == 98
    assert db.session.query(Enrolment).count() == people
    south, _ = count_receipts(SOUTH, "Europe/Dublin", COURSES, 5, NOW, words("en"))
    assert [row.cells[0] for row in south.rows] == [0, 0, 0]


def test_small_groups_are_hidden_with_what_would_give_them_away(database: Database, chen: int):
    for one in dict.fromkeys(
        attempts({State.FAILED: 3, State.PASSED: 20}) + attempts({State.PASSED: 30}, "second")
    ):
        take_receipt(one, database.config, ORIGIN, NOW)
    modules, weeks = count_receipts(NORTH, "Europe/Dublin", COURSES, 5, NOW, words("en"))
    assert modules.cell("first", "failed") is HIDDEN
    shown = [cell for cell in modules.rows[0].cells[:4] if cell is not HIDDEN]
    assert len(shown) <= 2
    assert 3 not in [cell for row in modules.rows for cell in row.cells]
    assert weeks.cell("all", "receipts") == 106


def test_weeks_long_ago_and_modules_that_are_gone_are_still_counted(database: Database, chen: int):
    for one in dict.fromkeys(attempts({State.PASSED: 6}, "gone", "2025-W20")):
        take_receipt(one, database.config, ORIGIN, NOW)
    modules, weeks = count_receipts(NORTH, "Europe/Dublin", COURSES, 5, NOW, words("en"))
    assert modules.cell("gone", "finished") == 6
    assert weeks.cell("before", "receipts") == 12


def test_a_package_has_the_same_bytes_whichever_database_holds_the_choice(database: Database):
    cast = make_cast()
    course = make_course(region=NORTH)

    def bytes_with(mode: Mode) -> bytes:
        wish = Receipts(mode, "https://example.eu/receipts", SECRET)
        return make((course,), Version.SCORM_1_2, Renderer(None), receipts=wish).data

    assert bytes_with(find_mode(NORTH)) == bytes_with(Mode.OFF)
    choose_mode(NORTH, Mode.SEND, cast.chen.person_id, ORIGIN, NOW)
    assert bytes_with(find_mode(NORTH)) == bytes_with(Mode.SEND) != bytes_with(Mode.OFF)
