"""Editions: the figures of all regions at one moment, counted once a week or on demand, and kept."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from lms.db import transaction
from lms.models import Edition
from lms.rules.edition_texts import TOTAL, Draft, Frozen, ScopeView, decide, view_scope
from lms.rules.indicators import VERSION
from lms.services import audit
from lms.services.frozen_reports import find_last_frozen
from lms.services.regions import list_regions
from lms.services.store import insert, read_first, table, wait_for_turn

EVERY = timedelta(days=7)

_EDITION = table(Edition)
_NEWEST = select(_EDITION).order_by(_EDITION.c.as_of.desc(), _EDITION.c.id.desc()).limit(1)
_AGE = select(_EDITION.c.as_of).order_by(_EDITION.c.as_of.desc()).limit(1)
_ONE = select(_EDITION).where(_EDITION.c.id == bindparam("edition"))
_BASIS = select(_EDITION.c.id, _EDITION.c.as_of, _EDITION.c.basis).where(_EDITION.c.id == bindparam("edition"))


def is_due(now: datetime) -> bool:
    """Whether the newest edition is a week old, or there is none."""
    newest = read_first(_AGE)
    return newest is None or newest.as_of <= now - EVERY


def make_edition(draft: Draft, actor: int | None, origin: str, now: datetime) -> int:
    """Decide what is shown of a draft and keep it; give the id of the edition. One at a time."""
    with transaction() as session:
        wait_for_turn(session, "edition")
        before = read_first(_NEWEST)
        edition = insert(
            session,
            Edition,
            as_of=draft.as_of,
            made_by=actor,
            indicator_version=VERSION,
            below=draft.below,
            released=decide(draft, before.released if before else None),
            basis={scope: dict(counts) for scope, counts in draft.basis.items()},
        )
        audit.record("edition.made", actor, f"edition:{edition}", "", "", origin, now)
    return edition


def find_newest(scope: str) -> tuple[int, ScopeView] | None:
    """Find what the newest edition shows of a scope, with its id; None if it has none of that scope."""
    row = read_first(_NEWEST)
    view = _view(row, scope) if row else None
    return (row.id, view) if row and view else None


def find_basis(edition: int) -> tuple[datetime, dict[str, dict[str, int]]] | None:
    """Give what had been completed when an edition was counted: true numbers, never shown."""
    row = read_first(_BASIS, edition=edition)
    return (row.as_of, row.basis) if row else None


def _view(row: Any, scope: str) -> ScopeView | None:
    return view_scope(row.released, scope, row.as_of, row.below, row.indicator_version)


def find_frozen_bases() -> dict[str, Frozen]:
    """Find for each scope what had been completed when its last report was frozen."""
    found: dict[str, Frozen] = {}
    for scope in (TOTAL, *(region.id for region in list_regions(active_only=False))):
        last = find_last_frozen(scope)
        basis = find_basis(last.edition_id) if last else None
        if last and basis:
            found[scope] = Frozen(last.edition_id, basis[0], basis[1].get(scope, {}))
    return found


def list_regions_shown() -> tuple[ScopeView, ...]:
    """List what the newest edition shows of each region, by name."""
    row = read_first(_NEWEST)
    if row is None:
        return ()
    views = [_view(row, scope) for scope in row.released["facts"] if scope != TOTAL]
    return tuple(sorted((view for view in views if view), key=lambda view: view.facts.name))
