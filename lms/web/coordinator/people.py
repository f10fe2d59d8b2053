"""The people of a region: who is how far, and inviting those who have no letter yet."""

from collections.abc import Sequence

from flask import g, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.content.model import Course
from lms.intake.people_words import CATEGORIES
from lms.language import N_, Words
from lms.reports.region_people import PersonRow, count_views, find_person, list_uninvited, read_page
from lms.rules.people_filter import PeopleFilter, State
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
    State.FORM: N_("Form open"),
    State.AFTER: N_("Self-assessment open"),
    State.COMPLETED: N_("Completed"),
    State.CLOSED: N_("Has left"),
}
_NOTICES = {
    "enrolled": N_("%(name)s is enrolled. The invitation is not written yet: press the button below."),
    "known": N_("%(name)s was enrolled already. Nothing was changed."),
}


@door.get("/people")
def people(region: str) -> str:
    """List the people, all or those of one state."""
    said, now = context.say(), context.now()
    courses = context.lms().catalogue.list_courses(said.language)
    wanted = PeopleFilter.from_query(request.args).within(course.id for course in courses)
    page, views = read_page(region, wanted, courses, now), count_views(region, courses, now)
    return render_template(
        "coordinator/people.html",
        region=g.region,
        people=page.rows,
        filters=[(name, said(label)) for name, label in _FILTERS.items()],
        chosen=wanted.state or "",
        say_state=lambda row: say_state(row, said),
        categories={name: said(label) for name, label in CATEGORIES.items()},
        uninvited=views.uninvited,
        may_enrol=may(current_user.grants, Action.ENROL, region),
        notice=_notice(region, courses, said),
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
    place = row.standing
    number = place.course.number if place.course else 0
    match place.state:
        case State.LEARNING if place.course:
            lessons = len(place.course.lessons)
            text = N_("Module %(number)s, %(done)s of %(lessons)s lessons")
            return said(text, number=number, done=place.lessons_done, lessons=lessons)
        case State.EXAM:
            return said("Module %(number)s, all lessons done, exam open", number=number)
        case State.FORM:
            return said("Module %(number)s, exam passed, form open", number=number)
        case State.AFTER:
            return said("All modules completed, closing self-assessment open")
        case State.COMPLETED:
            return said("Programme completed")
    return said(_FILTERS[place.state])


def _notice(region: str, courses: Sequence[Course], said: Words) -> str:
    """Say what the act before this page did."""
    letters = request.args.get("letters", "")
    if letters.isascii() and letters.isdigit() and len(letters) < 7:
        if int(letters) == 0:
            return said("Nobody is waiting for an invitation; no letter was written.")
        return said.plural(
            "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", int(letters)
        )
    text = _NOTICES.get(request.args.get("notice", ""))
    named = request.args.get("enrolment", "")
    known = named.isascii() and named.isdigit() and len(named) < 10
    person = find_person(region, int(named), courses, context.now()) if known else None
    if text and person:
        return said(text, name=person.name)
    added = request.args.get("added", "")
    if added.isascii() and added.isdigit() and len(added) < 7:
        return said.plural("%(count)s person was added.", "%(count)s people were added.", int(added))
    return ""
