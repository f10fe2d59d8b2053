"""A decision is named, dated and logged; it can be ended; there is one at a time."""

import pytest

from lms.db import db
from lms.errors import InvalidInput, NotFound
from lms.models import AuditLine
from lms.services.decisions import (
    end_decision,
    find_decision,
    find_faults,
    list_decisions,
    record_decision,
    scores_shown,
)
from tests.database import Database
from tests.people import NORTH, NOW, SOUTH, make_cast

GOOD = ("Staff council", "DV 12/2026", "2026-02-20")


def test_scores_are_off_until_a_decision_and_after_its_end(database: Database) -> None:
    chen = make_cast().chen.person_id
    assert not scores_shown(NORTH)
    record_decision(NORTH, *GOOD, chen, "192.0.2.7", NOW)
    assert scores_shown(NORTH)
    assert not scores_shown(SOUTH)
    held = find_decision(NORTH)
    assert held is not None
    assert (held.decided_by, held.reference, held.decided_on.isoformat()) == GOOD
    end_decision(NORTH, chen, "192.0.2.7", NOW)
    assert not scores_shown(NORTH)
    assert [row.ended_at for row in list_decisions(NORTH)] == [NOW]
    lines = [(line.action, line.actor_id, line.region_id) for line in db.session.query(AuditLine)]
    assert lines[-2:] == [("decision.recorded", chen, NORTH), ("decision.ended", chen, NORTH)]


def test_a_second_decision_needs_the_end_of_the_first(database: Database) -> None:
    chen = make_cast().chen.person_id
    record_decision(NORTH, *GOOD, chen, "", NOW)
    with pytest.raises(InvalidInput):
        record_decision(NORTH, *GOOD, chen, "", NOW)
    with pytest.raises(NotFound):
        end_decision(SOUTH, chen, "", NOW)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("decided_by", ("  ", *GOOD[1:])),
        ("reference", (GOOD[0], "", GOOD[2])),
        ("reference", (GOOD[0], "x" * 201, GOOD[2])),
        ("decided_on", (*GOOD[:2], "last week")),
        ("decided_on", (*GOOD[:2], "2026-03-03")),
    ],
)
def test_a_decision_without_name_reference_or_day_is_refused(
    database: Database, field: str, typed: tuple[str, str, str]
) -> None:
    chen = make_cast().chen.person_id
    assert list(find_faults(*typed, NOW.date())) == [field]
    with pytest.raises(InvalidInput):
        record_decision(NORTH, *typed, chen, "", NOW)
    assert not scores_shown(NORTH)
