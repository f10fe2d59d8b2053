"""Reports that are handed on, for the pages of regions and of the programme: shown, sent, counted anew, frozen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import request
from werkzeug.wrappers import Response

from lms.content.model import Course, Quiz
from lms.errors import NotFound
from lms.export.report_files import TYPES, ReportText, make_file, make_files
from lms.export.tables import list_definitions
from lms.reports.edition_tables import EditionReport, lay_out_edition
from lms.reports.indicators import count_everything
from lms.rules.edition_texts import TOTAL, ScopeView
from lms.services import editions, frozen_reports
from lms.services.frozen_reports import FrozenRow, NewFrozen
from lms.web import context, files
from lms.web.figures.showing import TableView, show_table


@dataclass(frozen=True, slots=True)
class EditionPage:
    """What the page of an edition shows; without tables and frame where none has been counted yet."""

    tables: tuple[TableView, ...]
    choices: tuple[tuple[str, str], ...]
    """Id and title of every table, shown or not."""
    only: str
    """Id of the one table that is asked for; empty = all."""
    frame: Sequence[tuple[str, str]]
    definitions: tuple[tuple[str, str], ...]
    zone: str
    frozen: Sequence[FrozenRow]
    kinds: tuple[str, ...]
    """Of files."""


def read_page(scope: str) -> EditionPage:
    """Read the newest edition of a scope (empty = all regions), and its frozen reports."""
    found, said, only = find_report(scope), context.say(), request.args.get("only", "")
    frozen, kinds = frozen_reports.list_frozen(scope), tuple(TYPES)
    if found is None:
        return EditionPage((), (), "", (), (), "UTC", frozen, kinds)
    _, report, text = found
    tables = tuple(show_table(table, said) for table in report.tables)
    chosen = tuple(table for table in tables if table.id == only)
    return EditionPage(
        tables=chosen or tables,
        choices=tuple((table.id, table.title) for table in tables),
        only=only if chosen else "",
        frame=text.frame,
        definitions=tuple(list_definitions(report.tables, said)),
        zone=report.tables[0].zone,
        frozen=frozen,
        kinds=kinds,
    )


def find_report(scope: str) -> tuple[int, EditionReport, ReportText] | None:
    """Find the newest edition of a scope, laid out in the reader's words."""
    newest = editions.find_newest(scope)
    if newest is None:
        return None
    edition, view = newest
    regions = editions.list_regions_shown() if scope == TOTAL else ()
    report = _lay_out(view, regions)
    return edition, report, _text(report)


def send_report(scope: str, kind: str, name: str) -> Response:
    """Send the newest edition as a file; with `?only=` one table of it."""
    wanted = "excel.csv" if kind == "csv" and files.csv_style() == "excel" else kind
    found = find_report(scope)
    if found is None or wanted not in TYPES:
        raise NotFound("There is no such report.")
    text, only = found[2], request.args.get("only", "")
    chosen = [table for table in text.tables if table.id == only] if only else list(text.tables)
    if not chosen:
        raise NotFound("There is no such report.")
    context.note("report.exported", f"indicators.{wanted}", scope)
    return files.send(make_file(replace(text, tables=chosen), wanted), TYPES[wanted], f"{name}.{kind}")


def act(scope: str) -> str:
    """Do what the pressed button says and give a word for it."""
    if "freeze" in request.form:
        _freeze(scope)
        return "frozen"
    _count_anew()
    return "counted"


def say_done() -> str:
    """Say what the act before this page did."""
    said = context.say()
    match request.args.get("done", ""):
        case "counted":
            return said("A new edition is counted, for all regions together.")
        case "frozen":
            return said("The report is frozen. Its files stay as they are, for good.")
    return ""


def _count_anew() -> None:
    """Count a new edition of all regions together."""
    courses, surveys = _courses(), _surveys()
    now, below = context.now(), context.lms().config.hidden_below
    draft = count_everything(courses, surveys, editions.find_frozen_bases(), below, now)
    editions.make_edition(draft, context.person().person_id, context.origin(), now)


def _freeze(scope: str) -> int:
    """Freeze the newest edition of a scope in the reader's language."""
    found = find_report(scope)
    if found is None:
        raise NotFound("There is no such report.")
    edition, report, text = found
    new = NewFrozen(
        scope,
        edition,
        report.title,
        request.form.get("purpose", ""),
        text.language,
        report.version,
        report.tables[0].as_of,
        make_files(text),
    )
    me = context.person()
    return frozen_reports.freeze(new, me.person_id, me.name, context.origin(), context.now())


def send_frozen(scope: str, report: int, kind: str) -> Response:
    """Send a file of a frozen report, byte for byte as it was frozen."""
    row, content = frozen_reports.open_file(scope, report, kind)
    context.note("report.exported", f"frozen_report:{report}.{kind}", scope)
    name = f"report-{scope or 'all-regions'}-{row.as_of:%Y-%m-%d}-frozen-{report}"
    return files.send(content, TYPES[kind], f"{name}.{kind}")


def _text(report: EditionReport) -> ReportText:
    return ReportText(
        report.id,
        report.title,
        report.scope,
        report.version,
        report.tables,
        report.facts,
        files.funding(),
        context.language(),
        context.say(),
    )


def _lay_out(view: ScopeView, regions: tuple[ScopeView, ...]) -> EditionReport:
    return lay_out_edition(view, regions, _courses(), _surveys(), context.say())


def _courses() -> tuple[Course, ...]:
    return context.lms().catalogue.list_courses(context.say().language)


def _surveys() -> tuple[Quiz | None, Quiz | None]:
    return context.lms().catalogue.list_self_assessments(context.say().language)
