"""The people of a region: who is how far, and inviting those who have no letter yet."""

from flask import g, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.intake.people_words import CATEGORIES
from lms.language import N_, Words
from lms.reports.region_people import PersonRow, State, list_region_people, list_uninvited
from lms.rules.permissions import Action, may
from lms.services import audit, enrolment, outbox
from lms.web import context
from lms.web.coordinator import door, enrol_door

_FILTERS: dict[str, str] = {
    "": N_("All"),
    State.NEW: N_("Not invited yet"),
    State.INVITED: N_("Invited, not opened"),
    State.OPENED: N_("Opened, not started"),
    State.LEARNING: N_("Learning"),
    State.EXAM: N_("Waiting for the exam"),
    State.COMPLETED: N_("Completed"),
}
_NOTICES = {
    "enrolled": N_("%(name)s is enrolled. The invitation is not written yet: press the button below."),
    "known": N_("%(name)s was enrolled already. Nothing was changed."),
}


@door.get("/people")
def people(region: str) -> str:
    """List the people, all or those of one state."""
    chosen = request.args.get("state", "")
    chosen = chosen if chosen in _FILTERS else ""
    said = context.say()
    courses = context.lms().catalogue.list_courses(said.language)
    everybody = list_region_people(region, courses, context.now())
    counts = {name: sum(1 for row in everybody if name in ("", row.state)) for name in _FILTERS}
    return render_template(
        "coordinator/people.html",
        region=g.region,
        people=[row for row in everybody if chosen in ("", row.state)],
        filters=[(name, said(label), counts[name]) for name, label in _FILTERS.items()],
        chosen=chosen,
        say_state=lambda row: say_state(row, said),
        categories={name: said(label) for name, label in CATEGORIES.items()},
        uninvited=counts[State.NEW],
        may_enrol=may(current_user.grants, Action.ENROL, region),
        notice=_notice(everybody, said),
    )


@enrol_door.post("/invite")
def invite(region: str) -> Response:
    """Write to everybody of the region who has no invitation yet."""
    now, config = context.now(), context.lms().config
    written = enrolment.invite(list_uninvited(region), config, now)
    if written:
        audit.record(
            "people.invited", current_user.person_id, "", region, f"letters {written}", context.origin(), now
        )
        context.after_answer(lambda: outbox.deliver_due(config, context.now()))
    return redirect(context.url("coordinator.people", region=region, letters=written))  # type: ignore[return-value]


def say_state(row: PersonRow, said: Words) -> str:
    """Say how far somebody has come."""
    match row.state:
        case State.LEARNING if row.course:
            return said(
                "Module %(number)s, %(done)s of %(lessons)s lessons",
                number=row.course,
                done=row.lessons_done,
                lessons=row.lessons,
            )
        case State.LEARNING:
            return said("All modules completed, closing self-assessment open")
        case State.EXAM:
            return said("Module %(number)s, all lessons read, exam or form open", number=row.course)
        case State.COMPLETED:
            return said("Programme completed")
    return said(_FILTERS[row.state])


def _notice(everybody: tuple[PersonRow, ...], said: Words) -> str:
    """Say what the act before this page did."""
    letters = request.args.get("letters", "")
    if letters.isascii() and letters.isdigit() and len(letters) < 7:
        if int(letters) == 0:
            return said("Nobody is waiting for an invitation; no letter was written.")
        return said.plural(
            "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", int(letters)
        )
    text = _NOTICES.get(request.args.get("notice", ""))
    person = next((row for row in everybody if str(row.enrolment_id) == request.args.get("enrolment")), None)
    if text and person:
        return said(text, name=person.name)
    added = request.args.get("added", "")
    if added.isascii() and added.isdigit() and len(added) < 7:
        return said.plural("%(count)s person was added.", "%(count)s people were added.", int(added))
    return ""
