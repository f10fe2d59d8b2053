"""Results from elsewhere: taking a file over, taking it back, and joining people who enrol later."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.orm import Session

from lms.config import Config
from lms.content.model import Programme
from lms.db import transaction
from lms.errors import NotFound
from lms.language import N_
from lms.models import ImportBatch
from lms.rules.gathering import Told
from lms.rules.sources import Said, Standing, decide
from lms.services import audit, certificates, counters
from lms.services.outside_folding import refold
from lms.services.outside_keys import person_key
from lms.services.outside_plan import WRITES, Batch, Outcome, Planned, plan
from lms.services.outside_rows import (
    ENROLMENT,
    OUTSIDE,
    PERSON,
    RESULT,
    find_outside,
    hold_enrolments,
    list_results,
)
from lms.services.store import change, change_many, each_of, insert, insert_each_once, read, table, wait_for_turn

_BATCH = table(ImportBatch)
_OF_LATE = timedelta(days=2)
_WRITTEN = WRITES | {Outcome.SAME}
"""What is known already is written too: it must stay when the file that said it first is taken back."""


def take_over(
    batch: Batch, people: Sequence[Told], programme: Programme, config: Config, actor_id: int | None, now: datetime
) -> int | None:
    """Take a file over in whole; give the id of the import, or None when it says nothing that is not known."""
    with transaction() as session:
        # Two people may press at once: the second one then finds everything there.
        wait_for_turn(session, f"outside:{batch.region}")
        planned = plan(batch, people, config, now)
        counts = Counter(item.outcome.value for item in planned)
        if not any(item.outcome in WRITES for item in planned):
            return None
        import_id = insert(
            session,
            ImportBatch,
            region_id=batch.region,
            kind=batch.source.value,
            actor_id=actor_id,
            at=now,
            name=batch.name,
            digest=batch.digest,
            numbers=dict(counts),
            evidence=batch.evidence,
        )
        written = [item for item in planned if item.outcome in _WRITTEN]
        enrolments = hold_enrolments(item.enrolment_id for item in written if item.enrolment_id)
        known = _write(session, written, batch, import_id, now)
        _sum_up(session, [row.id for row in known], programme)
        refold(session, enrolments, programme)
        regions = {batch.region, *enrolments.values(), *(row.region_id for row in known)}
        counters.rebuild(session, sorted(regions), now)
        detail = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        audit.record("results.taken_over", actor_id, f"import:{import_id}", batch.region, detail, "", now)
        return import_id


def take_back(region: str, import_id: int, programme: Programme, actor_id: int | None, now: datetime) -> None:
    """Take an import back: its results go, people whom nothing else names go, records stand as before.

    Certificates of those who have not completed the programme any more are withdrawn.
    """
    mine = (_BATCH.c.id == import_id, _BATCH.c.region_id == region, _BATCH.c.undone_at.is_(None))
    with transaction() as session:
        wait_for_turn(session, f"outside:{region}")
        if not change(session, update(_BATCH).where(*mine, _BATCH.c.kind.in_(("moodle", "paper"))), undone_at=now):
            raise NotFound(N_("There is no such import, or it was taken back already."))
        named = select(RESULT.c.outside_person_id).where(RESULT.c.import_id == import_id)
        people = read(select(OUTSIDE).where(OUTSIDE.c.id.in_(named))).all()
        enrolments = hold_enrolments(row.enrolment_id for row in people if row.enrolment_id)
        change(session, delete(RESULT).where(RESULT.c.import_id == import_id))
        here = OUTSIDE.c.id.in_(each_of([row.id for row in people]))
        apart = update(OUTSIDE).where(here, OUTSIDE.c.joined_in == import_id)
        change(session, apart.values(enrolment_id=None, joined_in=None))
        unnamed = ~select(RESULT.c.id).where(RESULT.c.outside_person_id == OUTSIDE.c.id).exists()
        change(session, delete(OUTSIDE).where(here, unnamed))
        _sum_up(session, [row.id for row in people], programme)
        refold(session, enrolments, programme)
        lapsed = certificates.withdraw_lapsed(session, enrolments, actor_id, now)
        regions = {region, *enrolments.values(), *(row.region_id for row in people)}
        counters.rebuild(session, sorted(regions), now)
        detail = f"certificates {lapsed}" if lapsed else ""
        audit.record("results.taken_back", actor_id, f"import:{import_id}", region, detail, "", now)


def adopt_new(programme: Programme, config: Config, now: datetime) -> int:
    """Do `adopt` for everybody who enrolled of late, by whatever way; give the number of people."""
    alone = select(OUTSIDE.c.id).where(OUTSIDE.c.enrolment_id.is_(None)).limit(1)
    if read(alone).first() is None:
        return 0
    fresh = select(ENROLMENT.c.id).where(ENROLMENT.c.created_at > now - _OF_LATE)
    return adopt(read(fresh).scalars(), programme, config, now)


def adopt(enrolment_ids: Iterable[int], programme: Programme, config: Config, now: datetime) -> int:
    """Fold what is known from elsewhere into enrolments that are new; give the number of people it is known of."""
    query = select(ENROLMENT.c.id, ENROLMENT.c.person_id, ENROLMENT.c.region_id, PERSON.c.email)
    joined = query.join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
    with transaction() as session:
        found = read(joined.where(ENROLMENT.c.id.in_(each_of(enrolment_ids))))
        people = {person_key(config.secret_key, row.email): row for row in found}
        known = [(people[key], row) for key, row in find_outside(people).items()]
        strangers = [(person, row) for person, row in known if row.enrolment_id != person.id]
        if not strangers:
            return 0
        humans, ids = [person.person_id for person, _ in strangers], [row.id for _, row in strangers]
        with counters.moving(session, now, people=humans, outside=ids):
            change_many(session, _LINK, [{"row": row.id, "enrolment": person.id} for person, row in strangers])
            places = [{"row": row.id, "region": person.region_id} for person, row in strangers]
            change_many(session, _MOVE, places)
            change_many(session, _MOVE_RESULTS, places)
            refold(session, [person.id for person, _ in strangers], programme)
    return len(strangers)


def _write(
    session: Session, planned: Sequence[Planned], batch: Batch, import_id: int, now: datetime
) -> list[Row[Any]]:
    """Write what a file says of its people; give the rows under which they are known, as they were found."""
    everybody = {"region_id": batch.region, "joined_in": None, "started_at": None, "completed_at": None}
    # Somebody else may hand in the same person at the same moment: then one row stands for both.
    insert_each_once(
        session,
        OUTSIDE,
        [
            everybody | {"person_key": item.key, "enrolment_id": item.enrolment_id}
            for item in planned
            if item.outside_id is None
        ],
    )
    found = find_outside(item.key for item in planned)
    known = [(item, found[item.key]) for item in planned]
    links = [
        {"row": row.id, "enrolment": item.enrolment_id}
        for item, row in known
        if item.enrolment_id and item.enrolment_id != row.enrolment_id
    ]
    change_many(session, _LINK, links)
    change_many(session, _NOTE_JOIN, [{"row": row.id, "batch": import_id} for item, row in known if item.is_join])
    results = [
        {
            "outside_person_id": row.id,
            "region_id": batch.region,
            "course_id": course,
            "source": batch.source.value,
            "origin": batch.origin,
            "state": result.state.value,
            "happened_on": result.on,
            "import_id": import_id,
            "updated_at": now,
        }
        for item, row in known
        for course, result in item.told.results.items()
    ]
    change_many(session, RESULT.insert(), results)
    return list(found.values())


def _sum_up(session: Session, outside_ids: Iterable[int], programme: Programme) -> None:
    """Write for people who are not enrolled here when they began, and when they had completed all courses."""
    these = OUTSIDE.c.id.in_(each_of(outside_ids))
    alone = read(select(OUTSIDE).where(these, OUTSIDE.c.enrolment_id.is_(None))).all()
    found = list_results(row.id for row in alone)
    sums = []
    for row in alone:
        said: dict[str, list[Said]] = {}
        for result in found.get(row.id, ()):
            said.setdefault(result.course, []).append(result.said)
        standings = {course: decide(Standing(), items) for course, items in said.items()}
        starts = [standing.started_at for standing in standings.values() if standing.started_at]
        ends = [standings.get(course, Standing()).completed_at for course in programme.courses]
        completed = max((end for end in ends if end), default=None) if all(ends) else None
        started = min(starts, default=None)
        if (started, completed) != (row.started_at, row.completed_at):
            sums.append({"row": row.id, "started": started, "completed": completed})
    change_many(session, _SUM_UP, sums)


_MINE = OUTSIDE.c.id == bindparam("row")
_LINK = (
    update(OUTSIDE).where(_MINE).values(enrolment_id=bindparam("enrolment"), started_at=None, completed_at=None)
)
_MOVE = update(OUTSIDE).where(_MINE).values(region_id=bindparam("region"))
_MOVE_RESULTS = (
    update(RESULT)
    .where(
        RESULT.c.outside_person_id == bindparam("row"),
    )
    .values(region_id=bindparam("region"))
)
_NOTE_JOIN = update(OUTSIDE).where(_MINE, OUTSIDE.c.joined_in.is_(None)).values(joined_in=bindparam("batch"))
_SUM_UP = update(OUTSIDE).where(_MINE).values(started_at=bindparam("started"), completed_at=bindparam("completed"))
