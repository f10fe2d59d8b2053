"""Says cheaply whether anything was done since figures were counted, so that they need not be counted again."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select, union_all

from lms.db.prepared import Prepared
from lms.models import AuditLine, Counted, CountedChange, Enrolment, Region
from lms.rules.contribution import Kind

Stamp = tuple[Any, ...]


def find_stamp(region: str | None) -> Stamp:
    """Give something that differs once people of a region (None = of all) did something, or roles changed.

    Every act of a trainee moves the last activity, every act of the staff writes a line in the audit log, and
    letters that arrive and certificates move the sum of steps. It takes as long for many people as for few.
    """
    values = {} if region is None else {"region": region}
    return tuple(_query(region is None).all(**values)[0])


@cache
def _query(everywhere: bool) -> Prepared:
    def here(query: Select[Any], column: Any) -> Select[Any]:
        return query if everywhere else query.where(column == bindparam("region"))

    # Per region, because only so the index gives the latest at once.
    latest = (
        select(func.max(Enrolment.last_active_at)).where(Enrolment.region_id == Region.id).correlate(Region)
    ).scalar_subquery()
    active = here(select(func.max(latest)).select_from(Region), Region.id).scalar_subquery()
    steps = union_all(
        *(
            here(select(table.people, table.place), table.region_id).where(
                table.kind.in_((Kind.PEOPLE, Kind.CERTIFICATE))
            )
            for table in (Counted, CountedChange)
        )
    ).subquery("steps")
    return Prepared(
        select(
            func.sum(steps.c.people).label("people"),
            func.sum(steps.c.people * steps.c.place).label("steps"),
            active.label("active"),
            select(func.max(AuditLine.id)).scalar_subquery().label("acts"),
        )
    )
