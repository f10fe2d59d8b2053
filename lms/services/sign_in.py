"""Signing in without a password: a letter with a link and a code, each of which works once."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Row, Update, bindparam, delete, select, update
from sqlalchemy.orm import Session

from lms.config import Config
from lms.db import transaction
from lms.errors import InvalidInput, NotFound
from lms.export import letters
from lms.language import DEFAULT, N_
from lms.models import Enrolment, Person, SignInToken, Try
from lms.rules.contribution import Step
from lms.services import audit, contacts, counters, outbox
from lms.services.people import Identity, find_identity_now, normalise_email
from lms.services.sign_in_proofs import hash_code, hash_subject, hash_token, new_code, new_token
from lms.services.store import change, insert, read_first, table
from lms.services.throttle import count_try, forget_tries, take_back_try

LIFE = timedelta(hours=24)
"""How long a link and a code work."""
_HOUR, _QUARTER = timedelta(hours=1), timedelta(minutes=15)
_LETTERS_PER_ADDRESS = 5
_LETTERS_PER_NETWORK = 300
"""An office of two hundred people may begin at nine o'clock behind one address."""
_WRONG_PER_ADDRESS = 5
_WRONG_PER_NETWORK = 40
_UNKNOWN = N_("This code does not fit this address. Look at the newest letter, or ask for a new one.")

_PERSON, _TOKEN, _ENROLMENT = table(Person), table(SignInToken), table(Enrolment)
_BY_EMAIL = select(_PERSON).where(_PERSON.c.email == bindparam("email"), _PERSON.c.deactivated_at.is_(None))
_BY_ID = select(_PERSON).where(_PERSON.c.id == bindparam("person_id"), _PERSON.c.deactivated_at.is_(None))
_FIND = select(_TOKEN).where(_TOKEN.c.token_hash == bindparam("proof"))
_UNUSED = (_TOKEN.c.used_at.is_(None), _TOKEN.c.expires_at > bindparam("now"))
_USE_TOKEN = (
    update(_TOKEN)
    .where(_TOKEN.c.token_hash == bindparam("proof"), *_UNUSED)
    .values(used_at=bindparam("now"))
    .returning(_TOKEN.c.person_id)
)
_USE_CODE = (
    update(_TOKEN)
    .where(_TOKEN.c.code_hash == bindparam("proof"), _TOKEN.c.person_id == bindparam("of_person"), *_UNUSED)
    .values(used_at=bindparam("now"))
    .returning(_TOKEN.c.person_id)
)
_OPENED = (
    update(_ENROLMENT)
    .where(_ENROLMENT.c.person_id == bindparam("of_person"), _ENROLMENT.c.opened_at.is_(None))
    .values(opened_at=bindparam("now"))
    .returning(_ENROLMENT.c.id)
)
_END_SESSIONS = (
    update(_PERSON)
    .where(_PERSON.c.id == bindparam("person_id"))
    .values(session_version=_PERSON.c.session_version + 1)
)


class TokenState(StrEnum):
    """What a link is good for."""

    VALID = "valid"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


_REFUSALS = {
    TokenState.VALID: N_("This link cannot be used any more. Ask for a new one."),
    TokenState.USED: N_("This link has been used already. Ask for a new one."),
    TokenState.EXPIRED: N_("This link is more than 24 hours old. Ask for a new one."),
    TokenState.UNKNOWN: N_("This link is not complete. Copy the whole line of the letter, or ask for a new one."),
}


class SignInLink(NamedTuple):
    """A link and a code as the person gets them."""

    url: str
    code: str


def request_link(email: str, origin: str, config: Config, now: datetime) -> None:
    """Write a letter with a link to a known address, and do as much for an unknown one.

    Raises `InvalidInput` for what is no address at all, `TooManyRequests` when asked for too often.
    """
    address = normalise_email(email)
    with transaction() as session:
        count_try(_subject(config, "letter", address), _LETTERS_PER_ADDRESS, _HOUR, now)
        count_try(_subject(config, "letters", audit.network_of(origin)), _LETTERS_PER_NETWORK, _HOUR, now)
        person = read_first(_BY_EMAIL, email=address)
        if person is None:
            _pretend(session, config, now)
            audit.record("sign_in.unknown", None, "", "", "", origin, now)
            return
        link = make_link_for(session, person.id, "sign-in", config, now)
        outbox.write_letter(session, _letter(person, link, config, now), outbox.SIGN_IN, person, now, LIFE)
        audit.record("sign_in.letter", person.id, f"person:{person.id}", "", "", origin, now)


def make_link(person_id: int, config: Config, now: datetime) -> SignInLink:
    """Make a link and a code for somebody who cannot get mail; raises `NotFound` for nobody."""
    with transaction() as session:
        if read_first(_BY_ID, person_id=person_id) is None:
            raise NotFound("There is no such person.")
        audit.record("sign_in.link_made", None, f"person:{person_id}", "", "", "", now)
        return make_link_for(session, person_id, "sign-in", config, now)


