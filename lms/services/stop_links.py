"""The address that stands in a reminder and stops the next ones: signed, without an end, one per person."""

import hmac

from lms.config import Config
from lms.services.sign_in_proofs import hash_stop

_LENGTH = 32
"""128 bits of the signature."""


def stop_link(person_id: int, config: Config) -> str:
    """Give the address of the page where a person stops the letters."""
    return f"{config.base_url}/letters/stop/{person_id}-{_sign(person_id, config)}"


def read_stop_token(token: str, config: Config) -> int | None:
    """Give the person for whom a token was made; None if it is not one of ours."""
    number, _, signature = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        return None
    good = hmac.compare_digest(_sign(int(number), config).encode(), signature.encode())
    return int(number) if good else None


def _sign(person_id: int, config: Config) -> str:
    return hash_stop(config.secret_key, person_id)[:_LENGTH]
