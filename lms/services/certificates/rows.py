"""Certificates as they lie in the database, and as others see them. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from lms.config import Config
from lms.errors import NotFound
from lms.export.certificate import CertificateFacts, Part
from lms.models import Certificate, Enrolment, Person, Region
from lms.services import audit
from lms.services.certificates.codes import derive_code, hash_certificate_code
from lms.services.sign_in_proofs import hash_subject
from lms.services.store import read, read_first, table
from lms.services.throttle import count_try, take_back_try

_WRONG_PER_NETWORK, _HOUR = 60, timedelta(hours=1)

CERTIFICATE, _ENROLMENT = table(Certificate), table(Enrolment)
_PERSON, _REGION = table(Person), table(Region)
IS_VALID = CERTIFICATE.c.replaced_at.is_(None) & CERTIFICATE.c.revoked_at.is_(None)
_FULL = (
    select(
        # Without the document, which lists do not need.
        *(column for column in CERTIFICATE.c if column.name != "pdf"),
        _REGION.c.zone,
        _REGION.c.name.label("region"),
        _PERSON.c.id.label("person_id"),
        _PERSON.c.email,
        _PERSON.c.language.label("person_language"),
        _PERSON.c.deactivated_at,
    )
    .join(_REGION, _REGION.c.id == CERTIFICATE.c.region_id)
    .outerjoin(_ENROLMENT, _ENROLMENT.c.id == CERTIFICATE.c.enrolment_id)
    .outerjoin(_PERSON, _PERSON.c.id == _ENROLMENT.c.person_id)
)
ONE = _FULL.where(CERTIFICATE.c.id == bindparam("certificate"), CERTIFICATE.c.region_id == bindparam("in_region"))
_NEWEST_OF = (
    _FULL.where(CERTIFICATE.c.enrolment_id == bindparam("enrolment"))
    .order_by(CERTIFICATE.c.serial.desc())
    .limit(1)
)
_BY_CODE = _FULL.where(CERTIFICATE.c.code_hash == bindparam("proof"))


class CertificateState(StrEnum):
    """Whether a certificate counts."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate with what it says."""

    id: int
    facts: CertificateFacts
    state: CertificateState
    changed_at: datetime | None
    """When it was replaced or withdrawn."""
    why: str
    """Why it was withdrawn; for the coordinators of the region."""
    lapsed: bool
    """Withdrawn because a completion was taken back."""
    region_id: str
    person_id: int | None
    email: str
    """Empty where there is nobody to write to any more."""


def find_own(enrolment_id: int, config: Config) -> CertificateRow | None:
    """Find a trainee's newest certificate, if one was issued."""
    row = read_first(_NEWEST_OF, enrolment=enrolment_id)
    return make_row(row, config) if row else None


def get_certificate(region: str, certificate_id: int, config: Config) -> CertificateRow:
    """Give a certificate of a region; raises `NotFound`."""
    row = read_first(ONE, certificate=certificate_id, in_region=region)
    if row is None:
        raise NotFound("There is no such certificate.")
    return make_row(row, config)


def list_certificates(
    region: str, text: str, state: str, config: Config, limit: int
) -> tuple[CertificateRow, ...]:
    """List the newest certificates of a region by a part of the name and by state; empty means all."""
    query = _FULL.where(CERTIFICATE.c.region_id == region)
    if text:
        query = query.where(func.lower(CERTIFICATE.c.name).contains(text.lower(), autoescape=True))
    if state == CertificateState.VALID:
        query = query.where(IS_VALID)
    elif state:
        gone = CERTIFICATE.c.revoked_at if state == CertificateState.REVOKED else CERTIFICATE.c.replaced_at
        query = query.where(gone.is_not(None))
    rows = read(query.order_by(CERTIFICATE.c.issued_at.desc(), CERTIFICATE.c.id.desc()).limit(limit))
    return tuple(make_row(row, config) for row in rows)


def check_code(code: str, origin: str, config: Config, now: datetime) -> CertificateRow | None:
    """Find the certificate of a code, however it is typed. Wrong codes are counted: `TooManyRequests`."""
    subject = hash_subject(config.secret_key, "certificate", audit.network_of(origin))
    count_try(subject, _WRONG_PER_NETWORK, _HOUR, now)
    row = read_first(_BY_CODE, proof=hash_certificate_code(config.secret_key, code))
    if row is None:
        return None
    take_back_try(subject)
    return make_row(row, config)


def make_row(row: Row[Any], config: Config) -> CertificateRow:
    """Make what others see of a row."""
    parts = tuple(Part(title, minutes, date.fromisoformat(day)) for title, minutes, day in row.facts["parts"])
    state = CertificateState.VALID
    if row.revoked_at or row.replaced_at:
        state = CertificateState.REVOKED if row.revoked_at else CertificateState.REPLACED
    return CertificateRow(
        id=row.id,
        facts=CertificateFacts(
            name=row.name,
            language=row.language,
            region=row.facts["region"],
            parts=parts,
            completed_on=date.fromisoformat(row.facts["completed_on"]),
            issued_at=row.issued_at,
            zone=row.zone,
            code=derive_code(config.secret_key, row.salt),
        ),
        state=state,
        changed_at=row.revoked_at or row.replaced_at,
        why=row.revoked_why,
        lapsed=row.lapsed,
        region_id=row.region_id,
        person_id=row.person_id,
        email=row.email or "",
    )
