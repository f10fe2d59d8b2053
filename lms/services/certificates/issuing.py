"""Issuing certificates to everybody who completed the programme, and making the document once."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.orm import Session

from lms.config import Config
from lms.content.catalogue import Catalogue
from lms.db import transaction
from lms.errors import NotFound
from lms.export.certificate import make_certificate
from lms.models import COMPLETION, Certificate, CourseRecord, Enrolment, Person, Region
from lms.services import counters
from lms.services.certificates.codes import derive_code, hash_certificate_code, new_salt
from lms.services.certificates.rows import CERTIFICATE, CertificateRow, find_own
from lms.services.certificates.writing import write_about
from lms.services.store import change, insert_once, read, read_first, table

_AT_ONCE = 200

_ENROLMENT, _PERSON = table(Enrolment), table(Person)
_RECORD, _REGION = table(CourseRecord), table(Region)
_OF_ENROLMENT = (CERTIFICATE.c.enrolment_id == _ENROLMENT.c.id) & (CERTIFICATE.c.kind == COMPLETION)
_SERIAL = select(func.coalesce(func.max(CERTIFICATE.c.serial), 0) + 1).where(_OF_ENROLMENT)
_DUE = (
    select(
        _ENROLMENT.c.id.label("enrolment_id"),
        _ENROLMENT.c.region_id,
        _ENROLMENT.c.completed_at,
        _REGION.c.name.label("region"),
        _REGION.c.zone,
        _PERSON.c.id.label("person_id"),
        _PERSON.c.name,
        _PERSON.c.email,
        _PERSON.c.language.label("person_language"),
        _SERIAL.scalar_subquery().label("serial"),
    )
    .join(_PERSON, _PERSON.c.id == _ENROLMENT.c.person_id)
    .join(_REGION, _REGION.c.id == _ENROLMENT.c.region_id)
    .where(_ENROLMENT.c.completed_at.is_not(None), _PERSON.c.deactivated_at.is_(None))
    .where(~select(CERTIFICATE.c.id).where(_OF_ENROLMENT, ~CERTIFICATE.c.lapsed).exists())
    .order_by(_ENROLMENT.c.id)
    .limit(_AT_ONCE)
)
_DUE_OF = _DUE.where(_ENROLMENT.c.id == bindparam("enrolment"))
_COURSES_DONE = (
    select(_RECORD.c.enrolment_id, _RECORD.c.course_id, _RECORD.c.completed_at)
    .where(_RECORD.c.enrolment_id.in_(bindparam("enrolments", expanding=True)))
    .where(_RECORD.c.completed_at.is_not(None))
)
_PDF = select(CERTIFICATE.c.pdf).where(CERTIFICATE.c.id == bindparam("row"))
_KEEP_PDF = (
    update(CERTIFICATE)
    .where(CERTIFICATE.c.id == bindparam("row"), CERTIFICATE.c.pdf.is_(None))
    .values(pdf=bindparam("made"))
)


def issue_due(catalogue: Catalogue, config: Config, now: datetime, *, write: bool = True) -> int:
    """Issue a certificate to all who completed the programme and have none; `write` sends a letter to each."""
    count = 0
    while rows := read(_DUE).all():
        count += _issue(rows, catalogue, config, now, write=write)
    return count


def get_own(enrolment_id: int, catalogue: Catalogue, config: Config, now: datetime) -> CertificateRow:
    """Give a trainee's newest certificate, issued now if it was not yet; raises `NotFound` before the end."""
    if rows := read(_DUE_OF, enrolment=enrolment_id).all():
        _issue(rows, catalogue, config, now, write=False)
    found = find_own(enrolment_id, config)
    if found is None:
        raise NotFound("There is no certificate before the programme is completed.")
    return found


def is_due(enrolment_id: int) -> bool:
    """Whether somebody completed the programme and has no certificate yet."""
    return read_first(_DUE_OF, enrolment=enrolment_id) is not None


def give_pdf(certificate: CertificateRow, config: Config) -> bytes:
    """Give the document; it is made once and kept, so that it stays as it was issued."""
    kept = read(_PDF, row=certificate.id).scalar_one()
    if kept is not None:
        return kept
    made = make_certificate(certificate.facts, config.base_url, config.funding)
    with transaction() as session:
        change(session, _KEEP_PDF, row=certificate.id, made=made)
    return made


def _issue(rows: Any, catalogue: Catalogue, config: Config, now: datetime, *, write: bool) -> int:
    done: dict[int, dict[str, datetime]] = {}
    for record in read(_COURSES_DONE, enrolments=[row.enrolment_id for row in rows]):
        done.setdefault(record.enrolment_id, {})[record.course_id] = record.completed_at
    count = 0
    with transaction() as session:
        for row in rows:
            facts = _facts(row, done.get(row.enrolment_id, {}), catalogue)
            values = {"region_id": row.region_id, "language": row.person_language, "facts": facts}
            serial = row.serial
            if add_certificate(session, row.enrolment_id, row.name, config, now, serial=serial, **values) is None:
                continue
            counters.note_certificate(session, row.enrolment_id, 1)
            count += 1
            if write:
                write_about(session, row, row.region_id, config, now)
    return count


def _facts(row: Row[Any], done: dict[str, datetime], catalogue: Catalogue) -> dict[str, Any]:
    """Say what was completed, in the words and days of now: later texts do not change a certificate."""
    courses = [
        course for course in catalogue.list_courses(row.person_language, row.region_id) if course.id in done
    ]
    return {
        "region": row.region,
        "completed_on": _day(row.completed_at, row.zone).isoformat(),
        "parts": [
            [course.title, course.minutes, _day(done[course.id], row.zone).isoformat()] for course in courses
        ],
    }


def add_certificate(
    session: Session, enrolment_id: int, name: str, config: Config, now: datetime, **values: Any
) -> int | None:
    """Add a certificate with a code of its own; None if another process was first."""
    salt = new_salt()
    proof = hash_certificate_code(config.secret_key, derive_code(config.secret_key, salt))
    return insert_once(
        session,
        Certificate,
        enrolment_id=enrolment_id,
        kind=COMPLETION,
        salt=salt,
        code_hash=proof,
        name=name,
        issued_at=now,
        revoked_why="",
        **values,
    )


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
