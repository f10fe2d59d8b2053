"""Results from elsewhere: where people learned, what was taken over, and taking it back."""

from flask import g, request
from werkzeug.wrappers import Response

from lms.language import Words
from lms.reports.progress_report import Report
from lms.reports.sources import report_region
from lms.services import imports, outside
from lms.services.imports import BatchRow
from lms.services.outside_certificates import count_resting
from lms.web import context
from lms.web.coordinator import door, enrol_door, show
from lms.web.coordinator.results_words import say_numbers
from lms.web.figures.sending import send_report
from lms.web.figures.showing import show_report


@door.get("/results")
def results(region: str) -> str:
    """Show where people learned, and the imports that can be taken back."""
    said = context.say()
    return show(
        "results.html",
        report=show_report(_count(region), said),
        batches=[(batch, _say_batch(batch, said)) for batch in imports.list_batches(region)],
        resting=count_resting(region, context.lms().catalogue.programme),
        zone=g.region.zone,
        notice=_notice(said),
    )


@door.get("/results.<any(csv, xlsx):kind>")
def results_file(region: str, kind: str) -> Response:
    """Send the same figures as a file."""
    return send_report(_count(region), kind, f"sources-{region}", "sources", region)


@enrol_door.post("/results/imports/<int:number>/take-back")
def take_back_results(region: str, number: int) -> Response:
    """Take an import back."""
    programme = context.lms().catalogue.programme
    outside.take_back(region, number, programme, context.person().person_id, context.now())
    return context.lead_to("coordinator.results", region=region, notice="taken-back")


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
            return said("The import is taken back.")
    return ""
