"""What coordinators do to many people at once: move them out, bring them back, put them into another group.

Each act locks the enrolments, changes only those that it fits, and writes one line per person into the audit log.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, or_, select, update

from lms.db import transaction
from lms.errors import InvalidInput
from lms.intake.people_fields import LONGEST_ORGANISATION, one_line, search_text
from lms.intake.people_words import CATEGORIES
from lms.models import Enrolment, Person, RoleGrant
from lms.services import audit, counters
from lms.services.store import each_of, read, table

_ENROLMENT, _PERSON = table(Enrolment), table(Person)
_GRANT = table(RoleGrant)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Whom moving out concerns, by enrolment."""

    may_leave: tuple[int, ...] = ()
    finished: tuple[int, ...] = ()
    """Completed the programme: what is finished stays counted, so they stay."""
    staff: tuple[int, ...] = ()
    """Hold a role, which leaving would take from them too."""
    gone: tuple[int, ...] = ()
    """Have left already, or their account is closed."""


def sort_leaving(region: str, enrolment_ids: Sequence[int], now: datetime) -> Leaving:
    """Say what moving out would do to whom; nothing is changed."""
    groups: dict[str, list[int]] = {"may_leave": [], "finished": [], "staff": [], "gone": []}
    rows = _rows(region, enrolment_ids)
    staff = _list_staff([row.person_id for row in rows], now)
    for row in rows:
        groups[_group(row, staff)].append(row.id)
    return Leaving(**{name: tuple(found) for name, found in groups.items()})


def move_out(region: str, enrolment_ids: Sequence[int], actor_id: int, now: datetime) -> int:
    """Let people leave: no letters, no sign-in, not counted. What they did stays. Give how many left."""
    with transaction() as session:
        chosen = sort_leaving(region, _hold(region, enrolment_ids), now).may_leave
        with counters.moving(session, now, enrolments=chosen):
            for row in _rows(region, chosen):
                session.execute(update(_ENROLMENT).where(_ENROLMENT.c.id == row.id).values(left_at=now))
                closed = {"deactivated_at": now, "session_version": _PERSON.c.session_version + 1}
                session.execute(update(_PERSON).where(_PERSON.c.id == row.person_id).values(**closed))
                audit.record("person.left", actor_id, f"person:{row.person_id}", region, "", "", now)
    return len(chosen)


def bring_back(region: str, enrolment_ids: Sequence[int], actor_id: int, now: datetime) -> int:
    """Take back that people left; give how many are in again. Who was joined to somebody else stays away."""
    with transaction() as session:
        rows = [row for row in _rows(region, _hold(region, enrolment_ids)) if row.left_at]
        with counters.moving(session, now, enrolments=[row.id for row in rows]):
            for row in rows:
                session.execute(update(_ENROLMENT).where(_ENROLMENT.c.id == row.id).values(left_at=None))
                session.execute(update(_PERSON).where(_PERSON.c.id == row.person_id).values(deactivated_at=None))
                audit.record("person.returned", actor_id, f"person:{row.person_id}", region, "", "", now)
    return len(rows)


def change_facts(
    region: str, enrolment_ids: Sequence[int], changes: Mapping[str, str], actor_id: int, now: datetime
) -> int:
    """Give people another `category` or `organisation`, or both ("" = not stated); give how many changed.

    Raises `InvalidInput`.
    """
    news = {name: one_line(text) for name, text in changes.items() if name in ("category", "organisation")}
    if news.get("category") and news["category"] not in CATEGORIES:
        raise InvalidInput("Please choose one of the kinds in the list.")
    if len(news.get("organisation", "")) > LONGEST_ORGANISATION:
        raise InvalidInput("At most %(longest)s characters, please.", longest=LONGEST_ORGANISATION)
    with transaction() as session:
        held = _rows(region, _hold(region, enrolment_ids))
        rows = [row for row in held if any(getattr(row, name) != text for name, text in news.items())]
        with counters.moving(session, now, enrolments=[row.id for row in rows]):
            for row in rows:
                found = search_text(row.name, row.email, news.get("organisation", row.organisation))
                session.execute(update(_ENROLMENT).where(_ENROLMENT.c.id == row.id).values(search=found, **news))
                detail = ", ".join(
                    f"{name} {getattr(row, name) or '-'} > {text or '-'}" for name, text in news.items()
                )
                audit.record("person.changed", actor_id, f"person:{row.person_id}", region, detail, "", now)
    return len(rows)


def _hold(region: str, enrolment_ids: Sequence[int]) -> list[int]:
    """Lock the enrolments of a region among these; give them."""
    mine = _ENROLMENT.c.id.in_(each_of(enrolment_ids))
    query = select(_ENROLMENT.c.id).where(mine, _ENROLMENT.c.region_id == region)
    return list(read(query.order_by(_ENROLMENT.c.id).with_for_update()).scalars())


def _rows(region: str, enrolment_ids: Sequence[int]) -> Sequence[Row[Any]]:
    query = (
        select(_ENROLMENT, _PERSON.c.name, _PERSON.c.email, _PERSON.c.deactivated_at)
        .join(_PERSON, _PERSON.c.id == _ENROLMENT.c.person_id)
        .where(_ENROLMENT.c.region_id == region, _ENROLMENT.c.id.in_(each_of(enrolment_ids)))
        .order_by(_ENROLMENT.c.id)
    )
    return read(query).all()


def _list_staff(person_ids: Sequence[int], now: datetime) -> set[int]:
    running = or_(_GRANT.c.until.is_(None), _GRANT.c.until > bindparam("now"))
    return set(
        read(
            select(_GRANT.c.person_id).where(_GRANT.c.person_id.in_(each_of(person_ids)), running), now=now
        ).scalars()
    )


def _group(row: Row[Any], staff: set[int]) -> str:
    if row.deactivated_at:
        return "gone"
    if row.person_id in staff:
        return "staff"
    return "finished" if row.completed_at else "may_leave"
