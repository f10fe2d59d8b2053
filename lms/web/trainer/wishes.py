"""Which package a trainer asks for: read from addresses and forms, carried on in them, and made."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from lms.content.model import CourseKind
from lms.errors import InvalidInput
from lms.export.package_parts import Scos
from lms.export.played import FOLDER
from lms.export.receipts import ADDRESS, Receipts
from lms.language import LANGUAGES, N_
from lms.pyscorm import Version
from lms.rules.receipts import Mode
from lms.services.receipts import find_mode
from lms.web import context
from lms.web.trainer import desk
from lms.web.trainer.building import Built, Foreign, build, list_lacking

_FAULTS = {
    "version": N_("Choose one of the editions: 1.2, 2004 or its third edition."),
    "scos": N_("Choose one activity for the module, or one per lesson."),
    "language": N_("Choose one of the ten languages."),
    "region": N_("Choose one of the regions, or no region."),
}
Lacking = dict[str, tuple[Foreign, ...]]
"""Texts that are not in the language asked for, by that language."""


@dataclass(frozen=True, slots=True)
class Wish:
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

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The choice as the hidden fields of a form."""
        return tuple(self._fields())

    @property
    def query(self) -> str:
        """The end of an address that keeps the choice."""
        return "?" + urlencode(self.fields)

    def _fields(self) -> Iterator[tuple[str, str]]:
        yield from (("version", self.version), ("language", self.language))
        yield from (("region", self.region), ("scos", self.scos))
        yield from (("more", code) for code in self.more)
        if self.mixed:
            yield "mixed", "yes"


def read_wish(sent: MultiDict[str, str]) -> Wish:
    """Read what is asked for; SCORM 1.2 in the reader's language where nothing is said."""
    return Wish(
        version=sent.get("version", Version.SCORM_1_2.value),
        language=sent.get("language", context.language()),
        more=tuple(sent.getlist("more")),
        region=sent.get("region", ""),
        scos=sent.get("scos", Scos.COURSE.value),
        mixed=sent.get("mixed") == "yes",
    )


def find_faults(wish: Wish) -> dict[str, str]:
    """Say by field what cannot be chosen."""
    right = {
        "version": wish.version in list(Version),
        "scos": wish.scos in list(Scos),
        "language": all(language in LANGUAGES for language in wish.languages),
        "region": wish.region in ("", *desk.catalogue().regions),
    }
    return {name: fault for name, fault in _FAULTS.items() if not right[name]}


def is_possible(course_id: str, wish: Wish) -> bool:
    """Say whether there can be such a package at all: a right choice, and a course that is not kept back."""
    return not find_faults(wish) and course_id not in desk.catalogue().unpublished


def make_package(course_id: str, wish: Wish) -> tuple[Built, Lacking]:
    """Make the package of a possible wish; give also the texts that are not in the language asked for."""
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
        receipts=find_receipts(wish.region),
    )
    return built, list_lacking(courses)


def may_hand_out(built: Built, foreign: Lacking, wish: Wish) -> bool:
    """Say whether the trainer may have it: sound, and in the languages asked for unless told otherwise."""
    return built.ready and (wish.mixed or not foreign)


def find_receipts(region: str) -> Receipts | None:
    """Give what the packages of a region need to write receipts, as it has chosen; None where it writes none."""
    config = context.lms().config
    mode = find_mode(region) if region else Mode.OFF
    return Receipts(mode, config.base_url + ADDRESS, config.secret_key) if mode is not Mode.OFF else None
