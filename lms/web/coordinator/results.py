"""Results from elsewhere: where people learned, what was taken over, and taking it back."""

from flask import g, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.language import Words
from lms.reports.progress_report import Report
from lms.reports.sources import report_region
from lms.rules.permissions import Action, may
from lms.services import audit, imports, outside
from lms.services.imports import BatchRow
from lms.web import context
from lms.web.coordinator import door, enrol_door
from lms.web.coordinator.kept import send_csv, send_xlsx
from lms.web.coordinator.results_words import say_numbers
from lms.web.coordinator.showing import show_report


@door.get("/results")
def results(region: str) -> str:
    """Show where people learned, and the imports that can be taken back."""
    said = context.say()
    return render_template(
        "coordinator/results.html",
        region=g.region,
        report=show_report(_count(region), said),
        batches=[(batch, _say_batch(batch, said)) for batch in imports.list_batches(region)],
        zone=g.region.zone,
        may_enrol=may(current_user.grants, Action.ENROL, region),
        notice=_notice(said),
    )


@door.get("/results.csv")
def results_csv(region: str) -> Response:
    """Send the same figures as CSV."""
    _note_export(region, "csv")
    return send_csv(_count(region), f"sources-{region}")


@door.get("/results.xlsx")
def results_xlsx(region: str) -> Response:
    """Send the same figures as a workbook."""
    _note_export(region, "xlsx")
    return send_xlsx(_count(region), f"sources-{region}")


@enrol_door.post("/results/imports/<int:number>/take-back")
def take_back_results(region: str, number: int) -> Response:
    """Take an import back."""
    programme = context.lms().catalogue.programme
    outside.take_back(region, number, programme, current_user.person_id, context.now())
    target = context.url("coordinator.results", region=region, notice="taken-back")
    return redirect(target, 303)  # type: ignore[return-value]


def _count(region: str) -> Report:
    held, said = context.lms(), context.say()
    courses = held.catalogue.list_courses(said.language)
    return report_region(region, courses, held.config.hidden_below, context.now(), said)


def _say_batch(batch: BatchRow, said: Words) -> str:
    return ", ".join(say_numbers(batch.numbers, said))


def _notice(said: Words) -> str:
    """Say what the act before this page did."""
    match request.args.get("notice", ""):
        case "taken-over":
            return said("The results are taken over. They stand below and can be taken back.")
        case "nothing-new":
            return said("The file says nothing that is not known already. Nothing was changed.")
        case "taken-back":
            return said("The import is taken back. Everything stands as before it.")
    return ""


def _note_export(region: str, kind: str) -> None:
    audit.record(
        "report.exported",
        current_user.person_id,
        f"sources.{kind}",
        region,
        "",
        context.origin(),
        context.now(),
    )
