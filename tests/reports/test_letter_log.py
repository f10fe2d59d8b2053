"""The log: complete, one region's alone, by day of the region's zone, page by page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.db import transaction
from lms.models import LetterSkip, Message
from lms.reports.letter_log import ON_A_PAGE, LogFilter, Outcome, count_days, list_log, read_log_page
from lms.rules.letters import Kind
from lms.services.store import insert
from tests.people import NORTH, NOW, SOUTH, make_cast

ZONE = "Europe/Dublin"
# Summer time: half past eleven in the evening by UTC is half past midnight in Dublin.
LATE = datetime(2026, 7, 6, 23, 30, tzinfo=UTC)


@pytest.fixture
def cast(database):
    return make_cast()


def add_letter(person, at=NOW, **changes) -> None:
    values = {
        "person_id": person.person_id,
        "kind": "inactive",
        "region_id": NORTH,
        "address": person.email,
        "language": "en",
        "subject": "",
        "text": "",
        "created_at": at,
        "due_at": at,
        "expires_at": at,
        "state": "sent",
        "sent_at": at,
        "failure": "",
        "tries": 1,
    }
    with transaction() as session:
        insert(session, Message, **(values | changes))


def add_skip(person, at=NOW, **changes) -> None:
    values = {
        "at": at,
        "region_id": NORTH,
        "person_id": person.person_id,
        "kind": "inactive",
        "reason": "stopped",
        "actor_id": None,
        "plan_id": None,
    }
    with transaction() as session:
        insert(session, LetterSkip, **(values | changes))


def test_every_letter_and_everybody_skipped_has_one_line(cast):
    add_letter(cast.amina, NOW)
    add_letter(cast.amina, NOW + timedelta(days=8), state="bounced", sent_at=None, failure="550 no", plan_id=3)
    add_skip(cast.amina, NOW + timedelta(days=16), actor_id=cast.chen.person_id)
    add_letter(cast.dita, region_id=SOUTH)
    add_letter(cast.amina, kind="sign-in", region_id="")
    lines = list_log(NORTH, ZONE, LogFilter())
    assert [(line.outcome, line.why, line.by, line.by_plan) for line in lines] == [
        (Outcome.SKIPPED, "stopped", "Chen Coordinator", False),
        (Outcome.BOUNCED, "550 no", "", True),
        (Outcome.SENT, "", "", False),
    ]
    assert {line.name for line in lines} == {"Amina Trainee"}
    assert {line.address for line in lines} == {"amina@north.example"}
    assert lines[2].sent_at == NOW


def test_a_letter_that_went_to_an_older_address_says_so(cast):
    add_letter(cast.amina, address="old@north.example")
    assert list_log(NORTH, ZONE, LogFilter())[0].address == "old@north.example"


def test_days_are_those_of_the_region(cast):
    add_letter(cast.amina, LATE)
    add_skip(cast.amina, LATE)
    day, before = date(2026, 7, 7), date(2026, 7, 6)
    assert len(list_log(NORTH, ZONE, LogFilter(day=day))) == 2
    assert list_log(NORTH, ZONE, LogFilter(day=before)) == ()
    assert count_days(NORTH, ZONE, [day, before]) == {day: {Outcome.SENT: 1, Outcome.SKIPPED: 1}, before: {}}


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (LogFilter(text="amina"), 3),
        (LogFilter(text="ÁMINA north"), 3),
        (LogFilter(text="dita"), 0),
        (LogFilter(text="%"), 0),
        (LogFilter(kind=Kind.INVITATION), 1),
        (LogFilter(outcome=Outcome.SKIPPED), 1),
        (LogFilter(outcome=Outcome.SENT), 2),
        (LogFilter(outcome=Outcome.SENT, kind=Kind.INACTIVE, text="trainee"), 1),
    ],
)
def test_the_log_can_be_narrowed(cast, wanted, count):
    add_letter(cast.amina)
    add_letter(cast.amina, kind="invitation")
    add_skip(cast.amina)
    assert len(list_log(NORTH, ZONE, wanted)) == count
    assert read_log_page(NORTH, ZONE, wanted, 1).total == count


def test_a_long_log_comes_in_pages_without_gap_or_overlap(cast):
    for number in range(ON_A_PAGE + 5):
        add_letter(cast.amina, NOW + timedelta(minutes=number // 3))
    first, second = (read_log_page(NORTH, ZONE, LogFilter(), page) for page in (1, 2))
    assert (first.total, first.pages, len(first.lines), len(second.lines)) == (ON_A_PAGE + 5, 2, ON_A_PAGE, 5)
    assert first.lines + second.lines == list_log(NORTH, ZONE, LogFilter())
    assert read_log_page(NORTH, ZONE, LogFilter(), 99).page == 2
