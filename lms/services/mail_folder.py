"""The outbox folder: where letters lie when no mail server is set."""

import os
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from lms.config import Config


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter in the outbox folder."""

    address: str
    subject: str
    text: str
    at: datetime


class MailFolder:
    """Stands for a mail server where none is set: letters become files."""

    def __init__(self, config: Config) -> None:
        self.path = _folder(config)

    def __enter__(self) -> "MailFolder":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held open."""

    def send(self, message: EmailMessage, name: str) -> None:
        """Write one letter; a half-written one is never seen, and the same letter once more is the same file."""
        self.path.mkdir(parents=True, exist_ok=True)
        path = self.path / f"{name}.eml"
        draft = path.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_bytes(message.as_bytes(policy=policy.SMTP))
        os.replace(draft, path)  # noqa: PTH105


def list_outbox(config: Config, limit: int) -> tuple[SentLetter, ...]:
    """Read the newest letters of the outbox folder."""
    paths = sorted(_folder(config).glob("*.eml"), reverse=True)[:limit]
    return tuple(_read_letter(path) for path in paths)


def _folder(config: Config) -> Path:
    return config.var / "outbox"


def _read_letter(path: Path) -> SentLetter:
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    to = message["To"].addresses[0].addr_spec
    body = message.get_body(("plain",))
    text = body.get_content().replace("\r\n", "\n") if body else ""
    return SentLetter(to, str(message["Subject"]), text, message["Date"].datetime)
