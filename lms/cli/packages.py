"""`lms export scorm`: make the SCORM package of a course."""

from io import BytesIO
from pathlib import Path

import click

from lms import pyscorm
from lms.config import from_env
from lms.content.catalogue import load_catalogue
from lms.content.render import Renderer
from lms.errors import LmsError
from lms.export.scorm import build_package
from lms.language import LANGUAGES, words


@click.group("export")
def export_group() -> None:
    """Hand out courses as files."""


@export_group.command("scorm")
@click.argument("course")
@click.option("--version", type=click.Choice([version.value for version in pyscorm.Version]), default="1.2")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--region", default="", help="Put in the texts of this region; without it the neutral text stands.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def scorm_command(course: str, version: str, language: str, region: str, output: Path) -> None:
    """Write the SCORM package of COURSE to a file. Nothing is written when a strict platform would refuse it."""
    config = from_env()
    catalogue = load_catalogue(config.courses, config.quizzes)
    found = catalogue.find_course(course, language, region)
    if found is None:
        raise click.ClickException(_why_not(course, catalogue))
    renderer = Renderer(config.var / "pages")
    edition = pyscorm.Version(version)
    try:
        package = build_package(found, renderer, words(language), edition, config.funding)
    except LmsError as error:
        raise click.ClickException(str(error)) from error
    renderer.store.save()
    faults = [
        finding for finding in pyscorm.problems(package, edition) if finding.severity is pyscorm.Severity.ERROR
    ]
    if faults:
        lines = "\n".join(f"- {finding}" for finding in faults)
        raise click.ClickException(f"The package has faults and is not written:\n{lines}")
    buffer = BytesIO()
    pyscorm.write(package, buffer, edition)
    _write_at_once(output, buffer.getvalue())
    click.echo(f"{output}: {found.title}, SCORM {version}, {language}, {len(buffer.getvalue()):,} bytes")


commands = (export_group,)


def _why_not(course: str, catalogue) -> str:  # type: ignore[no-untyped-def]
    if course in catalogue.unpublished:
        return f"The course {course!r} has faults and cannot be handed out. Run `lms check` to see them."
    return f"There is no course {course!r}. There are: {', '.join(catalogue.list_course_ids())}."


def _write_at_once(path: Path, data: bytes) -> None:
    """Write a file so that a half-written one is never seen."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise click.ClickException(f"{path} could not be written: {error.strerror}.") from error
