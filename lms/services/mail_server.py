"""The conversation with a mail server: one connection for a round of letters."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

_PATIENCE = 20
"""Seconds to wait for an answer of the server."""


class NotAccepted(Exception):
    """The server refuses this letter for good."""


class NotReachable(Exception):
    """The server did not take the letter this time."""


class MailServer:
    """A server named by `smtp://user:password@host:port` or `smtps://...`; connects with the first letter."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._connection: smtplib.SMTP | None = None
        self._down = ""
        """Why it could not be reached in this round; the other letters of the round need not wait for it too."""

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()

    def send(self, message: EmailMessage, name: str) -> None:
        """Hand over one letter; raises `NotAccepted` (never try again) or `NotReachable` (try later)."""
        if self._down:
            raise NotReachable(self._down)
        try:
            if self._connection is None:
                self._connection = self._connect()
            self._connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            raise _refusal(code, answer) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self._connection = None
            self._down = f"{type(error).__name__}: {error}"
            raise NotReachable(self._down) from error

    def _connect(self) -> smtplib.SMTP:
        host = self._url.hostname or ""
        context = ssl.create_default_context()
        if self._url.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._url.port or smtplib.SMTP_SSL_PORT, timeout=_PATIENCE, context=context
            )
        else:
            connection = smtplib.SMTP(host, self._url.port or smtplib.SMTP_PORT, timeout=_PATIENCE)
            connection.ehlo()
            if connection.has_extn("starttls"):
                connection.starttls(context=context)
        if self._url.username:
            connection.login(unquote(self._url.username), unquote(self._url.password or ""))
        return connection


def _refusal(code: int, answer: bytes | str) -> NotAccepted | NotReachable:
    """5xx is for good, 4xx for now. A refused login (535) is our own mistake, so it is tried again."""
    said = f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
    return NotAccepted(said) if 500 <= code < 600 and code not in (530, 534, 535, 538) else NotReachable(said)
