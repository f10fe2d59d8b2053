"""What every page can use: the words of the reader's language, links, versioned files, who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from gettext import GNUTranslations
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, after_this_request, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from lms.config import Config
from lms.content.catalogue import Catalogue
from lms.content.render import Renderer
from lms.language import DEFAULT, LANGUAGES, Words, choose_language, funding_line, words
from lms.services import audit
from lms.services.people import Identity, find_identity


@dataclass(frozen=True)
class Lms:
    """What the application holds once per process; `current_app.extensions["lms"]`."""

    config: Config
    catalogue: Catalogue
    renderer: Renderer
    kept: dict[Any, Any] = field(default_factory=dict)
    """Pages put together once; their keys carry the digest of the text."""
    kept_small: dict[Any, Any] = field(default_factory=dict)
    """Stretches of pages that were asked for lately: menus of people, questions, states of courses."""
    assets: dict[str, str] = field(default_factory=dict)
    """Static files: name -> address with version."""


# Pages look at these dozens of times, and a look through a proxy of Flask takes ten times as long as one at what
# stands behind it.


def lms() -> Lms:
    """Give what this process holds."""
    return current_app._get_current_object().extensions["lms"]  # type: ignore[attr-defined]


def lms_of(app: Flask) -> Lms:
    """Give what an application holds."""
    return app.extensions["lms"]


def here() -> Any:
    """Give what is kept for this request: `g` itself."""
    return g._get_current_object()  # type: ignore[attr-defined]


def person() -> Any:
    """Give the identity of who is signed in, or an anonymous one."""
    known = here().get("_login_user")
    return current_user._get_current_object() if known is None else known


def now() -> datetime:
    """Read the clock; services get the time as an argument."""
    return datetime.now(UTC)


def url(endpoint: str, **values: Any) -> str:
    """Give the address of a page of ours, below the prefix."""
    return url_for(endpoint, **values)


def lead_to(endpoint: str, **values: Any) -> AnyResponse:
    """Answer an act with the page that follows, so that a reload of it cannot act twice."""
    return redirect(url(endpoint, **values), 303)


def note(action: str, subject: str = "", region: str = "", detail: str = "") -> None:
    """Write down in the log what the person who is signed in does."""
    audit.record(action, person().person_id, subject, region, detail, origin(), now())


def load_identity(text: str) -> Identity | None:
    """Find the person of a session, or nobody when the session was ended elsewhere."""
    person, _, version = text.partition(".")
    if not (person.isdigit() and version.isdigit()):
        return None
    return find_identity(int(person), int(version), now())


def language() -> str:
    """Choose the reader's language: what they chose here, what is on file, what the browser asks for."""
    kept = here()
    chosen = kept.get("language")
    if chosen is None:
        chosen = session.get("language")
        if chosen is None and (me := person()).is_authenticated:
            chosen = me.language
        if chosen not in LANGUAGES:
            chosen = choose_language(request.accept_languages.values())
        kept.language = chosen
    return chosen


def say() -> Words:
    """Give the words of this page: those of the reader's language, all English where it is not translated yet.

    An English sentence with a date in another language would be read out wrongly.
    """
    return words(page_language(language()))


@cache
def page_language(code: str) -> str:
    """Give the language the interface is really in: English where nothing is translated yet."""
    return code if isinstance(words(code).catalogue, GNUTranslations) else DEFAULT


def asset(name: str) -> str:
    """Give the address of a static file with its version."""
    return lms().assets[name]


def origin() -> str:
    """Say from where a request comes."""
    return request.remote_addr or ""


_SIGN_IN_PAGES = ("public.front", "public.sign_in", "public.send_link", "public.code", "public.sign_in_with_code")


def register(app: Flask) -> None:
    """Give templates their common names."""
    app.jinja_env.globals.update(
        asset=asset, demo_role=demo_role, demo_roles=demo_roles, root=lms_of(app).config.prefix, zone=zone
    )

    @app.context_processor
    def _common() -> dict[str, Any]:
        said = say()
        held = lms()
        return {
            "_": said,
            "words": said,
            "page_language": said.language,
            "reader_language": language(),
            "me": person(),
            "config": held.config,
            "funding": funding_line(said, held.config.funding),
            "regions": held.catalogue.regions,
            "show_sign_in": request.endpoint not in _SIGN_IN_PAGES and not g.get("plain"),
        }


Way = Callable[[Identity], list[tuple[str, str]]]
_WAYS: list[Way] = []
_SIDE_WAYS: list[Way] = []


def add_way(way: Way) -> Way:
    """Let a door put its entries into the person menu: a function from identity to (endpoint URL, label) pairs."""
    _WAYS.append(way)
    return way


def add_side_way(way: Way) -> Way:
    """Put entries at the end of the menu, where nobody's work begins."""
    _SIDE_WAYS.append(way)
    return way


def ways() -> list[tuple[str, str]]:
    """List where the person who is signed in may go."""
    me = person()
    return _entries(me) if me.is_authenticated else []


def home(identity: Identity) -> str:
    """Give the page where a person's work begins."""
    if identity.enrolment_id is not None:
        return url("trainee.overview")
    entries = _entries(identity)
    return entries[0][0] if entries else url("public.help_page")


def _entries(identity: Identity) -> list[tuple[str, str]]:
    return [entry for way in (*_WAYS, *_SIDE_WAYS) for entry in way(identity)]


DEMO_ROLES = ("trainee", "trainer", "coordinator", "programme")


def demo_roles() -> list[tuple[str, str]]:
    """List the roles of the demo's switch."""
    said = say()
    labels = (said("Trainee"), said("Trainer"), said("Coordinator"), said("Programme office"))
    return list(zip(DEMO_ROLES, labels, strict=True))


def demo_role() -> str:
    """Say as whom the visitor looks at the demo just now."""
    me = person()
    if not me.is_authenticated:
        return ""
    held = {grant.role.value for grant in me.grants}
    return next((role for role in DEMO_ROLES[1:] if role in held), DEMO_ROLES[0])


def zone() -> str:
    """Give the time zone of the reader's region."""
    me = person()
    region = lms().catalogue.regions.get(me.region) if me.is_authenticated else None
    return region.zone if region else "UTC"


def zone_info() -> ZoneInfo:
    """Give the reader's time zone as an object."""
    return ZoneInfo(zone())


def after_answer(act: Callable[[], object]) -> None:
    """Do something once the answer has gone out, so that its length tells nobody anything."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    @after_this_request
    def _later(response: Response) -> Response:
        def run() -> None:
            with app.app_context():
                act()

        response.call_on_close(run)
        return response
