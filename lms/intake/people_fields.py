"""The fields that describe a person, brought to the form in which they are stored."""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from lms.errors import InvalidInput
from lms.language import fold

LONGEST_NAME = 200
LONGEST_ORGANISATION = 200
_LONGEST_EMAIL = 254
_ENCODED = "xn--"
"""Begins a part of a domain whose letters were put into ASCII."""
_PART = r"[^@,;:<>()\[\]\\\"]+"
_SIMPLE = re.compile(r"[a-z0-9][a-z0-9._+-]*@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.ASCII)
"""How nearly all addresses look: nothing in them has to be mended, which saves going through their letters."""
_EMAIL = re.compile(rf"{_PART}@(?:[^@.,;:<>()\[\]\\\"]+\.)+[^@.,;:<>()\[\]\\\"]{{2,}}")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be enrolled or given a role, as a form or a line of a list names them."""

    name: str
    email: str
    region: str = ""
    """Id of the region."""
    category: str = ""
    """One of `people_words.CATEGORIES`, or empty."""
    organisation: str = ""
    language: str = ""
    """Empty = the first language of the region."""
    role: str = "trainee"
    line: int = 0
    """Line of the list, from 1; 0 for a form."""


def normalise_email(text: str) -> str:
    """Bring a mail address to the form under which a person is known; raise `InvalidInput` if it is none.

    Blanks (also non-breaking and invisible ones) go, capital letters become small, a domain has its own letters.
    """
    if len(text) <= _LONGEST_EMAIL and _ENCODED not in text and _SIMPLE.fullmatch(text):
        return text
    visible = (character for character in unicodedata.normalize("NFKC", text) if _shows(character))
    address = "".join(visible).lower().removeprefix("mailto:")
    if address.startswith("<") and address.endswith(">"):
        address = address[1:-1]
    if len(address) > _LONGEST_EMAIL or not _EMAIL.fullmatch(address):
        raise InvalidInput(
            "%(address)s is not a mail address. Write it like name@region.example.", address=text.strip()[:80]
        )
    user, _, domain = address.partition("@")
    if _ENCODED in domain:
        with suppress(UnicodeError):  # what cannot be read stays as it was typed
            return f"{user}@{domain.encode().decode('idna')}"
    return address


def normalise_name(text: str) -> str:
    """Put a name on one line without invisible characters; raise `InvalidInput` if nothing is left."""
    name = one_line(unicodedata.normalize("NFC", text))
    if not name:
        raise InvalidInput("Please give a name.")
    if len(name) > LONGEST_NAME:
        raise InvalidInput("A name may have %(longest)s characters at most.", longest=LONGEST_NAME)
    return name


def one_line(text: str) -> str:
    """Put a text on one line: line breaks, tabs and invisible characters become blanks, blanks become one."""
    if not text.isprintable():
        text = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(text.split())


def search_text(name: str, email: str, organisation: str) -> str:
    """Join what a person is searched by, folded, the name first: lists of people are put in order by it."""
    return "\n".join(fold(part) for part in (name, email, organisation))


def _shows(character: str) -> bool:
    """Whether a character can be part of an address: no blank, no control, no invisible mark."""
    return not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf", "Zs")
