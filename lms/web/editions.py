"""Reports that are handed on, for the pages of regions and of the programme: shown, sent, counted anew, frozen."""

from typing import Any

from flask import render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.content.model import Course, Quiz
from lms.errors import NotFound
from lms.export.report_files import TYPES, ReportText, make_file, make_files
from lms.export.tables import list_definitions
from lms.reports.edition_tables import EditionReport, lay_out_edition
from lms.reports.indicators import count_everything
from lms.rules.edition_texts import TOTAL, ScopeView
from lms.services import audit, editions, frozen_reports
from lms.services.frozen_reports import NewFrozen
from lms.web import context, files
from lms.web.coordinator.showing import show_table


def show_reports(template: str, scope: str, address: str, **values: Any) -> str:
    """Show the newest edition of a scope (empty = all regions), its files, and the frozen reports."""
    found = find_report(scope)
    report, only = (found[1] if found else None), request.args.get("only", "")
    said = context.say()
    shown = [show_table(table, said) for table in report.tables] if report else []
    if only not in {table.id for table in shown}:
        only = ""
    return render_template(
        template,
        scope=scope,
        address=address,
        report=report,
        tables=[table for table in shown if not only or table.id == only],
        choices=[(table.id, table.title) for table in shown],
        only=only,
        frame=found[2].frame if found else (),
        frozen=frozen_reports.list_frozen(scope),
        kinds=tuple(TYPES),
        notice=request.args.get("done", ""),
        definitions=tuple(list_definitions(report.tables, said)) if report else (),
        zone=report.tables[0].zone if report else "UTC",
        **values,
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
    _note("report.exported", scope, f"indicators.{wanted}")
    part = ReportText(
        text.id,
        text.title,
        text.scope,
        text.version,
        chosen,
        text.facts,
        text.funding,
        text.language,
        text.said,
    )
    return files.send(make_file(part, wanted), TYPES[wanted], f"{name}.{kind}")


def act(scope: str) -> str:
    """Do what the pressed button says and give a word for it."""
    if "freeze" in request.form:
        freeze(scope)
        return "frozen"
    count_anew()
    return "counted"


def count_anew() -> None:
    """Count a new edition of all regions together."""
    courses, surveys = _courses(), _surveys()
    now, below = context.now(), context.lms().config.hidden_below
    draft = count_everything(courses, surveys, editions.find_frozen_bases(), below, now)
    editions.make_edition(draft, current_user.person_id, context.origin(), now)


def freeze(scope: str) -> int:
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
    return frozen_reports.freeze(new, current_user.person_id, current_user.name, context.origin(), context.now())


def send_frozen(scope: str, report: int, kind: str) -> Response:
    """Send a file of a frozen report, byte for byte as it was frozen."""
    row, content = frozen_reports.open_file(scope, report, kind)
    _note("report.exported", scope, f"frozen_report:{report}.{kind}")
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


def _note(action: str, scope: str, subject: str) -> None:
    audit.record(action, current_user.person_id, subject, scope, "", context.origin(), context.now())
