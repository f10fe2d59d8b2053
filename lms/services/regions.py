"""Regions: loaded from their files into the database, so that people can belong to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from lms.content import model as content
from lms.db import transaction
from lms.errors import NotFound
from lms.models import Region
from lms.services import counters
from lms.services.store import change, insert_once, read, read_first, table

_REGION = table(Region)
_ALL = select(_REGION).order_by(_REGION.c.name)
_ACTIVE = _ALL.where(_REGION.c.active)
_ONE = select(_REGION).where(_REGION.c.id == bindparam("region"))


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region as the database knows it."""

    id: str
    name: str
    country: str
    languages: tuple[str, ...]
    zone: str
    target: int
    lab_target: int
    active: bool
    aliases: tuple[str, ...] = ()
    contact: str = ""


def load_regions(regions: Iterable[content.Region], now: datetime) -> None:
    """Bring what the files say into the database; a region whose file is gone stays, for its people's sake."""
    moved: list[str] = []
    with transaction() as session:
        zones = {row.id: row.zone for row in read(_ALL)}
        for region in regions:
            values = _values(region)
            if not insert_once(session, Region, id=region.id, since=now.date(), until=None, **values):
                change(session, update(_REGION).where(_REGION.c.id == region.id).values(**values))
            if zones.get(region.id, region.zone) != region.zone:
                moved.append(region.id)
        # Weeks begin at local midnight: in another zone they are other weeks.
        counters.rebuild(session, moved, now)


def get_region(region: str) -> RegionRow:
    """Give a region; raises `NotFound`."""
    row = read_first(_ONE, region=region)
    if row is None:
        raise NotFound("There is no such region.")
    return _region_row(row)


def list_regions(active_only: bool = True) -> tuple[RegionRow, ...]:
    """List the regions by name."""
    return tuple(_region_row(row) for row in read(_ACTIVE if active_only else _ALL))


def _values(region: content.Region) -> dict[str, Any]:
    return {
        "name": region.name,
        "country": region.country,
        "languages": " ".join(region.languages),
        "zone": region.zone,
        "target": region.target,
        "lab_target": region.lab_target,
        "active": region.active,
        "aliases": "\n".join(region.aliases),
        "contact": region.contact,
    }


def _region_row(row: Row[Any]) -> RegionRow:
    return RegionRow(
        id=row.id,
        name=row.name,
        country=row.country,
        languages=tuple(row.languages.split()),
        zone=row.zone,
        target=row.target,
        lab_target=row.lab_target,
        active=row.active,
        aliases=tuple(row.aliases.splitlines()),
        contact=row.contact,
    )
