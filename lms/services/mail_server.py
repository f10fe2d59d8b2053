"""The conversation with a mail server: one connection for a round of letters."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

_PATIENCE = 20
"""Seconds to wait for an answer of the server."""
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_BREAKS = 3
"""After so many broken conversations in a row the server counts as gone for this round."""


class NotAccepted(Exception):
    """The server refuses this letter for good."""


class NotReachable(Exception):
    """The server did not take the letter this time."""


class MailServer:
    """A server named by `smtp://user:password@host:port` or `smtps://...`; connects with the first letter."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._connection: smtplib.SMTP | None = None
        self._breaks = 0
        self._down = ""
        """Why it could not be reached in this round; the other letters of the round need not wait for it too."""

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection.close()

    def send(self, message: EmailMessage, name: str) -> None:
        """Hand over one letter; raises `NotAccepted` (never try again) or `NotReachable` (try later)."""
        if self._down:
            raise NotReachable(self._down)
        connection = self._connect()
        try:
            connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            raise _refusal(code, answer) from error
        except smtplib.SMTPSenderRefused as error:  # our own address: no fault of this letter
            raise NotReachable(_said(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:  # an address that this server cannot write to
            raise NotAccepted(f"500 {error}") from error
        except (smtplib.SMTPException, OSError) as error:
            # One letter that breaks the conversation must not keep the others back for ever.
            self._connection = None
            self._breaks += 1
            why = f"{type(error).__name__}: {error}"
            self._down = why if self._breaks >= _BREAKS else ""
            raise NotReachable(why) from error
        self._breaks = 0

    def _connect(self) -> smtplib.SMTP:
        """Give the connection; whatever the server says to a greeting, it says it about us, not about a letter."""
        if self._connection is None:
            try:
                self._connection = self._open()
            except (smtplib.SMTPException, OSError) as error:
                self._down = f"{type(error).__name__}: {error}"
                raise NotReachable(self._down) from error
        return self._connection

    def _open(self) -> smtplib.SMTP:
        host = self._url.hostname or ""
        context = ssl.create_default_context()
        if self._url.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._url.port or smtplib.SMTP_SSL_PORT, timeout=_PATIENCE, context=context
            )
        else:
            connection = smtplib.SMTP(host, self._url.port or smtplib.SMTP_PORT, timeout=_PATIENCE)
        try:
            self._introduce(connection, host, context)
        except BaseException:
            connection.close()
            raise
        return connection

    def _introduce(self, connection: smtplib.SMTP, host: str, context: ssl.SSLContext) -> None:
        if self._url.scheme != "smtps":
            connection.ehlo()
            if connection.has_extn("starttls"):
                connection.starttls(context=context)
            elif self._url.username and host not in _THIS_MACHINE:
                raise smtplib.SMTPNotSupportedError("no encryption offered, password not sent")
        if self._url.username:
            connection.login(unquote(self._url.username), unquote(self._url.password or ""))


def _refusal(code: int, answer: bytes | str) -> NotAccepted | NotReachable:
    """5xx is for good, 4xx for now. A login that is asked for (530) is our own mistake, so it is tried again."""
    said = _said(code, answer)
    return NotAccepted(said) if 500 <= code < 600 and code not in (530, 534, 535, 538) else NotReachable(said)


def _said(code: int, answer: bytes | str) -> str:
    return f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
