"""What is to be made, and by which recipe: decided before anything is written."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lms import pyscorm
from lms.content.catalogue import Catalogue
from lms.content.model import Course
from lms.content.render import rules_digest
from lms.errors import InvalidInput
from lms.export.making import file_name, refuse_foreign
from lms.export.package_parts import Scos, refuse_division
from lms.export.receipts import Receipts, choose
from lms.language import DEFAULT, N_, words
from lms.rules.receipts import package_key

_LMS = Path(__file__).parents[2]
_SOURCES = ("export", "pyscorm", "content", "rules", "static/css", "templates/macros", "translations")
_ENDINGS = {".py", ".js", ".css", ".html", ".md", ".mo"}
NEUTRAL = ""
"""The region of the text without inserts."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which packages are wanted."""

    languages: tuple[str, ...]
    regions: tuple[str, ...]
    versions: tuple[pyscorm.Version, ...]
    together: bool = False
    """All languages in one package instead of one package each."""
    fall_back: bool = False
    """Take another language where a text is not translated."""
    scos: Scos = Scos.COURSE
    funding: bool = True
    contact: str = ""
    """Where the region names no address of its own."""
    play: bool = True
    """Whether the built-in platform plays each package first."""
    receipts: Mapping[str, Receipts] = field(default_factory=dict)
    """What packages need to write receipts, by region; none where a region is missing."""


@dataclass(frozen=True, slots=True)
class Job:
    """One package to make."""

    file: str
    course: str
    languages: tuple[str, ...]
    region: str
    version: pyscorm.Version
    scos: Scos
    funding: bool
    contact: str
    region_name: str
    play: bool
    receipts: Receipts | None
    recipe: str
    """Digest of everything that decides about the bytes of the package."""


def plan(catalogue: Catalogue, wish: Wish) -> tuple[Job, ...]:
    """List the packages of a wish, those that share texts beside each other.

    Raises `InvalidInput` when a region is unknown, a module has faults, a language is not fully translated, or an
    edition cannot be divided as wished.
    """
    for version in wish.versions:
        refuse_division(version, wish.scos)
    for region in wish.regions:
        if region != NEUTRAL and region not in catalogue.regions:
            raise InvalidInput(
                N_("There is no region %(region)s. There are: %(regions)s."),
                region=region,
                regions=", ".join(sorted(catalogue.regions)),
            )
    jobs: list[Job] = []
    for course_id in catalogue.programme.courses:
        for languages in [wish.languages] if wish.together else [(code,) for code in wish.languages]:
            for region in wish.regions:
                courses = find_courses(catalogue, course_id, languages, region)
                if not wish.fall_back:
                    refuse_foreign(courses, words(DEFAULT))
                jobs += [_job(catalogue, courses, version, wish) for version in wish.versions]
    return tuple(jobs)


def find_courses(
    catalogue: Catalogue, course_id: str, languages: Sequence[str], region: str
) -> tuple[Course, ...]:
    """Find a course in several languages; the region's own come first, in its order."""
    own = catalogue.regions[region].languages if region in catalogue.regions else ()
    ordered = sorted(languages, key=lambda code: own.index(code) if code in own else len(own))
    found = [catalogue.find_course(course_id, code, region) for code in ordered]
    courses = tuple(course for course in found if course is not None)
    if not courses:
        raise InvalidInput(
            N_("The module %(course)s has faults and cannot be handed out. `lms check` lists them."),
            course=course_id,
        )
    return courses


def _job(catalogue: Catalogue, courses: tuple[Course, ...], version: pyscorm.Version, wish: Wish) -> Job:
    region = catalogue.regions.get(courses[0].region)
    contact = (region.contact if region else "") or wish.contact
    name = region.name if region else ""
    receipts = choose(wish.receipts.get(courses[0].region), courses[0].region)
    decides = [
        [course.digest for course in courses],
        [course.language for course in courses],
        [courses[0].id, courses[0].region, version.value, wish.scos.value, wish.funding, contact, name, wish.play],
        _what_receipts_decide(receipts),
        source_digest(),
    ]
    return Job(
        file=file_name(courses, version, wish.scos),
        course=courses[0].id,
        languages=tuple(course.language for course in courses),
        region=courses[0].region,
        version=version,
        scos=wish.scos,
        funding=wish.funding,
        contact=contact,
        region_name=name,
        play=wish.play,
        receipts=receipts,
        recipe=hashlib.sha256(json.dumps(decides).encode()).hexdigest(),
    )


def _what_receipts_decide(receipts: Receipts | None) -> list[str]:
    """Mode, address and a mark of the secret; the secret itself stands in no recipe."""
    if receipts is None:
        return []
    return [receipts.mode.value, receipts.address, package_key(receipts.secret, "", "", "")]


@cache
def source_digest() -> str:
    """Digest of the programs, templates and words that packages are made with."""
    total = hashlib.sha256(rules_digest().encode())
    for folder in _SOURCES:
        for path in sorted((_LMS / folder).rglob("*")):
            if path.suffix in _ENDINGS and path.is_file():
                total.update(f"{path.relative_to(_LMS).as_posix()} ".encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
