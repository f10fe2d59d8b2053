"""Packages for learning platforms: choose, look at what comes out, download."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from lms.content.model import CourseKind
from lms.errors import InvalidInput
from lms.language import LANGUAGES, N_, words
from lms.pyscorm import Version
from lms.services import audit
from lms.web import context
from lms.web.trainer import desk, door
from lms.web.trainer.building import Built, Foreign, build, list_foreign
from lms.web.trainer.choosing import list_regions
from lms.web.trainer.problem_views import show_problems

_FAULTS = {
    "version": N_("Choose one of the two editions: 1.2 or 2004."),
    "language": N_("Choose one of the ten languages."),
    "region": N_("Choose one of the regions, or no region."),
}


@dataclass(frozen=True, slots=True)
class _Wish:
    """The package that is asked for."""

    version: str
    language: str
    region: str
    mixed: bool
    """Whether texts may stand in another language where they are not translated."""


@door.get("/<course>/packages")
def packages(course: str):
    """Make the chosen package and show what came of it; nothing is handed out by looking."""
    return _show(course, _read(request.args))


@door.post("/<course>/packages")
def download(course: str):
    """Hand out the package, or show why it must not be."""
    wish = _read(request.form)
    if _faults(wish) or course in desk.catalogue().unpublished:
        return _show(course, wish), 400
    built, foreign = _build(course, wish)
    if not built.ready or (foreign and not wish.mixed):
        return _show(course, wish), 409
    audit.record(
        "package.downloaded",
        current_user.person_id,
        f"course:{course}",
        wish.region,
        f"{built.name} sha256:{built.digest}",
        context.origin(),
        context.now(),
    )
    response = Response(built.data, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{built.name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(sent: MultiDict[str, str]) -> _Wish:
    return _Wish(
        version=sent.get("version", Version.SCORM_1_2.value),
        language=sent.get("language", context.language()),
        region=sent.get("region", ""),
        mixed=sent.get("mixed") == "yes",
    )


def _faults(wish: _Wish) -> dict[str, str]:
    allowed = {
        "version": [version.value for version in Version],
        "language": LANGUAGES,
        "region": ["", *desk.catalogue().regions],
    }
    return {name: fault for name, fault in _FAULTS.items() if getattr(wish, name) not in allowed[name]}


def _build(course_id: str, wish: _Wish) -> tuple[Built, tuple[Foreign, ...]]:
    held = context.lms()
    course = desk.get_course(course_id, wish.language, wish.region)
    if course.kind is not CourseKind.COURSE:
        raise InvalidInput(
            N_("Packages are made of modules. Materials are read and printed; there is no package of them.")
        )
    inside = words(wish.language)
    built = build(course, Version(wish.version), held.renderer, inside, context.say(), held.config.funding)
    return built, list_foreign(course)


def _show(course_id: str, wish: _Wish) -> str:
    catalogue = desk.catalogue()
    folder = desk.get_folder(course_id)
    faults = _faults(wish)
    values: dict[str, Any] = {"built": None, "foreign": ()}
    if not faults and course_id not in catalogue.unpublished:
        values["built"], values["foreign"] = _build(course_id, wish)
    index = folder.indexes.get(folder.original)
    return render_template(
        "trainer/packages.html",
        course_id=course_id,
        title=(index.title if index else "") or course_id,
        title_language=folder.original,
        wish=wish,
        faults=[(name, context.say()(fault)) for name, fault in faults.items()],
        problems=show_problems(catalogue.unpublished.get(course_id, ())),
        all_languages=LANGUAGES,
        all_regions=list_regions(),
        **values,
    )
