"""What coordinators do with certificates: send again, correct the name, withdraw."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from lms.config import Config
from lms.db import transaction
from lms.errors import InvalidInput, NotFound
from lms.intake.people_fields import normalise_name, one_line, search_text
from lms.models import Enrolment, Person
from lms.services import audit, counters
from lms.services.certificates.issuing import add_certificate
from lms.services.certificates.rows import CERTIFICATE, IS_VALID, ONE
from lms.services.certificates.writing import write_about
from lms.services.store import change, each_of, read_first, table

_LONGEST_REASON = 500
_PERSON, _ENROLMENT = table(Person), table(Enrolment)


def send_again(region: str, certificate_id: int, actor_id: int, config: Config, now: datetime) -> str:
    """Write to the person where the certificate lies; give the address. Raises `NotFound`, `InvalidInput`."""
    with transaction() as session:
        row = _get_writable(region, certificate_id)
        write_about(session, row, region, config, now)
        audit.record("certificate.sent", actor_id, f"certificate:{certificate_id}", region, "", "", now)
    return row.email


def correct_name(region: str, certificate_id: int, name: str, actor_id: int, config: Config, now: datetime) -> int:
    """Issue a new certificate with the right name; the old one says that it was replaced. Give the new id.

    The name of the account is corrected with it. Raises `NotFound`, `InvalidInput`.
    """
    name = normalise_name(name)
    with transaction() as session:
        enrolment = _hold_enrolment(region, certificate_id)
        row = read_first(ONE, certificate=certificate_id, in_region=region)
        if row is None or enrolment is None:
            raise NotFound("There is no such certificate.")
        if row.replaced_at or row.revoked_at:
            raise InvalidInput("Only a valid certificate can be corrected.")
        if name == row.name:
            raise InvalidInput("This is the name on the certificate already.")
        old = update(CERTIFICATE).where(CERTIFICATE.c.id == certificate_id)
        change(session, old.values(replaced_at=now))
        found = search_text(name, row.email, enrolment.organisation)
        change(session, update(_ENROLMENT).where(_ENROLMENT.c.id == enrolment.id).values(search=found))
        change(session, update(_PERSON).where(_PERSON.c.id == row.person_id).values(name=name))
        values = {"region_id": region, "language": row.language, "facts": row.facts, "serial": row.serial + 1}
        new = add_certificate(session, row.enrolment_id, name, config, now, **values)
        if new is None:
            raise InvalidInput("Only a valid certificate can be corrected.")
        audit.record("certificate.corrected", actor_id, f"certificate:{certificate_id}", region, "", "", now)
    return new


def revoke(region: str, certificate_id: int, reason: str, actor_id: int, now: datetime) -> None:
    """Withdraw a certificate, with a reason. Raises `NotFound`, `InvalidInput`."""
    reason = one_line(reason)[:_LONGEST_REASON]
    if not reason:
        raise InvalidInput("Please say why the certificate is withdrawn.")
    with transaction() as session:
        _hold_enrolment(region, certificate_id)
        row = read_first(ONE, certificate=certificate_id, in_region=region)
        if row is None:
            raise NotFound("There is no such certificate.")
        this = update(CERTIFICATE).where(CERTIFICATE.c.id == certificate_id, IS_VALID)
        if not change(session, this.values(revoked_at=now, revoked_why=reason)):
            raise InvalidInput("This certificate is not valid any more; there is nothing to withdraw.")
        if row.enrolment_id is not None:
            counters.note_certificate(session, row.enrolment_id, -1)
        audit.record("certificate.revoked", actor_id, f"certificate:{certificate_id}", region, reason, "", now)


def withdraw_lapsed(session: Session, enrolments: Iterable[int], actor_id: int | None, now: datetime) -> int:
    """Withdraw the certificates of those who have not completed the programme any more; say how many.

    Part of an act that took a completion back, and before its people are counted anew.
    """
    unfinished = select(_ENROLMENT.c.id).where(
        _ENROLMENT.c.id.in_(each_of(enrolments)), _ENROLMENT.c.completed_at.is_(None)
    )
    these = update(CERTIFICATE).where(CERTIFICATE.c.enrolment_id.in_(unfinished), IS_VALID)
    gone = these.values(revoked_at=now, lapsed=True).returning(CERTIFICATE.c.id, CERTIFICATE.c.region_id)
    rows = session.connection().execute(gone).all()
    for row in rows:
        audit.record("certificate.lapsed", actor_id, f"certificate:{row.id}", row.region_id, "", "", now)
    return len(rows)


def _hold_enrolment(region: str, certificate_id: int) -> Row[Any] | None:
    """Lock the enrolment before its certificate, as acts do that take completions back; nothing if it is gone."""
    whose = select(CERTIFICATE.c.enrolment_id).where(
        CERTIFICATE.c.id == certificate_id, CERTIFICATE.c.region_id == region
    )
    mine = select(_ENROLMENT.c.id, _ENROLMENT.c.organisation).where(_ENROLMENT.c.id.in_(whose))
    return read_first(mine.with_for_update())


def _get_writable(region: str, certificate_id: int) -> Row[Any]:
    row = read_first(ONE, certificate=certificate_id, in_region=region)
    if row is None:
        raise NotFound("There is no such certificate.")
    if row.replaced_at or row.revoked_at:
        raise InvalidInput("Only a valid certificate can be sent.")
    if not row.email or row.deactivated_at:
        raise InvalidInput("There is no account any more to which it could be sent.")
    return row
