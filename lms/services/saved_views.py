"""Views of the people list that a coordinator keeps under a name."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, or_, select, update

from lms.db import transaction
from lms.errors import InvalidInput
from lms.intake.people_fields import one_line
from lms.models import RoleGrant, SavedView
from lms.services.store import change, insert_once, read, read_first, table

LONGEST_NAME = 60
MOST = 30
_KEPT = timedelta(days=30)
"""How long a view outlives the role of its owner: who comes back soon finds it again."""
_VIEW, _GRANT = table(SavedView), table(RoleGrant)
_MINE = (_VIEW.c.region_id == bindparam("region")) & (_VIEW.c.person_id == bindparam("person"))
_LIST = select(_VIEW.c.id, _VIEW.c.name, _VIEW.c.query).where(_MINE).order_by(_VIEW.c.name, _VIEW.c.id)
_COUNT = select(func.count()).select_from(_VIEW).where(_MINE)


@dataclass(frozen=True, slots=True)
class View:
    """One saved view."""

    id: int
    name: str
    query: str


def list_views(region: str, person_id: int) -> tuple[View, ...]:
    """List the views of a person in a region, by name."""
    return tuple(View(*row) for row in read(_LIST, region=region, person=person_id))


def save_view(region: str, person_id: int, name: str, query: str, now: datetime) -> None:
    """Keep a filter under a name; the same name again replaces it. Raises `InvalidInput`."""
    name = one_line(name)
    if not name:
        raise InvalidInput("Please give the view a name.")
    if len(name) > LONGEST_NAME:
        raise InvalidInput("At most %(longest)s characters, please.", longest=LONGEST_NAME)
    with transaction() as session:
        same = update(_VIEW).where(_MINE, _VIEW.c.name == bindparam("named")).values(query=bindparam("wanted"))
        if change(session, same, region=region, person=person_id, named=name, wanted=query):
            return
        if read_first(_COUNT, region=region, person=person_id)[0] >= MOST:  # type: ignore[index]
            raise InvalidInput("You have %(most)s saved views. Remove one first.", most=MOST)
        insert_once(
            session, SavedView, region_id=region, person_id=person_id, name=name, query=query, created_at=now
        )


def remove_view(region: str, person_id: int, view_id: int) -> bool:
    """Remove one of a person's own views; say whether there was one."""
    mine = delete(_VIEW).where(_MINE, _VIEW.c.id == bindparam("view"))
    with transaction() as session:
        return change(session, mine, region=region, person=person_id, view=view_id) > 0


def forget_views(now: datetime) -> int:
    """Remove the views of those who have had no role in the region for a while; give their number."""
    here = _GRANT.c.region_id.in_((_VIEW.c.region_id, ""))
    lately = or_(_GRANT.c.until.is_(None), _GRANT.c.until > now - _KEPT)
    holder = select(_GRANT.c.id).where(_GRANT.c.person_id == _VIEW.c.person_id, here, lately)
    with transaction() as session:
        return change(session, delete(_VIEW).where(~holder.exists()))
