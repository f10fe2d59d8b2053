"""Receipts of packages: taken in once, refused when forged, changed or repeated; on or off per region."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, select, update

from lms.config import Config
from lms.db import transaction
from lms.errors import InvalidInput, NotAllowed
from lms.language import N_
from lms.models import PackageReceipt, ReceiptChoice
from lms.rules.receipts import Mode, Receipt, read_receipt
from lms.services import audit
from lms.services.sign_in_proofs import hash_subject
from lms.services.store import change, insert_once, read_first, table
from lms.services.throttle import count_try

_CHOICE = table(ReceiptChoice)
_ONE = select(_CHOICE.c.mode).where(_CHOICE.c.region_id == bindparam("region"))
_PER_NETWORK = 300
"""In an hour: a training room behind one address does not reach it."""
_PER_PACKAGE = 2_000
"""In an hour: who found a key cannot flood the figures of a region in a night."""
_HOUR = timedelta(hours=1)
MOST_TYPED = 200
"""Lines that may be handed in at once."""


class Taken(StrEnum):
    """What became of a receipt."""

    NEW = "new"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one line that was typed."""

    text: str
    taken: Taken
    reason: InvalidInput | NotAllowed | None = None


def find_mode(region: str) -> Mode:
    """Say what the packages of a region do with receipts; off until somebody switches them on."""
    row = read_first(_ONE, region=region)
    return Mode(row.mode) if row else Mode.OFF


def choose_mode(region: str, mode: Mode, actor_id: int, origin: str, now: datetime) -> None:
    """Switch the receipts of a region; packages that are made from now on obey."""
    with transaction() as session:
        if insert_once(session, ReceiptChoice, region_id=region, mode=mode.value) is None:
            here = _CHOICE.c.region_id == region
            change(session, update(_CHOICE).where(here).values(mode=mode.value))
        audit.record("receipts.chosen", actor_id, f"region:{region}", region, mode.value, origin, now)


def take_receipt(text: str, config: Config, origin: str, now: datetime) -> Taken:
    """Take in a receipt that a package has sent.

    Raises `InvalidInput` for one that no package of ours can have written, `NotAllowed` where receipts are off,
    `TooManyRequests` when too many come from one network or one package.
    """
    count_try(_subject(config, "network", audit.network_of(origin)), _PER_NETWORK, _HOUR, now)
    receipt = read_receipt(text, config.secret_key, now.date())
    package = f"{receipt.region} {receipt.course} {receipt.mark}"
    count_try(_subject(config, "package", package), _PER_PACKAGE, _HOUR, now)
    with transaction():
        return _keep(receipt)


def take_typed(
    region: str, lines: Iterable[str], config: Config, actor_id: int, origin: str, now: datetime
) -> tuple[Line, ...]:
    """Take in receipts that somebody of the region has typed or pasted, and say of each what became of it."""
    found: list[Line] = []
    with transaction():
        for text in lines:
            try:
                receipt = read_receipt(text, config.secret_key, now.date())
                if receipt.region != region:
                    raise InvalidInput(N_("This receipt belongs to another region."))
                found.append(Line(text, _keep(receipt)))
            except (InvalidInput, NotAllowed) as error:
                found.append(Line(text, Taken.REFUSED, error))
        new = sum(line.taken is Taken.NEW for line in found)
        audit.record("receipts.typed", actor_id, f"region:{region}", region, f"{new} of {len(found)}", origin, now)
    return tuple(found)


def _keep(receipt: Receipt) -> Taken:
    if find_mode(receipt.region) is Mode.OFF:
        raise NotAllowed(N_("Receipts are switched off in this region."))
    with transaction() as session:
        added = insert_once(
            session,
            PackageReceipt,
            region_id=receipt.region,
            course_id=receipt.course,
            language=receipt.language,
            state=receipt.state.value,
            week=receipt.week,
            mark=receipt.mark,
            attempt=receipt.attempt,
        )
    return Taken.REPEATED if added is None else Taken.NEW


def _subject(config: Config, kind: str, name: str) -> str:
    return hash_subject(config.secret_key, f"receipts {kind}", name)
