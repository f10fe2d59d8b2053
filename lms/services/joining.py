"""Joining a region by its link: who lies in its domains is enrolled, others wait for the coordinator's word.

Nobody is told whether an address is known: filling the form in writes the same row for everybody, and what becomes
of it is decided after the answer has gone out (`settle`).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from lms.config import Config
from lms.content.model import Programme
from lms.db import transaction
from lms.errors import InvalidInput, NotFound, TooManyRequests
from lms.intake.people_fields import NewPerson, normalise_email, normalise_name
from lms.intake.people_words import CATEGORIES
from lms.language import LANGUAGES, N_
from lms.models import Enrolment, JoinLink, JoinRequest, Person
from lms.rules.joining import joins_at_once, read_domains
from lms.services import audit, enrolment, membership, outside, sign_in
from lms.services.sign_in_proofs import hash_subject, new_code
from lms.services.store import change, insert_once, read, read_first, table
from lms.services.throttle import count_try

FORGOTTEN_AFTER = timedelta(days=60)
"""How long a request waits for the coordinator's word."""
_HOUR = timedelta(hours=1)
_PER_ADDRESS = 5
_PER_NETWORK = 300
"""A hall of two hundred people may scan the code at nine o'clock behind one address."""
_AT_ONCE = 200

_LINK, _REQUEST = table(JoinLink), table(JoinRequest)
_PERSON, _ENROLMENT = table(Person), table(Enrolment)
_OF_REGION = select(_LINK).where(_LINK.c.region_id == bindparam("region"))
_BY_CODE = select(_LINK).where(_LINK.c.code == bindparam("code"), _LINK.c.closed_at.is_(None))
_THIS_LINK = update(_LINK).where(_LINK.c.region_id == bindparam("of_region"))
_NEW = select(_REQUEST.c.id).where(_REQUEST.c.looked_at.is_(None)).order_by(_REQUEST.c.id).limit(_AT_ONCE)
_TAKE = (
    update(_REQUEST)
    .where(_REQUEST.c.id == bindparam("request"), _REQUEST.c.looked_at.is_(None))
    .values(looked_at=bindparam("now"))
    .returning(*_REQUEST.c)
)
_WAITING = (
    select(_REQUEST)
    .where(_REQUEST.c.region_id == bindparam("region"), _REQUEST.c.looked_at.is_not(None))
    .order_by(_REQUEST.c.asked_at, _REQUEST.c.id)
)
_KNOWN = (
    select(_ENROLMENT.c.id, _PERSON.c.deactivated_at)
    .select_from(_PERSON.outerjoin(_ENROLMENT, _ENROLMENT.c.person_id == _PERSON.c.id))
    .where(_PERSON.c.email == bindparam("email"))
)
_OPEN = (
    select(_ENROLMENT.c.id)
    .join(_PERSON, _PERSON.c.id == _ENROLMENT.c.person_id)
    .where(_ENROLMENT.c.region_id == bindparam("region"), _PERSON.c.deactivated_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """The link of a region."""

    region_id: str
    code: str
    domains: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody who waits for the coordinator's word."""

    id: int
    name: str
    email: str
    category: str
    asked_at: datetime


def find_link(region: str) -> LinkRow | None:
    """Give the link of a region, open or closed; nothing if there never was one."""
    row = read_first(_OF_REGION, region=region)
    return _link_row(row) if row else None


def get_open_link(code: str) -> LinkRow:
    """Give the link behind a code, however it is typed; raises `NotFound` when it is closed or never was."""
    letters = "".join(character for character in code.upper() if character.isalnum())[:20]
    row = read_first(_BY_CODE, code=f"{letters[:4]}-{letters[4:]}")
    if row is None:
        raise NotFound("There is no such link.")
    return _link_row(row)


def open_link(region: str, actor_id: int, now: datetime) -> None:
    """Open the link of a region with a new code; the one before leads nowhere from now on."""
    with transaction() as session:
        code = new_code()
        if insert_once(session, JoinLink, region_id=region, code=code, domains="", opened_at=now, closed_at=None):
            audit.record("join.opened", actor_id, "", region, "", "", now)
            return
        values = {"code": code, "opened_at": now, "closed_at": None}
        change(session, _THIS_LINK.values(values), of_region=region)
        audit.record("join.renewed", actor_id, "", region, "", "", now)


def close_link(region: str, actor_id: int, now: datetime) -> None:
    """Close the link; who waits goes on waiting."""
    with transaction() as session:
        still_open = _THIS_LINK.where(_LINK.c.closed_at.is_(None))
        if change(session, still_open.values(closed_at=now), of_region=region):
            audit.record("join.closed", actor_id, "", region, "", "", now)


def set_domains(region: str, text: str, actor_id: int, now: datetime) -> tuple[str, ...]:
    """Say whose addresses join at once; raises `InvalidInput` for what is no domain."""
    domains = read_domains(text)
    with transaction() as session:
        if change(session, _THIS_LINK.values(domains="\n".join(domains)), of_region=region):
            audit.record("join.domains", actor_id, "", region, " ".join(domains), "", now)
    return domains


def ask(code: str, form: dict[str, str], origin: str, config: Config, now: datetime) -> None:
    """Note that somebody wants to join: the same act and the same answer for everybody.

    `form` has name, email, category, language. Raises `InvalidInput`, `NotFound` (link), `TooManyRequests`.
    """
    link = get_open_link(code)
    email, name = normalise_email(form["email"]), normalise_name(form["name"])
    if form["category"] and form["category"] not in CATEGORIES:
        raise InvalidInput(N_("Please choose one of the kinds in the list."))
    language = form["language"] if form["language"] in LANGUAGES else LANGUAGES[0]
    with transaction() as session:
        count_try(hash_subject(config.secret_key, "join", email), _PER_ADDRESS, _HOUR, now)
        network = audit.network_of(origin)
        count_try(hash_subject(config.secret_key, "join-network", network), _PER_NETWORK, _HOUR, now)
        insert_once(
            session,
            JoinRequest,
            region_id=link.region_id,
            email=email,
            name=name,
            category=form["category"],
            language=language,
            asked_at=now,
            looked_at=None,
        )


def settle(programme: Programme, config: Config, now: datetime) -> int:
    """Look at everybody who asked: enrol who may join at once, write to who is enrolled, let the others wait.

    Called after the answer, and by `lms tick` for what was interrupted; gives the number of new enrolments.
    """
    return sum(_settle(request, programme, config, now) for request in read(_NEW).scalars().all())


def list_waiting(region: str) -> tuple[WaitingRow, ...]:
    """List who waits for the coordinator's word, the longest wait first."""
    return tuple(
        WaitingRow(row.id, row.name, row.email, row.category, row.asked_at)
        for row in read(_WAITING, region=region)
    )


def decide(
    region: str,
    requests: Sequence[int],
    approve: bool,
    actor_id: int,
    programme: Programme,
    config: Config,
    now: datetime,
) -> int:
    """Let people in or turn them away; give how many. Who is new gets the invitation, who had left is back.

    Whoever is enrolled in another region by now stays there and is not counted, nor is a closed account.
    """
    with transaction() as session:
        rows = read(_WAITING.where(_REQUEST.c.id.in_(requests)).with_for_update(), region=region).all()
        if not rows:
            return 0
        count = len(rows)
        if approve:
            made = [enrolment.enrol(_new_person(row), "join", actor_id, now) for row in rows]
            fresh = [enrolled.enrolment_id for enrolled in made if enrolled.created]
            outside.adopt(fresh, programme, config, now)
            ids = [enrolled.enrolment_id for enrolled in made]
            membership.bring_back(region, ids, actor_id, now)
            here = frozenset(read(_OPEN.where(_ENROLMENT.c.id.in_(ids)), region=region).scalars())
            enrolment.invite(fresh, config, now)
            for row, enrolled in zip(rows, made, strict=True):
                if enrolled.enrolment_id in here and not enrolled.created:
                    _send_link(row.email, config, now)
            count = len(here)
        change(session, delete(_REQUEST).where(_REQUEST.c.id.in_([row.id for row in rows])))
        word = "join.approved" if approve else "join.refused"
        audit.record(word, actor_id, "", region, f"people {count}", "", now)
    return count


def forget_requests(now: datetime) -> int:
    """Remove requests on which nobody decided in two months; give their number."""
    with transaction() as session:
        return change(session, delete(_REQUEST).where(_REQUEST.c.asked_at <= now - FORGOTTEN_AFTER))


def _settle(request: int, programme: Programme, config: Config, now: datetime) -> int:
    with transaction() as session:
        row = session.connection().execute(_TAKE, {"request": request, "now": now}).first()
        if row is None:  # another process was faster
            return 0
        link, known = find_link(row.region_id), read_first(_KNOWN, email=row.email)
        if known and known.deactivated_at:
            return 0  # whoever left, or whose account was closed: no link takes that back
        is_enrolled = known is not None and known.id is not None
        if not is_enrolled and not (link and joins_at_once(row.email, link.domains)):
            return 0
        change(session, delete(_REQUEST).where(_REQUEST.c.id == row.id))
        if is_enrolled:
            _send_link(row.email, config, now)
            return 0
        made = enrolment.enrol(_new_person(row), "join", None, now)
        outside.adopt([made.enrolment_id], programme, config, now)
        enrolment.invite([made.enrolment_id], config, now)
    return 1


def _send_link(email: str, config: Config, now: datetime) -> None:
    """Write to somebody who is enrolled: they asked for it, whatever they said of reminders."""
    with suppress(TooManyRequests):  # they have had letters enough
        sign_in.request_link(email, "", config, now)


def _new_person(row: Row[Any]) -> NewPerson:
    return NewPerson(row.name, row.email, row.region_id, row.category, "", row.language)


def _link_row(row: Row[Any]) -> LinkRow:
    return LinkRow(row.region_id, row.code, tuple(row.domains.split()), row.closed_at is None)
