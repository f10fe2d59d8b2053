"""Writing the letters of a region: each person once a week at most, and never to who finished or wants none."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.config import Config
from lms.content.catalogue import Catalogue
from lms.db import transaction
from lms.errors import InvalidInput
from lms.export.letters import Letter, Note, SignInWay
from lms.models import Enrolment, LetterSkip, Person
from lms.rules.letters import Kind, Reason
from lms.services import audit, contacts, outbox, sign_in
from lms.services.regions import get_region
from lms.services.reminders.choosing import Ready, Skipped, choose
from lms.services.reminders.composing import WITH_A_WAY_IN, Composer
from lms.services.reminders.notes import check_note, remember_note
from lms.services.store import each_of, insert, read, read_first, table

_WORTH_READING = timedelta(days=3)
"""A reminder that could not be sent for so long is not sent any more."""
_PREVIEW_CODE = "ABCD-EFGH"

_ENROLMENT, _PERSON = table(Enrolment), table(Person)
_NAME = select(_PERSON.c.name).where(_PERSON.c.id == bindparam("person"))


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing to some people."""

    sent: tuple[int, ...]
    """Enrolments to whom a letter is now on its way."""
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A round of letters: what is wanted and by whom."""

    region: str
    kind: Kind
    note: str = ""
    actor_id: int | None = None
    plan_id: int | None = None
    author: str = ""
    """Name of who wrote the note; empty = who pressed."""


def write_letters(
    region: str,
    enrolment_ids: Iterable[int],
    kind: str,
    note: str,
    actor_id: int | None,
    catalogue: Catalogue,
    config: Config,
    now: datetime,
) -> Written:
    """Write letters of a kind to people of a region; who may have none today is skipped, with the reason.

    Ids of other regions are passed over in silence. Pressed twice, or in two processes at once, each person gets
    one letter. Raises `NotFound` (region), `InvalidInput` (a note that is too long, a kind that does not exist).
    """
    if kind not in set(Kind):
        raise InvalidInput("There is no letter of this kind.")
    order = Order(region, Kind(kind), check_note(note), actor_id)
    return write_order(order, enrolment_ids, catalogue, config, now)


def write_order(
    order: Order,
    enrolment_ids: Iterable[int],
    catalogue: Catalogue,
    config: Config,
    now: datetime,
    claim: Callable[[Session], bool] = lambda _session: True,
) -> Written:
    """Write a round of letters in one transaction, unless `claim`, asked inside it, says it was done already."""
    ids = tuple(enrolment_ids)
    composer = _make_composer(order, catalogue, config, now)
    # Where people stand takes several queries each: that is read before anybody has to wait for us.
    texts = _compose_early(composer, choose(composer.region, ids, order.kind, now).ready)
    with transaction() as session:
        if not claim(session):
            return Written((), ())
        # The lock comes first and alone: the next statement then sees what a second press has written.
        mine = _ENROLMENT.c.id.in_(each_of(ids))
        read(select(_ENROLMENT.c.id).where(mine).order_by(_ENROLMENT.c.id).with_for_update())
        if order.plan_id is None:
            remember_note(order.region, order.note, now)
        chosen = choose(composer.region, ids, order.kind, now)
        skipped = list(chosen.skipped)
        sent: list[int] = []
        for to in chosen.ready:
            if _write_one(session, composer, order, to, texts):
                sent.append(to.enrolment_id)
            else:
                skipped.append(Skipped(to.enrolment_id, to.id, to.name, Reason.CHANGED))
        _note_skipped(session, order, skipped, now)
        detail = f"{order.kind}: written {len(sent)}, skipped {len(skipped)}"
        audit.record("letters.written", order.actor_id, "", order.region, detail, "", now)
    return Written(tuple(sent), tuple(skipped))


def preview_letters(
    region: str,
    to: Sequence[Ready],
    kind: str,
    note: str,
    actor_id: int | None,
    catalogue: Catalogue,
    config: Config,
    now: datetime,
) -> tuple[tuple[Ready, Letter], ...]:
    """Give the letters that these people would get, with links that lead nowhere. Nothing is written."""
    order = Order(region, Kind(kind), check_note(note), actor_id)
    composer = replace(_make_composer(order, catalogue, config, now), is_preview=True)
    way = None
    if composer.kind in WITH_A_WAY_IN:
        link = sign_in.SignInLink(f"{config.base_url}/sign-in/…", _PREVIEW_CODE)
        way = sign_in.sign_in_way(link, config)
    shown = ((one, composer.compose(one, way)) for one in to)
    return tuple((one, letter) for one, letter in shown if letter is not None)


def _make_composer(order: Order, catalogue: Catalogue, config: Config, now: datetime) -> Composer:
    helper = contacts.helper_in(order.region, config, now)
    note = Note(order.note, order.author or _name_of(order.actor_id))
    return Composer(order.kind, get_region(order.region), note, helper, catalogue, config, now)


def _name_of(person_id: int | None) -> str:
    row = read_first(_NAME, person=person_id)
    return row.name if row else ""


def _compose_early(composer: Composer, ready: Iterable[Ready]) -> dict[int, Letter | None]:
    if composer.kind in WITH_A_WAY_IN:
        return {}
    return {to.enrolment_id: composer.compose(to, None) for to in ready}


def _write_one(
    session: Session, composer: Composer, order: Order, to: Ready, texts: dict[int, Letter | None]
) -> bool:
    """Write one letter; False if it does not fit."""
    way: SignInWay | None = None
    lasts = _WORTH_READING
    if order.kind in WITH_A_WAY_IN:
        link = sign_in.make_link_for(session, to.id, outbox.INVITATION, composer.config, composer.now)
        way, lasts = sign_in.sign_in_way(link, composer.config), sign_in.LIFE
        letter = composer.compose(to, way)
    else:
        letter = texts.get(to.enrolment_id)
    if letter is None:
        return False
    cause = outbox.Cause(order.region, order.actor_id, order.plan_id)
    outbox.write_letter(session, letter, order.kind.value, to, composer.now, lasts, cause)
    return True


def _note_skipped(session: Session, order: Order, skipped: Iterable[Skipped], now: datetime) -> None:
    for one in skipped:
        insert(
            session,
            LetterSkip,
            at=now,
            region_id=order.region,
            person_id=one.person_id,
            kind=order.kind.value,
            reason=one.reason.value,
            actor_id=order.actor_id,
            plan_id=order.plan_id,
        )
