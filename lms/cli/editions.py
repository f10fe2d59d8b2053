"""Editions on the command line and by the clock: the figures that are handed on."""

from datetime import datetime
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.content.catalogue import Catalogue
from lms.export.report_files import TYPES, ReportText, make_file
from lms.language import DEFAULT, funding_line, words
from lms.reports.edition_tables import lay_out_edition
from lms.reports.indicators import count_everything
from lms.rules.edition_texts import TOTAL
from lms.services import editions


def count_edition(catalogue: Catalogue, below: int, now: datetime) -> int:
    """Count a new edition of all regions."""
    courses, surveys = catalogue.list_courses(DEFAULT), catalogue.list_self_assessments(DEFAULT)
    draft = count_everything(courses, surveys, editions.find_frozen_bases(), below, now)
    return editions.make_edition(draft, None, "", now)


@click.command("indicators")
@click.option("--region", default=TOTAL, help="Id of the region, such as donegal; all regions if left out.")
@click.option("--format", "kind", type=click.Choice([*TYPES]), default="csv", show_default=True)
@click.option("--language", default="en", show_default=True, help="Language of the words.")
@click.option("--output", type=click.File("wb"), default="-", help="File to write; the terminal if left out.")
@with_appcontext
def indicators_command(region: str, kind: str, language: str, output: Any) -> None:
    """Write the newest edition: all indicators of a region or of all."""
    held, said = current_app.extensions["lms"], words(language)
    newest = editions.find_newest(region)
    if newest is None:
        raise click.ClickException("There is no edition of it yet. `lms tick` counts one every week.")
    regions = editions.list_regions_shown() if region == TOTAL else ()
    courses, surveys = held.catalogue.list_courses(language), held.catalogue.list_self_assessments(language)
    report = lay_out_edition(newest[1], regions, courses, surveys, said)
    funding = funding_line(said, held.config.funding)
    text = ReportText(
        report.id, report.title, report.scope, report.version, report.tables, report.facts, funding, language, said
    )
    output.write(make_file(text, kind))
