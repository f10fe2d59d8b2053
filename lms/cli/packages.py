"""`lms export`: SCORM packages of a course, of everything, and what a newer one would do to an older one."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from lms import pyscorm
from lms.config import Config, from_env
from lms.content.catalogue import Catalogue, load_catalogue
from lms.content.model import Course
from lms.content.render import Renderer
from lms.errors import LmsError
from lms.export import bulk
from lms.export.bulk.plan import NEUTRAL, find_courses
from lms.export.bulk.whole import write_whole
from lms.export.making import list_foreign, make
from lms.export.package_parts import Scos
from lms.export.played import FOLDER
from lms.export.receipts import ADDRESS, Receipts
from lms.language import DEFAULT, LANGUAGES, words

_VERSIONS = click.Choice([version.value for version in pyscorm.Version])
_NEUTRAL = "neutral"
_RECEIPTS = click.option(
    "--receipts",
    is_flag=True,
    help="Let packages write receipts where their region has chosen so; else none do."
    " Only with one activity for the course.",
)


@click.group("export")
def export_group() -> None:
    """Hand out courses as files."""


@export_group.command("scorm")
@click.argument("course")
@click.option("--version", type=_VERSIONS, default="1.2", show_default=True)
@click.option(
    "--language", "languages", type=click.Choice(LANGUAGES), multiple=True, default=("en",), show_default=True,
    help="Several times for several languages in one package.",
)  # fmt: skip
@click.option("--region", default="", help="Put in the texts of this region; without it the neutral text stands.")
@click.option("--scos", type=click.Choice([scos.value for scos in Scos]), default="course", show_default=True,
              help="One activity for the course, or one per lesson (SCORM 1.2 only).")  # fmt: skip
@click.option("--fallback", is_flag=True, help="Take another language where a text is not translated.")
@_RECEIPTS
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def scorm_command(
    course: str, version: str, languages: tuple[str, ...], region: str, scos: str, fallback: bool,
    receipts: bool, output: Path,
) -> None:  # fmt: skip
    """Write the SCORM package of COURSE to a file. Nothing is written when a strict platform would refuse it."""
    _refuse_receipts(receipts, scos)
    config = from_env()
    catalogue = load_catalogue(config.courses, config.quizzes)
    courses = _find(catalogue, course, languages, region)
    if not fallback:
        _refuse_foreign(courses)
    renderer = Renderer(config.var / "pages")
    home = catalogue.regions.get(region)
    try:
        made = make(
            courses,
            pyscorm.Version(version),
            renderer,
            funding=config.funding,
            scos=Scos(scos),
            contact=(home.contact if home else "") or config.contact,
            region=home.name if home else "",
            play=True,
            played=config.var / FOLDER,
            receipts=_find_receipts(config, (region,)).get(region) if receipts else None,
        )
    except LmsError as error:
        raise click.ClickException(str(error)) from error
    renderer.store.save()
    if not made.ready:
        faults = [one for one in made.findings if one.severity is pyscorm.Severity.ERROR]
        lines = "\n".join(f"- {finding}" for finding in faults)
        raise click.ClickException(f"The package has faults and is not written:\n{lines}")
    try:
        write_whole(output, made.data)
    except OSError as error:
        raise click.ClickException(f"{output} could not be written: {error.strerror}.") from error
    spoken = ", ".join(one.language for one in courses)
    click.echo(f"{output}: {courses[0].title}, SCORM {version}, {spoken}, {len(made.data):,} bytes")


@export_group.command("compare")
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def compare_command(old: Path, new: Path) -> None:
    """Say whether the package NEW may take the place of OLD where learners are under way.

    Exit code 0: safe to replace. 1: add it as a new activity.
    """
    try:
        found = pyscorm.compare(old.read_bytes(), new.read_bytes())
    except pyscorm.ScormError as error:
        raise click.ClickException(str(error)) from error
    click.echo(found.verdict.value)
    for remark in (*found.reasons, *found.notes):
        click.echo(f"- {remark}")
    if not found.is_safe:
        raise SystemExit(1)


@export_group.command("all")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder.")
@click.option("--languages", default="", help="Separated by commas; default: all that are translated.")
@click.option("--regions", default="", help="Separated by commas; `neutral` is the text without a region.")
@click.option("--versions", default="1.2,2004", show_default=True, help="Separated by commas.")
@click.option("--together", is_flag=True, help="All languages in one package.")
@click.option("--scos", type=click.Choice([scos.value for scos in Scos]), default="course", show_default=True)
@click.option("--fallback", is_flag=True, help="Take another language where a text is not translated.")
@_RECEIPTS
@click.option("--processes", type=click.IntRange(0), default=0, help="How many work at once; 0: all processors.")
def all_command(  # noqa: PLR0913, PLR0917 - the options of the command
    output: Path, languages: str, regions: str, versions: str, together: bool, scos: str, fallback: bool,
    receipts: bool, processes: int,
) -> None:  # fmt: skip
    """Write every module in every language, for every region, in every edition, with an index and checksums.

    What is there already, made of the same content by the same programs, is left as it is.
    """
    _refuse_receipts(receipts, scos)
    config = from_env()
    catalogue = load_catalogue(config.courses, config.quizzes)
    wanted = tuple(NEUTRAL if one == _NEUTRAL else one for one in _split(regions))
    wanted = wanted or tuple(sorted(catalogue.regions))
    wish = bulk.Wish(
        languages=_split(languages, LANGUAGES, "language") or catalogue.languages,
        regions=wanted,
        versions=tuple(map(pyscorm.Version, _split(versions, list(pyscorm.Version), "version"))),
        together=together,
        fall_back=fallback,
        scos=Scos(scos),
        funding=config.funding,
        contact=config.contact,
        receipts=_find_receipts(config, wanted) if receipts else {},
    )
    try:
        jobs = bulk.plan(catalogue, wish)
        outcomes = _run(jobs, output, config, processes, catalogue)
    except LmsError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{output} could not be written: {error.strerror}.") from error
    titles = {course.id: course.title for course in catalogue.list_courses("en")}
    names = {region.id: region.name for region in catalogue.regions.values()}
    bulk.write_lists(outcomes, titles, names, output, words(DEFAULT))
    counts = Counter("fault" if one.fault else "new" if one.is_new else "kept" for one in outcomes)
    click.echo(f"{output}: {counts['new']} made, {counts['kept']} there already, {counts['fault']} with faults")
    if counts["fault"]:
        raise SystemExit(1)


commands = (export_group,)


def _run(
    jobs: tuple[bulk.Job, ...], output: Path, config: Config, processes: int, catalogue: Catalogue
) -> list[bulk.Outcome]:
    outcomes: list[bulk.Outcome] = []
    folders = (config.courses, config.quizzes, config.var / "pages")
    for outcome in bulk.run(jobs, output, *folders, processes, catalogue, config.var / FOLDER):
        outcomes.append(outcome)
        state = outcome.fault or (f"{outcome.size:,} bytes" if outcome.is_new else "there already")
        click.echo(f"{len(outcomes)} of {len(jobs)}  {outcome.job.file}  {state}")
    return outcomes


def _refuse_receipts(receipts: bool, scos: str) -> None:
    """Say before anything is made that receipts speak of a whole course, which several activities do not know."""
    if receipts and Scos(scos) is Scos.LESSONS:
        raise click.ClickException("Receipts need one activity for the course: leave out --receipts or --scos.")


def _find_receipts(config: Config, regions: Sequence[str]) -> dict[str, Receipts]:
    """Ask the database what the regions have chosen; the application is only built for it."""
    from lms.services.receipts import find_mode  # noqa: PLC0415 - loads what the other exports do without

    given = click.get_current_context().find_root().obj
    app = given() if callable(given) else given.load_app()
    with app.app_context():
        modes = {region: find_mode(region) for region in regions if region}
    address = config.base_url + ADDRESS
    return {region: Receipts(mode, address, config.secret_key) for region, mode in modes.items()}


def _find(catalogue: Catalogue, course: str, languages: tuple[str, ...], region: str) -> tuple[Course, ...]:
    if region and region not in catalogue.regions:
        raise click.ClickException(
            f"There is no region {region!r}. There are: {', '.join(sorted(catalogue.regions))}."
        )
    if course in catalogue.unpublished:
        raise click.ClickException(
            f"The course {course!r} has faults and cannot be handed out. Run `lms check` to see them."
        )
    if course not in catalogue.list_course_ids():
        raise click.ClickException(
            f"There is no course {course!r}. There are: {', '.join(catalogue.list_course_ids())}."
        )
    return find_courses(catalogue, course, tuple(dict.fromkeys(languages)), region)


def _refuse_foreign(courses: tuple[Course, ...]) -> None:
    for course in courses:
        foreign = list_foreign(course)
        if foreign:
            raise click.ClickException(
                f"{len(foreign)} texts of {course.id!r} are not in {words('en').language_name(course.language)}, "
                f"for example {foreign[0].title!r}. Translate them, or say --fallback."
            )


def _split(given: str, allowed: object = None, what: str = "") -> tuple[str, ...]:
    found = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    wrong = [one for one in found if allowed is not None and one not in allowed]  # type: ignore[operator]
    if wrong:
        raise click.ClickException(f"There is no {what} {wrong[0]!r}. There are: {', '.join(map(str, allowed))}.")  # type: ignore[call-overload]
    return found
