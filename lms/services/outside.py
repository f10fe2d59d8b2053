"""Results from elsewhere: taking a file over, taking it back, and joining people who enrol later."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from lms.config import Config
from lms.content.model import Programme
from lms.db import transaction
from lms.errors import NotFound
from lms.language import N_
from lms.models import ImportBatch, OutsidePerson, OutsideResult
from lms.rules.gathering import Result, Told
from lms.rules.sources import Said, Standing, decide
from lms.services import audit, counters
from lms.services.outside_folding import refold
from lms.services.outside_keys import person_key
from lms.services.outside_plan import WRITES, Batch, Outcome, Planned, plan
from lms.services.outside_rows import ENROLMENT, OUTSIDE, PERSON, RESULT, find_outside, in_parts, list_results
from lms.services.store import change, insert, insert_once, read, table, wait_for_turn

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
        ids = [_add(session, item, batch, import_id, now) for item in written]
        _sum_up(session, ids, programme)
        enrolments = [item.enrolment_id for item in written if item.enrolment_id]
        refold(session, enrolments, programme)
        _count_anew(session, {batch.region, *_list_regions(ids)}, enrolments, now)
        detail = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        audit.record("results.taken_over", actor_id, f"import:{import_id}", batch.region, detail, "", now)
        return import_id


def take_back(region: str, import_id: int, programme: Programme, actor_id: int | None, now: datetime) -> None:
    """Take an import back: its results go, people whom nothing else names go, records stand as before."""
    mine = (_BATCH.c.id == import_id, _BATCH.c.region_id == region, _BATCH.c.undone_at.is_(None))
    with transaction() as session:
        wait_for_turn(session, f"outside:{region}")
        if not change(session, update(_BATCH).where(*mine, _BATCH.c.kind.in_(("moodle", "paper"))), undone_at=now):
            raise NotFound(N_("There is no such import, or it was taken back already."))
        ids = list(read(select(RESULT.c.outside_person_id).where(RESULT.c.import_id == import_id)).scalars())
        regions = {region, *_list_regions(ids)}
        change(session, delete(RESULT).where(RESULT.c.import_id == import_id))
        found: list[int | None] = []
        for part in in_parts(sorted(set(ids))):
            here = OUTSIDE.c.id.in_(part)
            found += read(select(OUTSIDE.c.enrolment_id).where(here)).scalars()
            apart = update(OUTSIDE).where(here, OUTSIDE.c.joined_in == import_id)
            change(session, apart, enrolment_id=None, joined_in=None)
            _sum_up(session, part, programme)
            unnamed = ~select(RESULT.c.id).where(RESULT.c.outside_person_id == OUTSIDE.c.id).exists()
            change(session, delete(OUTSIDE).where(here, unnamed))
        enrolments = [enrolment for enrolment in found if enrolment]
        refold(session, enrolments, programme)
        _count_anew(session, regions, enrolments, now)
        audit.record("results.taken_back", actor_id, f"import:{import_id}", region, "", "", now)


def adopt_new(programme: Programme, config: Config, now: datetime) -> int:
    """Do `adopt` for everybody who enrolled of late, by whatever way; give the number of people."""
    alone = select(OUTSIDE.c.id).where(OUTSIDE.c.enrolment_id.is_(None)).limit(1)
    if read(alone).first() is None:
        return 0
    fresh = select(ENROLMENT.c.id).where(ENROLMENT.c.created_at > now - _OF_LATE)
    return adopt(read(fresh).scalars().all(), programme, config, now)


def adopt(enrolment_ids: Iterable[int], programme: Programme, config: Config, now: datetime) -> int:
    """Fold what is known from elsewhere into enrolments that are new; give the number of people it is known of."""
    adopted: list[int] = []
    with transaction() as session:
        for part in in_parts(enrolment_ids):
            query = select(ENROLMENT.c.id, ENROLMENT.c.person_id, ENROLMENT.c.region_id, PERSON.c.email)
            joined = query.join(PERSON, PERSON.c.id == ENROLMENT.c.person_id).where(ENROLMENT.c.id.in_(part))
            people = {person_key(config.secret_key, row.email): row for row in read(joined)}
            known = {key: row for key, row in find_outside(people).items() if row.enrolment_id != people[key].id}
            humans = [people[key].person_id for key in known]
            whom = {"people": humans, "outside": [row.id for row in known.values()]}
            with counters.moving(session, now, **whom):
                for key, row in known.items():
                    _move(session, row.id, people[key].id, people[key].region_id)
                mine = [people[key].id for key in known]
                refold(session, mine, programme)
            adopted += mine
    return len(adopted)


def _list_regions(outside_ids: Iterable[int]) -> set[str]:
    """List the regions that handed people in."""
    parts = in_parts(sorted(set(outside_ids)))
    return {
        name
        for part in parts
        for name in read(select(OUTSIDE.c.region_id).where(OUTSIDE.c.id.in_(part))).scalars()
    }


def _count_anew(session: Session, regions: set[str], enrolments: Sequence[int], now: datetime) -> None:
    """Bring the counters of all regions up to date that an import touches."""
    for part in in_parts(enrolments):
        regions |= set(read(select(ENROLMENT.c.region_id).where(ENROLMENT.c.id.in_(part))).scalars())
    counters.rebuild(session, sorted(regions), now)


def _add(session: Session, item: Planned, batch: Batch, import_id: int, now: datetime) -> int:
    """Write what a file says of one person; give the id under which the person is known."""
    outside_id = item.outside_id or _add_person(session, item.key, batch.region)
    if item.enrolment_id:
        change(session, _LINK, row=outside_id, enrolment=item.enrolment_id)
        if item.is_join:
            change(session, _NOTE_JOIN, row=outside_id, batch=import_id)
    _add_results(session, outside_id, item.told.results, batch, import_id, now)
    return outside_id


def _add_person(session: Session, key: str, region: str) -> int:
    found: int | None = insert_once(session, OutsidePerson, person_key=key, region_id=region)
    # Somebody else may have handed in the same person at the same moment.
    return found or read(select(OUTSIDE.c.id).where(OUTSIDE.c.person_key == key)).scalar_one()


def _move(session: Session, outside_id: int, enrolment_id: int, region: str) -> None:
    """Let somebody known from elsewhere be the person of an enrolment, and belong to its region."""
    change(session, _LINK, row=outside_id, enrolment=enrolment_id)
    change(session, update(OUTSIDE).where(OUTSIDE.c.id == outside_id).values(region_id=region))
    change(session, update(RESULT).where(RESULT.c.outside_person_id == outside_id).values(region_id=region))


def _add_results(
    session: Session, outside_id: int, results: Mapping[str, Result], batch: Batch, import_id: int, now: datetime
) -> None:
    for course, result in results.items():
        insert(
            session,
            OutsideResult,
            outside_person_id=outside_id,
            region_id=batch.region,
            course_id=course,
            source=batch.source.value,
            origin=batch.origin,
            state=result.state.value,
            happened_on=result.on,
            import_id=import_id,
            updated_at=now,
        )


def _sum_up(session: Session, outside_ids: Sequence[int], programme: Programme) -> None:
    """Write for people who are not enrolled here when they began, and when they had completed all courses."""
    for part in in_parts(outside_ids):
        found = list_results(part)
        alone = select(OUTSIDE.c.id).where(OUTSIDE.c.id.in_(part), OUTSIDE.c.enrolment_id.is_(None))
        for outside_id in read(alone).scalars().all():
            said: dict[str, list[Said]] = {}
            for row in found.get(outside_id, ()):
                said.setdefault(row.course, []).append(row.said)
            standings = {course: decide(Standing(), items) for course, items in said.items()}
            starts = [standing.started_at for standing in standings.values() if standing.started_at]
            ends = [standings.get(course, Standing()).completed_at for course in programme.courses]
            completed = max((end for end in ends if end), default=None) if all(ends) else None
            change(session, _SUM_UP, row=outside_id, started=min(starts, default=None), completed=completed)


_MINE = OUTSIDE.c.id == bindparam("row")
_LINK = (
    update(OUTSIDE).where(_MINE).values(enrolment_id=bindparam("enrolment"), started_at=None, completed_at=None)
)
_NOTE_JOIN = update(OUTSIDE).where(_MINE, OUTSIDE.c.joined_in.is_(None)).values(joined_in=bindparam("batch"))
_SUM_UP = update(OUTSIDE).where(_MINE).values(started_at=bindparam("started"), completed_at=bindparam("completed"))
