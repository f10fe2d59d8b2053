"""The frame around every page: the parts that are alike for many readers are rendered once and kept.

A lesson page is asked for so often that building menus and footer anew would cost more than the lesson itself.
"""

from collections.abc import Callable

from flask import g, get_template_attribute, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from lms.language import LANGUAGES, Words, funding_line, words
from lms.services.people import Identity
from lms.web import context

_HERE = Markup("\ue001")
"""Stands in a kept menu where the token and the address of the page are filled in."""


def csrf_field() -> Markup:
    """Give the hidden field that every form carries."""
    return Markup(f'<input type="hidden" name="csrf_token" value="{_token()}">')  # noqa: S704 - signed, without marks


def _token() -> str:
    """Give the token of the session; signing one is dear, so it is kept as long as its session is in use."""
    if "csrf_token" in g:
        return g.csrf_token
    kept, raw = context.lms().kept_people, session.get("csrf_token")
    token = kept.get(("token", raw)) if raw else None
    if token is None:
        token = generate_csrf()
        kept[("token", session["csrf_token"])] = token
    g.csrf_token = token
    return token


def frame_head() -> Markup:
    """Give the beginning of the head."""
    return _keep(("head",), lambda: _macro("head")(context.asset))


def language_menu(said: Words) -> Markup:
    """Give the menu of languages, which leads back to this page."""
    kept = _keep(
        ("languages", said.language),
        lambda: _macro("languages")(said.language, _choices(), said, _HERE),
    )
    back = Markup(f'<input type="hidden" name="next" value="{escape(here())}">')  # noqa: S704 - escaped
    return Markup(kept.replace(_HERE, csrf_field() + back))  # noqa: S704 - our own template


def person_menu(person: Identity, said: Words) -> Markup:
    """Give the menu of the person who is signed in."""
    key = ("person", said.language, person.name, person.email, person.grants, person.enrolment_id is None)
    kept = _keep(key, lambda: _macro("person")(person.name, person.email, context.ways(), said, _HERE), few=True)
    return Markup(kept.replace(_HERE, csrf_field()))  # noqa: S704 - our own template


def frame_foot(person: Identity, said: Words) -> Markup:
    """Give the foot of the page, with the contact of the person's region."""
    contact = contact_for(person)
    shown = context.lms().config.funding
    return _keep(
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
    return request.script_root + request.full_path.rstrip("?")


def own_name(code: str) -> str:
    """Give the name of a language in its own words."""
    return dict(_choices())[code]


_names: list[tuple[str, str]] = []


def _choices() -> list[tuple[str, str]]:
    if not _names:
        _names.extend((code, words(code).language_name(code)) for code in LANGUAGES)
    return _names


def _macro(name: str) -> Callable[..., str]:
    return get_template_attribute("macros/frame.html", name)


_MOST_PEOPLE = 500


def _keep(key: tuple[object, ...], build: Callable[[], str], few: bool = False) -> Markup:
    """Give what is kept under a key, built at the first time; `few` bounds what there is one of per person."""
    held = context.lms()
    kept = held.kept_people if few else held.kept
    found = kept.get(key)
    if found is None:
        if few and len(kept) >= _MOST_PEOPLE:
            kept.clear()  # also of tokens
        found = kept[key] = Markup(build())  # noqa: S704 - our own template
    return found
