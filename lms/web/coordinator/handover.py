"""Who coordinates the region, handing it over from a day on, and what was done in it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import g, request
from werkzeug.wrappers import Response

from lms.errors import InvalidInput, NotFound
from lms.language import N_
from lms.rules.permissions import Action, may
from lms.services import handover
from lms.web import context, forms
from lms.web.coordinator import door, show

_FIELDS = ("name", "email", "starts", "leaving")
_HISTORY_SHOWN = 40
_ACTIONS: dict[str, str] = {
    "certificate.corrected": N_("Corrected the name on a certificate"),
    "certificate.revoked": N_("Withdrew a certificate"),
    "completion.recorded": N_("Recorded a module as done"),
    "completion.taken_back": N_("Took a recorded module back"),
    "decision.ended": N_("Ended the decision on single results"),
    "decision.recorded": N_("Wrote down a decision on single results"),
    "join.approved": N_("Let people in who had asked to join"),
    "join.closed": N_("Closed the join link"),
    "join.domains": N_("Changed who joins at once"),
    "join.opened": N_("Opened the join link"),
    "join.refused": N_("Turned people away who had asked to join"),
    "join.renewed": N_("Gave the join link a new code"),
    "letter_plan.added": N_("Wrote a schedule of letters"),
    "letter_plan.changed": N_("Changed a schedule of letters"),
    "letter_plan.off": N_("Switched a schedule of letters off"),
    "letter_plan.on": N_("Switched a schedule of letters on"),
    "letters.written": N_("Had letters written"),
    "people.different": N_("Noted that two people only look alike"),
    "people.exported": N_("Downloaded a list of people"),
    "people.imported": N_("Added people from a list"),
    "people.invited": N_("Invited people"),
    "people.joined": N_("Joined two people who were one"),
    "people.parted": N_("Undid a joining"),
    "person.changed": N_("Changed the kind or organisation of a person"),
    "person.enrolled": N_("Enrolled a person"),
    "person.left": N_("Moved a person out"),
    "person.returned": N_("Brought a person back"),
    "region.handed_over": N_("Handed the region over"),
    "region.handover_called_off": N_("Called a handover off"),
    "report.exported": N_("Downloaded figures"),
    "report.frozen": N_("Froze a report"),
    "results.taken_back": N_("Took an import of results back"),
    "results.taken_over": N_("Took over results from elsewhere"),
    "role.ended": N_("Ended a role"),
    "role.granted": N_("Gave a role"),
}

_NOTED = N_("It is noted. The new coordinator signs in with their mail address; no password is needed.")


@door.get("/coordinators")
def coordinators(region: str) -> str:
    """Show who coordinates the region, and the form that hands it over."""
    return _page({}, {})


@door.post("/coordinators")
def hand_over(region: str) -> Response | str | tuple[str, int]:
    """Show first what would happen; hand the region over at the second press.

    Who gives their own role away sees a last page.
    """
    typed = {name: request.form.get(name, "").strip() for name in _FIELDS}
    faults, starts, leaving = _check(typed)
    if faults:
        return _page(typed, faults), 400
    if "change" in request.form:
        return _page(typed, {})
    if "sure" not in request.form:
        return show(
            "handover.html",
            typed=typed,
            day=starts,
            leaves=_may_end().get(leaving, "") if leaving is not None else "",
            is_own=leaving == context.person().person_id,
        )
    new = handover.Successor(typed["name"], typed["email"], g.region.languages[0])
    now = context.now()
    try:
        handover.hand_over(region, new, leaving, starts, context.person().person_id, now)
    except InvalidInput as error:
        return _page(typed, {"email": context.say()(error.message, **error.values)}), 400
    if leaving == context.person().person_id and starts <= now:
        return show("handed_over.html", name=typed["name"])
    return context.lead_to("coordinator.coordinators", region=region, done="yes")


@door.post("/coordinators/call-off")
def call_off(region: str) -> Response:
    """Call off a handover that has not come yet."""
    person = forms.read_whole(request.form.get("person"))
    if person is None:
        raise NotFound(N_("There is no handover to call off."))
    handover.call_off(region, person, context.person().person_id, context.now())
    return context.lead_to("coordinator.coordinators", region=region)


def _check(typed: dict[str, str]) -> tuple[dict[str, str], datetime, int | None]:
    said, now = context.say(), context.now()
    faults = forms.find_person_faults(typed)
    starts = now
    if typed["starts"]:
        day = forms.read_day(typed["starts"])
        if day is None:
            faults["starts"] = said("Please write the day like 2026-11-30.")
        else:
            starts = max(now, datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(g.region.zone)))
    leaving = forms.read_whole(typed["leaving"])
    if leaving is not None and leaving not in _may_end():
        faults["leaving"] = said("Please choose one of the people in the list.")
    return faults, starts, leaving


def _may_end() -> dict[int, str]:
    """List whose role the reader may end: one's own, or any for the programme office."""
    everybody = {one.person_id: one.name for one in handover.list_coordinators(g.region.id, context.now())}
    if may(context.person().grants, Action.SEE_PROGRAMME):
        return everybody
    return {person: name for person, name in everybody.items() if person == context.person().person_id}


def _page(typed: dict[str, str], faults: dict[str, str]) -> str:
    said, region, now = context.say(), g.region.id, context.now()
    people, own = handover.list_coordinators(region, now), _may_end()
    history = handover.list_history(region, _ACTIONS, _HISTORY_SHOWN)
    return show(
        "coordinators.html",
        coordinators=[(one, one.since > now) for one in people],
        may_end=[(str(person), name) for person, name in own.items()],
        # Nobody leaves unless it is chosen: a mistyped address must not lock the only coordinator out.
        typed=typed or dict.fromkeys(_FIELDS, ""),
        faults=faults,
        today=now.astimezone(ZoneInfo(g.region.zone)).date().isoformat(),
        waiting=handover.count_waiting_uploads(region),
        history=[(one.at, one.actor, said(_ACTIONS[one.action])) for one in history],
        notice=said(_NOTED) if "done" in request.args else "",
    )
