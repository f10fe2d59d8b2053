"""Exam results of single people: off until the region decides otherwise with its staff, and trainees are told."""

from flask import request
from werkzeug.wrappers import Response

from lms.reports.region_scores import list_scores
from lms.services import decisions
from lms.web import context
from lms.web.coordinator import door, show

_FIELDS = ("decided_by", "reference", "decided_on")


@door.get("/scores")
def scores(region: str) -> str:
    """Show the results, or how to write down the decision that they need."""
    return _page(region, dict.fromkeys(_FIELDS, ""), {})


@door.post("/scores")
def decide(region: str) -> Response | tuple[str, int]:
    """Write a decision down, or end the one that holds."""
    person, now = context.person().person_id, context.now()
    if "end" in request.form:
        decisions.end_decision(region, person, context.origin(), now)
    else:
        typed = {name: request.form.get(name, "") for name in _FIELDS}
        faults = decisions.find_faults(*typed.values(), now.date())
        if faults:
            return _page(region, typed, faults), 400
        decisions.record_decision(region, *typed.values(), person, context.origin(), now)
    return context.lead_to("coordinator.scores", region=region)


def _page(region: str, typed: dict[str, str], faults: dict[str, str]) -> str:
    said, held = context.say(), decisions.find_decision(region)
    page = max(1, min(10_000, request.args.get("page", 1, type=int)))
    shown, courses = None, context.lms().catalogue.list_courses(context.language())
    if held is not None:
        shown = list_scores(region, [course.id for course in courses], page, decided=True)
        context.note("scores.seen", "", region, f"page {page}")
    return show(
        "scores.html",
        decision=held,
        earlier=[row for row in decisions.list_decisions(region) if row.ended_at],
        shown=shown,
        courses=courses,
        page=page,
        typed=typed,
        faults={name: said(text) for name, text in faults.items()},
    )
