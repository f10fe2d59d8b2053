"""Letters on their way: written with the act that causes them, sent afterwards, wiped of secrets when sent.

What is guaranteed. A letter is a row written in the transaction of its act: both are there or neither. To send
it, a process takes it: in one transaction it raises `tries` and moves `due_at` ten minutes on, so that of any
number of processes and machines one has it, and a note of an earlier holder is refused. Whoever dies holding it
loses nothing: after ten minutes another one takes it. (Clocks of two machines must agree to a few minutes.)

What mail cannot promise. Between the server's "taken" and our note of it lies one commit; a process that dies just
there, or a line that breaks before the answer comes, leaves a letter that is sent once more. It then carries the
same Message-ID, by which many receivers drop the second copy. Letters are taken and noted one by one, so that this
can happen to one letter per process that dies, never to a whole round.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import Row, bindparam, select, text, update
from sqlalchemy.orm import Session

from lms.config import Config
from lms.db import transaction
from lms.errors import NotSaved
from lms.export import letters
from lms.models import Enrolment, LetterStop, Message, Person
from lms.rules.contribution import Step
from lms.rules.letters import REMINDERS, Facts, Kind, LetterState, Reason, why_not
from lms.services import counters
from lms.services.mail_folder import MailFolder, SentLetter, list_outbox
from lms.services.mail_server import MailServer, NotAccepted, NotReachable
from lms.services.stop_links import stop_link
from lms.services.store import change, insert, read_first, table

__all__ = ["Cause", "Delivered", "SentLetter", "deliver_due", "list_outbox", "reference_of", "write_letter"]

_LEASE = timedelta(minutes=10)
"""How long a letter belongs to the process that took it: much longer than a server may take to answer."""
_PAUSES = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))
"""How long to wait after each failed try; the last pause goes on until the letter is too old."""
_NOTINGS = 3
"""How often we try to write down that a letter is out: a letter whose note is lost goes out twice."""
_MOST_TRIES = 100
_LONGEST_FAILURE = 500

_MESSAGE, _PERSON, _ENROLMENT, _STOP = table(Message), table(Person), table(Enrolment), table(LetterStop)
_DUE = (
    select(_MESSAGE, _PERSON.c.name)
    .select_from(_MESSAGE.outerjoin(_PERSON, _PERSON.c.id == _MESSAGE.c.person_id))
    # Written out, not bound: only so do both databases see that their small index is enough.
    .where(text("message.state = 'waiting'"), _MESSAGE.c.due_at <= bindparam("now"))
    .order_by(_MESSAGE.c.due_at, _MESSAGE.c.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=_MESSAGE)
)
_STILL = (
    select(
        _ENROLMENT.c.opened_at,
        _ENROLMENT.c.started_at,
        _ENROLMENT.c.completed_at,
        _ENROLMENT.c.last_active_at,
        _PERSON.c.deactivated_at,
        _STOP.c.id.label("stop_id"),
    )
    .select_from(
        _ENROLMENT.join(_PERSON, _PERSON.c.id == _ENROLMENT.c.person_id).outerjoin(
            _STOP, _STOP.c.person_id == _PERSON.c.id
        )
    )
    .where(_ENROLMENT.c.person_id == bindparam("person"))
)
_INVITED = (
    update(_ENROLMENT)
    .where(_ENROLMENT.c.person_id == bindparam("of_person"), _ENROLMENT.c.invited_at.is_(None))
    .values(invited_at=bindparam("at"))
    .returning(_ENROLMENT.c.id)
)

INVITATION, SIGN_IN = Kind.INVITATION.value, "sign-in"
"""The kinds of letters that other services write."""
_OF_REGIONS = frozenset(Kind)
_URGENT = _DUE.where(_MESSAGE.c.kind == SIGN_IN)
"""Somebody sits there and waits for it: it does not queue behind a region's reminders."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a letter of a region was written: who pressed, or which schedule ran."""

    region: str
    actor_id: int | None = None
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of sending did."""

    sent: int
    failed: int


def write_letter(
    session: Session,
    letter: letters.Letter,
    kind: str,
    person: Any,
    now: datetime,
    lasts: timedelta,
    cause: Cause | None = None,
) -> None:
    """Put a letter to a person (id, email, language) into the outbox. It is not sent any more after `lasts`."""
    insert(
        session,
        Message,
        person_id=person.id,
        kind=kind,
        region_id=cause.region if cause else "",
        address=person.email,
        language=person.language,
        subject=letter.subject,
        text=letter.text,
        created_at=now,
        due_at=now,
        expires_at=now + lasts,
        state=LetterState.WAITING.value,
        actor_id=cause.actor_id if cause else None,
        plan_id=cause.plan_id if cause else None,
    )


def deliver_due(config: Config, now: datetime) -> Delivered:
    """Send what is due. Safe to run in several processes at once: each letter is taken by one of them."""
    began = monotonic()
    sent = failed = 0
    with _way_out(config) as way:
        # A round may take longer than a lease: each lease counts from the moment its letter is taken.
        while row := _take(now, now + timedelta(seconds=monotonic() - began)):
            done = _deliver(row, way, config, now)
            sent, failed = sent + done, failed + (not done)
    return Delivered(sent, failed)


def _way_out(config: Config) -> MailServer | MailFolder:
    return MailServer(config.mail_server) if config.mail_server else MailFolder(config)


def _take(now: datetime, at: datetime) -> Row[Any] | None:
    """Take the next letter that is due, so that no other process sends it too."""
    with transaction() as session:
        row = read_first(_URGENT, now=now) or read_first(_DUE, now=now)
        if row is not None:
            mine = update(_MESSAGE).where(_MESSAGE.c.id == row.id)
            change(session, mine.values(due_at=at + _LEASE, tries=row.tries + 1))
    return row


def _deliver(row: Row[Any], way: MailServer | MailFolder, config: Config, now: datetime) -> bool:
    """Send one letter and note what came of it."""
    if row.expires_at <= now or row.tries >= _MOST_TRIES:
        _give_up(row, LetterState.EXPIRED, row.failure or "too late", now)
        return False
    if reason := _why_withdrawn(row, now):
        _give_up(row, LetterState.WITHDRAWN, reason, now)
        return False
    try:
        message, reference = _make_mail(row, config, now)
    except ValueError as error:  # an address that cannot stand in a mail
        _give_up(row, LetterState.BOUNCED, str(error), now)
        return False
    try:
        way.send(message, reference)
    except NotAccepted as error:
        _give_up(row, LetterState.BOUNCED, str(error), now)
        return False
    except (NotReachable, OSError) as error:
        pause = _PAUSES[min(row.tries, len(_PAUSES) - 1)]
        later = _mine(row).values(due_at=now + pause, failure=str(error)[:_LONGEST_FAILURE])
        _note(lambda session: change(session, later))
        return False
    _note(lambda session: _note_sent(session, row, now))
    return True


def reference_of(row: Row[Any]) -> str:
    """Give what a letter is known by among mail servers: the first half of its Message-ID."""
    return f"{row.created_at:%Y%m%dT%H%M%S}-{row.id:08d}"


def _make_mail(row: Row[Any], config: Config, now: datetime) -> tuple[Any, str]:
    reference = reference_of(row)
    letter = letters.Letter(row.subject, row.text)
    is_reminder = row.kind in REMINDERS
    stop = stop_link(row.person_id, config) if is_reminder and row.person_id is not None else ""
    return letters.mail(letter, row.name or "", row.address, config.mail_from, reference, now, stop), reference


def _why_withdrawn(row: Row[Any], now: datetime) -> str:
    """Say why a letter must not go out any more, though it could: days may lie between writing and sending."""
    if row.kind not in _OF_REGIONS:
        return ""  # asked for by its reader, or about something that stays true
    still = read_first(_STILL, person=row.person_id)
    facts = Facts(
        address=row.address,
        closed=still is None or still.deactivated_at is not None,
        opened=still is not None and still.opened_at is not None,
        started=still is not None and still.started_at is not None,
        completed=still is not None and still.completed_at is not None,
        stopped=still is not None and still.stop_id is not None,
    )
    reason = why_not(Kind(row.kind), facts, now.date())
    if reason is None and still and still.last_active_at and still.last_active_at > row.created_at:
        reason = Reason.CHANGED  # it names a place where they were, or says that they were quiet
    return reason.value if reason else ""


def _note_sent(session: Session, row: Row[Any], now: datetime) -> None:
    # Whoever holds the letter by now: it is out, and that is what counts.
    done = update(_MESSAGE).where(_MESSAGE.c.id == row.id)
    change(
        session,
        done.values(
            state=LetterState.SENT.value,
            sent_at=now,
            failed_at=None,
            failure="",
            text=letters.without_secrets(row.text),
        ),
    )
    if row.kind == INVITATION:
        invited = session.connection().execute(_INVITED, {"of_person": row.person_id, "at": now}).scalar()
        if invited is not None:
            counters.note_step(session, invited, Step.INVITED)


def _give_up(row: Row[Any], state: LetterState, reason: str, now: datetime) -> None:
    lost = _mine(row).values(
        state=state.value,
        failed_at=now,
        failure=reason[:_LONGEST_FAILURE],
        text=letters.without_secrets(row.text),
    )
    _note(lambda session: change(session, lost))


def _mine(row: Row[Any]) -> Any:
    """Change a letter only while it is still the one that this process took."""
    return update(_MESSAGE).where(
        _MESSAGE.c.id == row.id,
        _MESSAGE.c.tries == row.tries + 1,
        _MESSAGE.c.state == LetterState.WAITING.value,
    )


def _note(write: Callable[[Session], object]) -> None:
    for trial in range(1, _NOTINGS + 1):
        try:
            with transaction() as session:
                write(session)
        except NotSaved:
            if trial == _NOTINGS:
                raise
        else:
            return
