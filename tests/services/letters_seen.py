"""What a person finds in the letters that were sent."""

import re
from dataclasses import dataclass
from datetime import datetime

from lms.config import Config
from lms.services import outbox


@dataclass(frozen=True)
class Seen:
    """The newest letter of somebody."""

    text: str
    token: str
    code: str


def newest_letter(config: Config, address: str, now: datetime) -> Seen:
    """Send what is due and read the newest letter to an address."""
    outbox.deliver_due(config, now)
    text = next(letter.text for letter in outbox.list_outbox(config, 1000) if letter.address == address)
    token = re.search(r"/sign-in/([A-Za-z0-9_-]{30,})", text)
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", text, re.MULTILINE)
    assert token
    assert code
    return Seen(text, token[1], code[1])
