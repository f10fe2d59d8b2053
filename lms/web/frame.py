"""The frame around every page: the parts that are alike for many readers are rendered once and kept."""

from collections.abc import Callable

from flask import get_template_attribute, request
from markupsafe import Markup, escape

from lms.language import LANGUAGES, Words, funding_line, words
from lms.services.people import Identity
from lms.web import context
from lms.web.kept import blank, keep_page, keep_small, leaves_blanks
from lms.web.tokens import token


def csrf_field() -> Markup:
    """Give the hidden field that every form carries."""
    value = blank("token") if leaves_blanks() else token()
    return Markup(f'<input type="hidden" name="csrf_token" value="{value}">')  # noqa: S704 - signed, without marks


def frame_head() -> Markup:
    """Give the beginning of the head."""
    return keep_small(("head",), lambda: _macro("head")(context.asset))


def language_menu(said: Words) -> Markup:
    """Give the menu of languages, which leads back to this page."""
    page = keep_page(("languages", context.language()), lambda: _languages(said))
    values = {"token": blank("token") if leaves_blanks() else token(), "here": escape(here())}
    return Markup(page.fill(values))  # noqa: S704 - our own template


def fill_frame(person: Identity, said: Words) -> dict[str, str]:
    """Give what the frame of a kept page leaves blank."""
    return {"token": token(), "person": fill_person_menu(person, said), "foot": fill_foot(person, said)}


def person_menu(person: Identity, said: Words) -> Markup:
    """Give the menu of the person who is signed in."""
    return blank("person") if leaves_blanks() else fill_person_menu(person, said)


def fill_person_menu(person: Identity, said: Words) -> Markup:
    """Give the menu of a person with their own token."""
    key = ("person", said.language, person.name, person.email, person.grants, person.enrolment_id is None, token())
    return keep_small(key, lambda: _macro("person")(person.name, person.email, context.ways(), said, csrf_field()))


def frame_foot(person: Identity, said: Words) -> Markup:
    """Give the foot of the page, with the contact of the person's region."""
    return blank("foot") if leaves_blanks() else fill_foot(person, said)


def fill_foot(person: Identity, said: Words) -> Markup:
    """Give the foot of the page, kept for each contact."""
    contact = contact_for(person)
    shown = context.lms().config.funding
    return keep_small(
        ("foot", said.language, contact),
        lambda: _macro("foot")(contact, funding_line(said, shown), said, context.asset),
    )


def contact_for(person: Identity) -> str:
    """Give the address of whoever helps this person: the region's contact, else that of the service."""
    held = context.lms()
    region = held.catalogue.regions.get(person.region) if person.is_authenticated else None
    return region.contact if region and region.contact else held.config.contact


def here() -> str:
    """Give the address of this page, to come back to it; of the front page where it is no page by itself."""
    if request.method not in ("GET", "HEAD"):
        return f"{request.script_root}/"
    if leaves_blanks() or not request.query_string:
        return request.script_root + request.path
    return request.script_root + request.full_path


def own_name(code: str) -> str:
    """Give the name of a language in its own words."""
    return dict(_choices())[code]


_names: list[tuple[str, str]] = []


def _choices() -> list[tuple[str, str]]:
    if not _names:
        _names.extend((code, words(code).language_name(code)) for code in LANGUAGES)
    return _names


def _languages(said: Words) -> str:
    back = Markup('<input type="hidden" name="next" value="{}">').format(blank("here"))
    return _macro("languages")(context.language(), _choices(), said, csrf_field() + back)


def _macro(name: str) -> Callable[..., str]:
    return get_template_attribute("macros/frame.html", name)
