"""Says cheaply whether anything was done since figures were counted, so that they need not be counted again."""

from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, func, select

from lms.db import reading
from lms.models import AuditLine, Enrolment

Stamp = tuple[Any, ...]


def find_stamp(region: str | None) -> Stamp:
    """Give something that differs once people of a region (None = of all) did something, or roles changed.

    Every act of a trainee moves the last activity, every act of the staff writes a line in the audit log.
    """
    values = {} if region is None else {"region": region}
    return tuple(reading().execute(_query(region is None), values).one())


@cache
def _query(everywhere: bool) -> Executable:
    query = select(
        func.count(Enrolment.id),
        func.count(Enrolment.invited_at),
        func.count(Enrolment.opened_at),
        func.count(Enrolment.completed_at),
        func.max(Enrolment.last_active_at),
        select(func.max(AuditLine.id)).scalar_subquery(),
    )
    return query if everywhere else query.where(Enrolment.region_id == bindparam("region"))
