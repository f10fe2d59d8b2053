"""The letter that tells somebody where the certificate lies; the document itself never travels by mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.config import Config
from lms.export import letters
from lms.services import contacts, outbox

_KIND = "certificate"
_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Addressee:
    id: int
    email: str
    language: str


def write_about(session: Session, row: Any, region: str, config: Config, now: datetime) -> None:
    """Write to the person of a row (person_id, email, person_language, name)."""
    person = _Addressee(row.person_id, row.email, row.person_language)
    helper = contacts.helper_in(region, config, now)
    address = f"{config.base_url}/learn/certificate"
    letter = letters.certificate(letters.letter_words(person.language), row.name, address, helper, config.funding)
    outbox.write_letter(session, letter, _KIND, person, now, _LASTS)
