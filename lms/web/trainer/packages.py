"""Packages for learning platforms: choose, look at what comes out, download."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from lms.content.model import CourseKind
from lms.errors import InvalidInput
from lms.export.package_contents import edition_name
from lms.export.package_parts import Scos
from lms.export.played import FOLDER
from lms.export.receipts import ADDRESS, Receipts
from lms.language import LANGUAGES, N_
from lms.pyscorm import Version
from lms.rules.receipts import Mode
from lms.services import audit
from lms.services.receipts import find_mode
from lms.web import context
from lms.web.trainer import desk, door
from lms.web.trainer.building import Built, Foreign, build, list_lacking
from lms.web.trainer.choosing import list_regions
from lms.web.trainer.problem_views import show_problems

_FAULTS = {
    "version": N_("Choose one of the editions: 1.2, 2004 or its third edition."),
    "scos": N_("Choose one activity for the module, or one per lesson."),
    "language": N_("Choose one of the ten languages."),
    "region": N_("Choose one of the regions, or no region."),
}


@dataclass(frozen=True, slots=True)
class _Wish:
    """The package that is asked for."""

    version: str
    language: str
    """The language it begins with."""
    more: tuple[str, ...]
    """Further languages in the same package."""
    region: str
    scos: str
    """One activity for the module, or one per lesson."""
    mixed: bool
    """Whether texts may stand in another language where they are not translated."""

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages, each once."""
        return tuple(dict.fromkeys((self.language, *self.more)))


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
        more=tuple(sent.getlist("more")),
        region=sent.get("region", ""),
        scos=sent.get("scos", Scos.COURSE.value),
        mixed=sent.get("mixed") == "yes",
    )


def _faults(wish: _Wish) -> dict[str, str]:
    right = {
        "version": wish.version in list(Version),
        "scos": wish.scos in list(Scos),
        "language": all(language in LANGUAGES for language in wish.languages),
        "region": wish.region in ("", *desk.catalogue().regions),
    }
    return {name: fault for name, fault in _FAULTS.items() if not right[name]}


def _build(course_id: str, wish: _Wish) -> tuple[Built, dict[str, tuple[Foreign, ...]]]:
    held = context.lms()
    courses = [desk.get_course(course_id, language, wish.region) for language in wish.languages]
    if courses[0].kind is not CourseKind.COURSE:
        raise InvalidInput(
            N_("Packages are made of modules. Materials are read and printed; there is no package of them.")
        )
    region = desk.catalogue().regions.get(wish.region)
    built = build(
        courses,
        Version(wish.version),
        held.renderer,
        context.say(),
        held.config.funding,
        scos=Scos(wish.scos),
        contact=(region.contact if region else "") or held.config.contact,
        region=region.name if region else "",
        played=held.config.var / FOLDER,
        receipts=give_receipts(wish.region),
    )
    return built, list_lacking(courses)


def give_receipts(region: str) -> Receipts | None:
    """Give what the packages of a region need to write receipts, as it has chosen."""
    config = context.lms().config
    mode = find_mode(region) if region else Mode.OFF
    return Receipts(mode, config.base_url + ADDRESS, config.secret_key) if mode is not Mode.OFF else None


def _show(course_id: str, wish: _Wish) -> str:
    catalogue = desk.catalogue()
    folder = desk.get_folder(course_id)
    faults = _faults(wish)
    values: dict[str, Any] = {"built": None, "foreign": {}}
    if not faults and course_id not in catalogue.unpublished:
        values["built"], values["foreign"] = _build(course_id, wish)
    values["edition"] = edition_name(Version(wish.version)) if "version" not in faults else ""
    receipts = give_receipts(wish.region) if "region" not in faults and wish.scos == Scos.COURSE else None
    values["receipts"] = receipts.mode.value if receipts else Mode.OFF.value
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
