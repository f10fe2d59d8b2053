"""Reports of mail servers that a letter could not be delivered (RFC 3464), from files as mail programs keep them.

Only what such a report has fields for is read: nothing of its prose, nothing of any other mail.
"""

import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from re import compile as pattern
from typing import Any

_LARGEST = 2_000_000
"""Our letters are small, and so are the reports on them; what is larger is something else."""
_STATUS = pattern(r"\s*(5\.\d{1,3}\.\d{1,3})(?![\d.])")
"""Codes that begin with 5 are for good (RFC 3463); with 4 the server has only given up for now."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter that a mail server could not deliver, for good."""

    status: str
    """Such as 5.1.1."""
    message_id: str
    """Of the letter, as it was returned; empty if it was not."""
    addresses: tuple[str, ...]
    """To whom it went, in small letters: as it was written, and where it ended up."""
    at: datetime | None
    """When the server got the letter, else when it reported; None if neither can be read."""


def list_mails(path: Path) -> Iterator[bytes]:
    """Give the mails of a file (`.eml` or mbox) or of a folder (Maildir, or one with `.eml` files)."""
    if path.is_dir() and not (path / "cur").is_dir():
        for file in sorted(path.glob("*.eml")):
            yield from list_mails(file)
    elif path.is_dir():
        yield from _list_kept(mailbox.Maildir(path, create=False))
    elif _begins_as_mbox(path):
        yield from _list_kept(mailbox.mbox(path, create=False))
    elif path.stat().st_size <= _LARGEST:
        yield path.read_bytes()


def read_bounces(data: bytes) -> tuple[Bounce, ...]:
    """Read a report of failures that are final; anything else gives nothing.

    Anybody may write to the address that reports go to, so whatever a mail holds, the next one is read.
    """
    try:
        mail = message_from_bytes(data)
    except RecursionError:  # parts within parts within parts, a thousand times
        return ()
    parts = mail.get_payload() if mail.is_multipart() else None
    if mail.get_content_type() != "multipart/report" or not isinstance(parts, list):
        return ()
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    blocks: Any = reports[0].get_payload() if reports else None
    if not isinstance(blocks, list) or not blocks:
        return ()
    at = _read_time(blocks[0]["Arrival-Date"]) or _read_time(mail["Date"])
    message_id = _find_message_id(parts[parts.index(reports[0]) + 1 :])
    return tuple(found for block in blocks if (found := _read_block(block, message_id, at)))


def _read_block(block: Message, message_id: str, at: datetime | None) -> Bounce | None:
    """Read what a report says of one recipient."""
    status = _STATUS.match(str(block["Status"] or ""))
    if status is None or str(block["Action"] or "").strip().lower() != "failed":
        return None
    fields = (block["Original-Recipient"], block["Final-Recipient"])
    addresses = (_read_address(str(text)) for text in fields if text)
    return Bounce(status[1], message_id, tuple(dict.fromkeys(filter(None, addresses))), at)


def _read_address(text: str) -> str:
    """Read `rfc822; somebody@office.example`; some servers put the address into brackets."""
    return text.rpartition(";")[2].strip().strip("<>").lower()


def _find_message_id(parts: list[Message]) -> str:
    """Find the id of the letter that comes back behind the report: whole, or its head alone."""
    for part in parts:
        returned: Any = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(returned, list) and returned:
            head = returned[0]
        elif part.get_content_type() == "text/rfc822-headers":
            head = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
        else:
            continue
        return "".join(str(head["Message-ID"] or "").split())
    return ""


def _read_time(text: Any) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(text))
    except ValueError:
        return None
    if not 2000 <= found.year < date.max.year:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _begins_as_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def _list_kept(box: mailbox.Mailbox[Any]) -> Iterator[bytes]:
    try:
        for key in box.keys():  # noqa: SIM118 - a mailbox gives mails when it is walked through, not keys
            data = box.get_bytes(key)
            if len(data) <= _LARGEST:
                yield data
    finally:
        box.close()
