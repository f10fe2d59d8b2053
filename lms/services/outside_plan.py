"""What taking over a file with results would do to each person in it; nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from lms.config import Config
from lms.rules.gathering import Result, Told
from lms.rules.sources import Said, Source, Standing, best, decide, rank
from lms.services.outside_keys import find_key
from lms.services.outside_rows import (
    ENROLMENT,
    PERSON,
    Known,
    Row,
    find_known,
    find_outside,
    list_results,
    moment_of,
)
from lms.services.store import each_of, read


class Outcome(StrEnum):
    """What taking over a file does to one person."""

    NEW = "new"
    """Not enrolled here and not known yet: counted as one person from elsewhere."""
    ADDED = "added"
    """Not enrolled here, known from elsewhere: something is added."""
    FOLDED = "folded"
    """Enrolled here: something is added."""
    SAME = "same"
    SAYS_NOTHING = "says_nothing"
    """No module was begun."""
    STAFF = "staff"
    """Trainers and coordinators are not counted."""
    ELSEWHERE = "elsewhere"
    """Belongs to another region."""


WRITES = frozenset({Outcome.NEW, Outcome.ADDED, Outcome.FOLDED})


@dataclass(frozen=True, slots=True)
class Planned:
    """What would happen to one person of a file."""

    told: Told
    outcome: Outcome
    name: str
    """Name of the account here, else as the file has it."""
    enrolment_id: int | None
    key: str
    outside_id: int | None
    is_join: bool
    """Whether somebody said by hand who this is."""
    joined: Mapping[str, Standing]
    """Course id -> where the person stands elsewhere afterwards, for courses in which something is added."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a file is, for the record of imports."""

    region: str
    source: Source
    origin: str
    """Which Moodle course or which list it came from."""
    name: str
    digest: str
    evidence: str = ""
    """Signed list: where the original is kept."""


def plan(batch: Batch, people: Sequence[Told], config: Config, now: datetime) -> tuple[Planned, ...]:
    """Say what taking over a file would do to each person."""
    keys = [find_key(config.secret_key, batch.region, told) for told in people]
    known = find_known({address for told in people if (address := told.email or told.join)}, now)
    outside = find_outside(keys)
    results = list_results(row.id for row in outside.values())
    joined = _find_joined({row.enrolment_id for row in outside.values() if row.enrolment_id}, now)
    planned = []
    for key, told in zip(keys, people, strict=True):
        row = outside.get(key)
        account = known.get(told.email) or (joined.get(row.enrolment_id) if row else None) or known.get(told.join)
        added = _find_added(told.results, results.get(row.id, []) if row else [], batch, now)
        planned.append(
            _plan_one(
                batch.region,
                told,
                Planned(
                    told=told,
                    outcome=Outcome.SAME,
                    name=account.name if account else told.name,
                    enrolment_id=account.enrolment_id if account else None,
                    key=key,
                    outside_id=row.id if row else None,
                    is_join=bool(told.join and account and not (row and row.enrolment_id)),
                    joined=added,
                ),
                account,
                row,
            )
        )
    return tuple(planned)


def _find_joined(ids: Iterable[int], now: datetime) -> dict[int, Known]:
    """Find the accounts of people who were joined to an enrolment before."""
    query = select(PERSON.c.email).join(ENROLMENT, ENROLMENT.c.person_id == PERSON.c.id)
    emails = read(query.where(ENROLMENT.c.id.in_(each_of(ids)))).scalars()
    return {found.enrolment_id: found for found in find_known(emails, now).values() if found.enrolment_id}


def _plan_one(region: str, told: Told, planned: Planned, account: Known | None, outside: Any) -> Planned:
    if account and account.is_staff:
        return replace(planned, outcome=Outcome.STAFF)
    where = (account.region if account else "") or (outside.region_id if outside else region)
    if where != region:
        # Nothing of another region's people is told, not even under which name they stand there.
        return replace(
            planned, outcome=Outcome.ELSEWHERE, name=told.name, enrolment_id=None, outside_id=None, joined={}
        )
    if not told.results:
        return replace(planned, outcome=Outcome.SAYS_NOTHING)
    if not planned.joined and (outside is None or outside.enrolment_id == planned.enrolment_id):
        return planned
    if planned.enrolment_id:
        return replace(planned, outcome=Outcome.FOLDED)
    return replace(planned, outcome=Outcome.ADDED if outside else Outcome.NEW)


def _find_added(
    results: Mapping[str, Result], rows: Sequence[Row], batch: Batch, now: datetime
) -> dict[str, Standing]:
    """Find the courses in which results say more than the same source said before."""
    added = {}
    for course, result in results.items():
        here = [row for row in rows if row.course == course]
        same = [row.said for row in here if (row.source, row.origin) == (batch.source, batch.origin)]
        new = Said(batch.source, result.state, moment_of(result.on, now))
        more = decide(Standing(), same) != decide(Standing(), [*same, new])
        if more or rank(best(said.state for said in same)) < rank(new.state):
            added[course] = decide(Standing(), [*(row.said for row in here), new])
    return added
