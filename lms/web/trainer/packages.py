"""Packages for learning platforms: choose, look at what comes out, download, hold it against an older one."""

from typing import Any

from flask import Response, render_template, request

from lms.export.package_contents import edition_name
from lms.export.package_parts import Scos
from lms.language import LANGUAGES, N_
from lms.pyscorm import Comparison, ScormError, Version, compare, read
from lms.rules.receipts import Mode
from lms.services import audit
from lms.web import context
from lms.web.trainer import desk, door
from lms.web.trainer.building import Built
from lms.web.trainer.choosing import list_regions
from lms.web.trainer.problem_views import show_problems
from lms.web.trainer.wishes import (
    Lacking,
    Wish,
    find_faults,
    find_receipts,
    is_possible,
    make_package,
    may_hand_out,
    read_wish,
)

_NO_FILE = N_("Choose the zip of the older package first.")


@door.get("/<course>/packages")
def packages(course: str):
    """Make the chosen package and show what came of it; nothing is handed out by looking."""
    return _show(course, read_wish(request.args))


@door.post("/<course>/packages")
def hand_out(course: str):
    """Hand the package out, or hold it against an older one; where neither may be, show why."""
    wish = read_wish(request.form)
    if not is_possible(course, wish):
        return _show(course, wish), 400
    made = built, foreign = make_package(course, wish)
    if not may_hand_out(built, foreign, wish):
        return _show(course, wish, made), 409
    if request.form.get("act") == "compare":
        return _compare(course, wish, made)
    return _download(course, wish, built)


def _download(course_id: str, wish: Wish, built: Built) -> Response:
    audit.record(
        "package.downloaded",
        context.person().person_id,
        f"course:{course_id}",
        wish.region,
        f"{built.name} sha256:{built.digest}",
        context.origin(),
        context.now(),
    )
    response = Response(built.data, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{built.name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _compare(course_id: str, wish: Wish, made: tuple[Built, Lacking]) -> str | tuple[str, int]:
    """Say whether the package may take the place of an older one that is handed in; nothing of that is kept."""
    older = request.files.get("older")
    if not older:
        return _show(course_id, wish, made, fault=context.say()(_NO_FILE)), 400
    try:
        before = read(older.stream)
        compared = compare(before, made[0].data)
    except ScormError as error:
        return _show(course_id, wish, made, fault=str(error)), 400
    finally:
        older.close()
    return _show(course_id, wish, made, compared=compared, previous=before.package.revision)


def _show(
    course_id: str,
    wish: Wish,
    made: tuple[Built, Lacking] | None = None,
    fault: str = "",
    compared: Comparison | None = None,
    previous: str = "",
) -> str:
    catalogue = desk.catalogue()
    folder = desk.get_folder(course_id)
    faults = find_faults(wish)
    if made is None and is_possible(course_id, wish):
        made = make_package(course_id, wish)
    built, foreign = made or (None, {})
    values: dict[str, Any] = {"built": built, "foreign": foreign}
    values["edition"] = edition_name(Version(wish.version)) if "version" not in faults else ""
    receipts = find_receipts(wish.region) if "region" not in faults else None
    values["receipts"] = receipts.mode.value if receipts else Mode.OFF.value
    index = folder.indexes.get(folder.original)
    return render_template(
        "trainer/packages.html",
        course_id=course_id,
        title=(index.title if index else "") or course_id,
        title_language=folder.original,
        wish=wish,
        is_single=wish.scos == Scos.COURSE,
        versions=[(version.value, edition_name(version)) for version in Version],
        faults=[(name, context.say()(sentence)) for name, sentence in faults.items()],
        problems=show_problems(catalogue.unpublished.get(course_id, ())),
        all_languages=LANGUAGES,
        all_regions=list_regions(),
        fault=fault,
        compared=compared,
        previous=previous,
        **values,
    )