def make_link_for(session: Session, person_id: int, purpose: str, config: Config, now: datetime) -> SignInLink:
    """Make a link and a code inside a transaction; only their hashes are stored."""
    token, code = new_token(), new_code()
    insert(
        session,
        SignInToken,
        person_id=person_id,
        token_hash=hash_token(config.secret_key, token),
        code_hash=hash_code(config.secret_key, person_id, code),
        purpose=purpose,
        created_at=now,
        expires_at=now + LIFE,
    )
    return SignInLink(f"{config.base_url}/sign-in/{token}", code)


def find_token(token: str, config: Config, now: datetime) -> TokenState:
    """Say what a link is good for. Asking does not use it up, however often."""
    row = read_first(_FIND, proof=hash_token(config.secret_key, token))
    if row is None:
        return TokenState.UNKNOWN
    if row.used_at is not None:
        return TokenState.USED
    return TokenState.VALID if row.expires_at > now else TokenState.EXPIRED


def sign_in_with_token(token: str, origin: str, config: Config, now: datetime) -> Identity:
    """Use a link up and give the person it belongs to.

    Raises `InvalidInput` with the reason when it does not work (any more), `TooManyRequests` for guessing.
    """
    network = _subject(config, "network", audit.network_of(origin))
    count_try(network, _WRONG_PER_NETWORK, _QUARTER, now)
    with transaction() as session:
        identity = _use(session, _USE_TOKEN, now, proof=hash_token(config.secret_key, token))
        if identity is None:
            refusal = _REFUSALS[find_token(token, config, now)]
            audit.record("sign_in.refused", None, "", "", "link", origin, now)
        else:
            take_back_try(network)
            audit.record("sign_in.done", identity.person_id, "", identity.region, "link", origin, now)
    if identity is None:
        raise InvalidInput(refusal)
    return identity


def sign_in_with_code(email: str, code: str, origin: str, config: Config, now: datetime) -> Identity:
    """Use a code up and give its person; the same answer for a wrong code and an unknown address.

    Every try is counted before it is looked at, so that many at once cannot slip through.
    """
    address = normalise_email(email)
    mine = _subject(config, "address", address)
    network = _subject(config, "network", audit.network_of(origin))
    with transaction():
        count_try(mine, _WRONG_PER_ADDRESS, _QUARTER, now)
        count_try(network, _WRONG_PER_NETWORK, _QUARTER, now)
    with transaction() as session:
        person = read_first(_BY_EMAIL, email=address)
        person_id = person.id if person else 0
        proof = hash_code(config.secret_key, person_id, code)
        identity = _use(session, _USE_CODE, now, proof=proof, of_person=person_id)
        if identity is None:
            audit.record("sign_in.refused", person_id or None, "", "", "code", origin, now)
        else:
            forget_tries(mine)
            take_back_try(network)
            audit.record("sign_in.done", person_id, "", identity.region, "code", origin, now)
    if identity is None:
        raise InvalidInput(_UNKNOWN)
    return identity


def sign_out_everywhere(person_id: int, now: datetime) -> None:
    """End all sessions of a person, on every device; copies of their cookies are worth nothing afterwards."""
    with transaction() as session:
        change(session, _END_SESSIONS, person_id=person_id)
        audit.record("sign_out", person_id, "", "", "", "", now)


def forget_old_tokens(now: datetime) -> int:
    """Remove links and codes that ended more than thirty days ago; give their number."""
    with transaction() as session:
        return change(session, delete(_TOKEN).where(_TOKEN.c.expires_at < now - timedelta(days=30)))


def _use(session: Session, statement: Update, now: datetime, **values: Any) -> Identity | None:
    """Use a proof up in one statement: of two who come at once, one gets nothing."""
    person_id = session.connection().execute(statement, {"now": now, **values}).scalars().first()
    identity = find_identity_now(person_id, now) if person_id else None
    if identity is not None:
        opened = session.connection().execute(_OPENED, {"of_person": person_id, "now": now}).scalar()
        if opened is not None:
            counters.note_step(session, opened, Step.OPENED)
    return identity


def _letter(person: "Row[Any] | _Stranger", link: SignInLink, config: Config, now: datetime) -> letters.Letter:
    return letters.sign_in(
        letters.letter_words(person.language),
        person.name,
        sign_in_way(link, config),
        contacts.helper_of(person.id, config, now),
        config.funding,
    )


def sign_in_way(link: SignInLink, config: Config) -> letters.SignInWay:
    """What a letter says about getting in."""
    return letters.SignInWay(link.url, link.code, int(LIFE.total_seconds() // 3600), config.base_url)


def _pretend(session: Session, config: Config, now: datetime) -> None:
    """Take as long as for a known address: make the same letter, write as many rows, and take them back."""
    link = SignInLink(f"{config.base_url}/sign-in/{new_token()}", new_code())
    hash_code(config.secret_key, 0, link.code)
    stranger = _Stranger(None, "", "", DEFAULT)
    rows = session.begin_nested()
    insert(session, Try, subject=hash_token(config.secret_key, link.url), at=now)
    outbox.write_letter(session, _letter(stranger, link, config, now), outbox.SIGN_IN, stranger, now, LIFE)
    rows.rollback()


class _Stranger(NamedTuple):
    """Stands for a person where there is none."""

    id: int | None
    name: str
    email: str
    language: str


def _subject(config: Config, kind: str, text: str) -> str:
    return hash_subject(config.secret_key, kind, text)
