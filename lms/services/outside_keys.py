"""Who a line of a file is, without keeping the name: a keyed hash that only this service can make."""

import hashlib
import hmac

from lms.intake.people_words import plain
from lms.rules.gathering import Told, name_key


def person_key(secret: str, email: str) -> str:
    """Give the key of a person by the normalised mail address."""
    return _hash(secret, "address", email)


def find_key(secret: str, region: str, told: Told) -> str:
    """Give the key of a person whom a file names: by the address, else by region, name and organisation."""
    if told.email:
        return person_key(secret, told.email)
    return _hash(secret, "name", "\0".join((region, name_key(told.name), plain(told.organisation))))


def _hash(secret: str, kind: str, text: str) -> str:
    return hmac.new(secret.encode(), f"outside:{kind}\0{text}".encode(), hashlib.sha256).hexdigest()
