"""Receipts in a package: its key, its address, its scripts. Nothing of it where they are off."""

from dataclasses import dataclass
from typing import Any

from lms.content.model import Course
from lms.language import Words
from lms.rules.receipts import MARK, Mode, package_key

ADDRESS = "/receipts"
"""Where the service takes them in, behind its own address."""
SCRIPT = "receipts.js"
"""Listens to the course; runs without a page, so the simulator plays it too."""
SEND_SCRIPT = "receipt-send.js"
CODE_SCRIPT = "receipt-code.js"
"""Shows the line; needs the page, and comes after all others."""
DATA = "receipts.data.js"
STATE_SIZE = 10
"""Characters more that a state can have: the name of the attempt, and how much of it is told."""


@dataclass(frozen=True, slots=True)
class Receipts:
    """What a package needs to write receipts."""

    mode: Mode
    address: str
    """Where the service takes them in."""
    secret: str
    """The service's secret; only a key derived from it gets into the package."""

    @property
    def is_sent(self) -> bool:
        """Whether the package sends them by itself."""
        return self.mode is Mode.SEND

    @property
    def scripts(self) -> tuple[str, ...]:
        """Its scripts that run without a page, in order."""
        return (DATA, SCRIPT, SEND_SCRIPT) if self.is_sent else (DATA, SCRIPT)

    @property
    def view_scripts(self) -> tuple[str, ...]:
        """Its scripts that need the page."""
        return () if self.is_sent else (CODE_SCRIPT,)


def choose(receipts: Receipts | None, region: str) -> Receipts | None:
    """Give the receipts of a package, or None where it writes none: switched off, or for no region."""
    return receipts if receipts and region and receipts.mode is not Mode.OFF else None


def receipt_data(course: Course, receipts: Receipts, words: dict[str, Words]) -> dict[str, Any]:
    """Give the script what it needs; no address where receipts are typed, so nothing can be sent."""
    mark = course.digest[:MARK].lower()
    facts: dict[str, Any] = {
        "region": course.region,
        "course": course.id,
        "mark": mark,
        "key": package_key(receipts.secret, course.region, course.id, mark),
    }
    if receipts.is_sent:
        return facts | {"address": receipts.address}
    return facts | {"words": {code: _sayings(said) for code, said in words.items()}}


def _sayings(said: Words) -> tuple[str, str]:
    return (
        said("Your receipt"),
        said(
            "If you were asked for it, copy this line to the coordinator of your region. "
            "It says how far somebody came with this module, and nothing about who."
        ),
    )
