"""What a region decides with its staff, such as that coordinators may see single exam results. Off until then."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select, update

from lms.db import transaction
from lms.errors import InvalidInput, NotFound
from lms.intake.people_fields import one_line
from lms.language import N_
from lms.models import Decision
from lms.services import audit
from lms.services.store import change, insert, read, read_first, table, wait_for_turn

SCORES = "scores"
LONGEST = 200

_DECISION = table(Decision)
_NAMES = ("id", "decided_by", "reference", "decided_on", "recorded_at", "ended_at")
HELD = (
    select(
        *(_DECISION.c[name].label(f"decision_{name}") for name in _NAMES),
        _DECISION.c.region_id.label("decided_in"),
    )
    .where(_DECISION.c.subject == SCORES, _DECISION.c.ended_at.is_(None))
    .subquery("held")
)
"""The decisions that hold just now, for a statement that reads something else anyway; see `read_held`."""
_OF_REGION = (_DECISION.c.region_id == bindparam("region"), _DECISION.c.subject == SCORES)
_OPEN = select(_DECISION).where(*_OF_REGION, _DECISION.c.ended_at.is_(None))
_LIST = select(_DECISION).where(*_OF_REGION).order_by(_DECISION.c.recorded_at.desc(), _DECISION.c.id.desc())


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as it was written down."""

    id: int
    decided_by: str
    reference: str
    decided_on: date
    recorded_at: datetime
    ended_at: datetime | None


def scores_shown(region: str) -> bool:
    """Whether the region's coordinators may see the exam results of single people."""
    return read_first(_OPEN, region=region) is not None


def find_decision(region: str) -> DecisionRow | None:
    """Find the decision that holds just now."""
    row = read_first(_OPEN, region=region)
    return _row(row) if row else None


def read_held(row: object) -> DecisionRow | None:
    """Read the decision out of a row with the columns of `HELD`; None if it has none."""
    values = [getattr(row, f"decision_{name}") for name in _NAMES]
    return DecisionRow(*values) if values[0] is not None else None


def list_decisions(region: str) -> tuple[DecisionRow, ...]:
    """List all decisions of a region, the newest first."""
    return tuple(_row(row) for row in read(_LIST, region=region))


def find_faults(decided_by: str, reference: str, decided_on: str, today: date) -> dict[str, str]:
    """Say what is missing, by name of the field; the texts are message ids."""
    faults: dict[str, str] = {}
    for name, text in (("decided_by", decided_by), ("reference", reference)):
        if not one_line(text):
            faults[name] = _MISSING[name]
        elif len(one_line(text)) > LONGEST:
            faults[name] = N_("At most 200 characters, please.")
    day = _read_day(decided_on)
    if day is None:
        faults["decided_on"] = N_("Please give the day of the decision, such as 2026-11-27.")
    elif day > today:
        faults["decided_on"] = N_("This day lies in the future. A decision counts once it has been taken.")
    return faults


def record_decision(
    region: str, decided_by: str, reference: str, decided_on: str, actor: int, origin: str, now: datetime
) -> None:
    """Write a decision down: from now on scores are shown, and trainees are told.

    Raises `InvalidInput` when something is missing or a decision holds already.
    """
    faults = find_faults(decided_by, reference, decided_on, now.date())
    if faults:
        raise InvalidInput(next(iter(faults.values())))
    with transaction() as session:
        wait_for_turn(session, f"decision:{region}")
        if scores_shown(region):
            raise InvalidInput("A decision holds already. End it before you write down another one.")
        row = insert(
            session,
            Decision,
            region_id=region,
            subject=SCORES,
            decided_by=one_line(decided_by),
            reference=one_line(reference),
            decided_on=date.fromisoformat(decided_on.strip()),
            recorded_by=actor,
            recorded_at=now,
            ended_at=None,
            ended_by=None,
        )
        detail = f"{one_line(decided_by)}, {one_line(reference)}, {decided_on.strip()}"
        audit.record("decision.recorded", actor, f"decision:{row}", region, detail, origin, now)


def end_decision(region: str, actor: int, origin: str, now: datetime) -> None:
    """End the decision that holds: from now on no score is shown. Raises `NotFound` if none holds."""
    with transaction() as session:
        row = read_first(_OPEN, region=region)
        if row is None:
            raise NotFound("No decision holds here.")
        ended = update(_DECISION).where(_DECISION.c.id == bindparam("row")).values(ended_at=now, ended_by=actor)
        change(session, ended, row=row.id)
        audit.record("decision.ended", actor, f"decision:{row.id}", region, "", origin, now)


_MISSING = {
    "decided_by": N_("Please say who decided, such as “Staff council and head of department”."),
    "reference": N_("Please give the reference under which the decision can be found."),
}


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _row(row: object) -> DecisionRow:
    return DecisionRow(*(getattr(row, name) for name in _NAMES))
