"""`lms report`: the figures of the pages on the command line, from the same counting, and their counters."""

from collections.abc import Sequence
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.cli.editions import indicators_command
from lms.errors import NotFound
from lms.export import tables
from lms.language import Words, funding_line, words
from lms.reports.progress import count_programme
from lms.reports.progress_report import Report, lay_out_programme
from lms.reports.region_report import make_region_report
from lms.rules.figures import Figures
from lms.services.counters_rebuilding import repair

_FORMAT = click.option("--format", "kind", type=click.Choice(["table", "csv"]), default="table", show_default=True)
_LANGUAGE = click.option("--language", default="en", show_default=True, help="Language of the words.")


@click.group("report")
def report() -> None:
    """Print figures: progress of a region or of all; check the counters they come from."""


@report.command("region-progress")
@click.option("--region", required=True, help="Id of the region, such as donegal.")
@_FORMAT
@_LANGUAGE
@with_appcontext
def region_progress(region: str, kind: str, language: str) -> None:
    """How far the people of one region have come."""
    said, held = words(language), current_app.extensions["lms"]
    courses = held.catalogue.list_courses(language)
    try:
        report = make_region_report(region, courses, held.config.hidden_below, datetime.now(UTC), said)
    except NotFound as error:
        raise click.ClickException(said(error.message)) from error
    _print(report, kind, said)


@report.command("programme-progress")
@_FORMAT
@_LANGUAGE
@with_appcontext
def programme_progress(kind: str, language: str) -> None:
    """How far the people of all regions have come."""
    said, held = words(language), current_app.extensions["lms"]
    courses = held.catalogue.list_courses(language)
    counted = count_programme(courses, held.config.hidden_below, datetime.now(UTC))
    _print(lay_out_programme(counted, courses, said), kind, said)


@report.command("rebuild-counters")
@with_appcontext
def rebuild_counters() -> None:
    """Count all people anew, say where the counters of the reports differed, and set them right."""
    found = repair(datetime.now(UTC))
    for wrong in found:
        name = f"{wrong.kind} {wrong.name}".strip()
        click.echo(f"{wrong.region}: {name}, place {wrong.place}: {wrong.kept} instead of {wrong.counted}")
    click.echo(
        f"Counters that were wrong and are set right: {len(found)}." if found else "All counters are right."
    )


def _print(found: Report, kind: str, said: Words) -> None:
    funding = funding_line(said, current_app.config["LMS"].funding)
    if kind == "csv":
        click.echo(tables.to_csv(found.title, found.tables, said, funding, tables.CsvStyle.EXCEL), nl=False)
        return
    click.echo(found.title)
    for name, text in tables.say_frame(found.tables, said):
        click.echo(f"{name}: {text}")
    for table in found.tables:
        click.echo(f"\n{said(table.title)}")
        for line in _align(table, said):
            click.echo(line)
    click.echo("")
    for term, text in tables.list_definitions(found.tables, said):
        click.echo(f"{term}: {text}")
    if funding:
        click.echo(f"\n{funding}")


def _align(table: Figures, said: Words) -> Sequence[str]:
    """Set a table in columns of equal width, labels left and numbers right."""
    lines = [["", *(tables.say_heading(column, said) for column in table.columns)]]
    for row in table.rows:
        cells = zip(table.columns, row.cells, strict=True)
        lines.append([row.label, *(tables.say_cell(cell, column, said) for column, cell in cells)])
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return [
        "  ".join(
            text.rjust(width) if place else text.ljust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


report.add_command(indicators_command)
commands = (report,)
