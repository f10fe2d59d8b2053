"""Letters: their words, and the mail that carries them. Plain text only."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from gettext import GNUTranslations

from lms.intake.people_fields import one_line
from lms.language import DEFAULT, Words, funding_line, words

_SECRET_LINK = re.compile(r"(/sign-in/)[A-Za-z0-9_-]{20,}")
_SECRET_CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
_WIPED = "********"
_TWO_MEANINGS = frozenset("ßς\u200c\u200d")
"""Letters that Python's older standard for domains takes for others."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and text of a letter in the reader's language."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class SignInWay:
    """How the reader gets in: a link and a code, and where to ask for new ones."""

    link: str
    code: str
    hours: int
    site: str
    """Address of the service."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Whom the reader may ask."""

    name: str
    """Empty where only an address is known."""
    email: str


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of a coordinator's own."""

    text: str
    """Empty where there is none."""
    author: str = ""
    """Name of who wrote it; empty when they are gone."""


NO_NOTE = Note("")


def letter_words(language: str) -> Words:
    """Give the words for a letter: the reader's, or all English, dates too, where nothing is translated yet."""
    said = words(language)
    return said if isinstance(said.catalogue, GNUTranslations) else words(DEFAULT)


def invitation(
    said: Words, name: str, region: str, way: SignInWay, helper: Helper, funding: bool, note: Note = NO_NOTE
) -> Letter:
    """Write the letter that invites somebody to the course; `note` is a sentence of the coordinator's own."""
    parts = [
        said("Hello %(name)s,", name=name),
        said(
            "you are enrolled in the course on intercultural integration for people who work in the regions. "
            "%(region)s takes part. The course has three modules; you learn when it suits you, and you can stop "
            "at any time and go on later.",
            region=region,
        ),
        *note_lines(said, note),
        said("Begin here:"),
        *way_lines(said, way),
        helper_line(said, helper),
    ]
    return Letter(said("Your course on intercultural integration"), join(said, parts, funding))


def sign_in(said: Words, name: str, way: SignInWay, helper: Helper, funding: bool) -> Letter:
    """Write the letter that somebody asked for in order to sign in."""
    parts = [
        said("Hello %(name)s,", name=name),
        said("here is your link to sign in:"),
        way.link,
        code_lines(said, way),
        said("The link and the code work once, for %(hours)s hours.", hours=said.number(way.hours)),
        said("You did not ask for this letter? Then you need not do anything: nobody can sign in without it."),
        helper_line(said, helper),
    ]
    return Letter(said("Your link to sign in"), join(said, parts, funding))


def certificate(said: Words, name: str, address: str, helper: Helper, funding: bool) -> Letter:
    """Write the letter that tells where the certificate lies."""
    parts = [
        said("Hello %(name)s,", name=name),
        said("you have completed the programme. Your certificate is ready:"),
        address,
        said(
            "Sign in with this mail address. The certificate stays there, and you can fetch it again at any time."
        ),
        helper_line(said, helper),
    ]
    return Letter(said("Your certificate"), join(said, parts, funding))


def without_secrets(text: str) -> str:
    """Take the link's token and the code out of a letter that has been sent."""
    return _SECRET_CODE.sub(_WIPED, _SECRET_LINK.sub(r"\g<1>" + _WIPED, text))


def mail(
    letter: Letter, name: str, address: str, sender: str, reference: str, at: datetime, stop: str = ""
) -> EmailMessage:
    """Put a letter into a mail. Names cannot add header lines: line breaks become blanks.

    `reference` makes the mail's own id, the same for each try to send it; `stop` is where the reader may stop
    letters of this kind, for the button that mail programs show (RFC 8058).
    """
    message = EmailMessage()
    user, _, domain = address.rpartition("@")
    message["To"] = Address(one_line(name), user, _plain_domain(domain))
    message["From"] = Address("EU-Belong", *_halves(sender))
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{reference}@{_halves(sender)[1]}>"
    message["Auto-Submitted"] = "auto-generated"
    if stop:
        message["List-Unsubscribe"] = f"<{stop}>"
    if stop.startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    return message


def note_lines(said: Words, note: Note) -> tuple[str, ...]:
    """Say the coordinator's own sentence, marked as such; nothing where there is none."""
    if not note.text:
        return ()
    if note.author:
        return (said("%(name)s writes: %(note)s", name=note.author, note=note.text),)
    return (said("A word from your region: %(note)s", note=note.text),)


def way_lines(said: Words, way: SignInWay) -> tuple[str, ...]:
    """Say how the reader gets in, and how again later."""
    return (
        way.link,
        code_lines(said, way),
        said(
            "The link and the code work once, for %(hours)s hours. You get new ones at any time: go to "
            "%(site)s/sign-in and type this mail address. There is no password.",
            hours=said.number(way.hours),
            site=way.site,
        ),
    )


def code_lines(said: Words, way: SignInWay) -> str:
    """Offer the code, for those who read mail on another device."""
    where = said("Or go to %(site)s/sign-in/code and type this code:", site=way.site)
    return f"{where}\n\n{way.code}"


def helper_line(said: Words, helper: Helper) -> str:
    """Say whom the reader may ask."""
    if helper.name:
        return said("Questions? Write to %(name)s: %(email)s", name=helper.name, email=helper.email)
    return said("Questions? Write to %(email)s", email=helper.email)


def join(said: Words, parts: list[str], funding: bool) -> str:
    """Put the paragraphs together, with the co-funding line at the end."""
    line = funding_line(said, funding)
    closing = ["-- ", line] if line else []
    return "\n\n".join(parts) + ("\n\n" + "\n".join(closing) if closing else "") + "\n"


def _plain_domain(domain: str) -> str:
    """Write a domain in plain letters, as every mail server knows it, unless they stand for two domains."""
    if domain.isascii() or not _TWO_MEANINGS.isdisjoint(domain):
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def _halves(address: str) -> tuple[str, str]:
    user, _, domain = address.rpartition("@")
    return user, domain
