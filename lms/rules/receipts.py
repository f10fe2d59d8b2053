"""Receipts of packages: one line that says how far somebody came, signed, and nobody's.

    EUB1 donegal foundations en passed 2026-W48 3fa9c1d2 K7Q2-M9XD 4HXW-2PQT-0B7N

Region, module, language, state, week, mark of the content, a name drawn by chance for the attempt, signature. The
key lies in the package, so a receipt proves that its sender holds a package of that region, and no more.
Its twin that writes them is lms/export/assets/receipts.js.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from lms.errors import InvalidInput
from lms.language import N_

FORMAT = "EUB1"
LONGEST = 240
"""Characters that a receipt may have."""
MARK = 8
"""Digits of the content's digest that name the version of a package."""
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: none that looks like another."""
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None})
_ATTEMPT = 8
_SIGNATURE = 12
_OLDEST = timedelta(weeks=104)
_AHEAD = timedelta(days=8)
"""Clocks of learners may be wrong by so much."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WEEK = re.compile(r"(20\d\d)-W(\d\d)")
_HEX = re.compile(rf"[0-9a-f]{{{MARK}}}")


class Mode(StrEnum):
    """What the packages of a region do with receipts."""

    OFF = "off"
    SEND = "send"
    """They send them, without any doing of the learner."""
    CODE = "code"
    """They show them at the end, as a code that somebody types in here."""


class State(StrEnum):
    """How far an attempt has come; a later one follows an earlier one."""

    BEGUN = "begun"
    FAILED = "failed"
    COMPLETED = "completed"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says."""

    region: str
    course: str
    language: str
    state: State
    week: str
    """Such as 2026-W48."""
    mark: str
    """Version of the package: the first digits of the digest of its content."""
    attempt: str
    """Drawn by chance; the same in all receipts of one attempt."""


def package_key(secret: str, region: str, course: str, mark: str) -> str:
    """Derive the key that lies in a package; the service derives it again from what a receipt says."""
    return hmac.digest(secret.encode(), f"receipts|{region}|{course}|{mark}".encode(), "sha256").hex()


def write_receipt(receipt: Receipt, key: str) -> str:
    """Write a receipt as one line, as a package does."""
    text = _signed_text(receipt)
    return f"{text} {_sign(text, key)}"


def read_receipt(text: str, secret: str, today: date) -> Receipt:
    """Read a receipt that was sent or typed; raises `InvalidInput` when no package of ours can have written it."""
    parts = text.split()
    if len(text) > LONGEST or len(parts) < 9 or parts[0].upper() != FORMAT:
        raise InvalidInput(N_("This is no receipt. One begins with %(format)s and has nine parts."), format=FORMAT)
    region, course, language, state, week, mark = (part.lower() for part in parts[1:7])
    # Typed from a screen, the last two may have lost their dashes or gained blanks.
    letters = "".join(parts[7:]).upper().translate(_ALIKE)
    attempt, signature = letters[:_ATTEMPT], letters[_ATTEMPT:]
    found = (_ID.fullmatch(region), _ID.fullmatch(course), _LANGUAGE.fullmatch(language), _HEX.fullmatch(mark))
    if not all(found) or state not in list(State) or len(signature) != _SIGNATURE:
        raise InvalidInput(N_("A part of this receipt is missing or mistyped. Please compare it with the screen."))
    receipt = Receipt(region, course, language, State(state), week.upper(), mark, attempt)
    key = package_key(secret, region, course, mark)
    if not hmac.compare_digest(_sign(_signed_text(receipt), key), signature):
        raise InvalidInput(N_("The end of this receipt does not fit its beginning: it was mistyped or changed."))
    _check_week(receipt.week, today)
    return receipt


def _check_week(week: str, today: date) -> None:
    found = _WEEK.fullmatch(week)
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        monday = None
    if monday is None or not today - _OLDEST <= monday <= today + _AHEAD:
        raise InvalidInput(N_("The week of this receipt lies in the future, or too long ago."))


def _signed_text(receipt: Receipt) -> str:
    return " ".join(
        [
            FORMAT,
            receipt.region,
            receipt.course,
            receipt.language,
            receipt.state.value,
            receipt.week,
            receipt.mark,
            receipt.attempt,
        ]
    )


def _sign(text: str, key: str) -> str:
    digest = hmac.digest(key.encode(), text.encode(), sha256)
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_SIGNATURE])
