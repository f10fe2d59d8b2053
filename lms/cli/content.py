"""Commands for authors: check courses and quizzes."""

from pathlib import Path

import click

from lms.content.catalogue import load_catalogue
from lms.content.lint import format_problems
from lms.content.lint.terminal import format_summary
from lms.content.model import Severity

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--courses", envvar="LMS_COURSES", type=_FOLDER, default="courses", help="The folder of courses.")
@click.option("--quizzes", envvar="LMS_QUIZZES", type=_FOLDER, default="quizzes", help="The folder of quizzes.")
@click.option(
    "--only", default="", help="Show only problems of files whose path begins so, such as courses/foundations."
)
def check(courses: Path, quizzes: Path, only: str) -> None:
    """Report every problem of courses and quizzes: file, line, what to do. Exit code 1 if there are errors."""
    catalogue = load_catalogue(courses, quizzes)
    problems = [problem for problem in catalogue.problems if problem.place.file.startswith(only)]
    if problems:
        click.echo(format_problems(problems))
        click.echo()
    for course_id in catalogue.unpublished:
        click.echo(f"Not published: {course_id}")
    click.echo(format_summary(problems))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SystemExit(1)


commands = (check,)
