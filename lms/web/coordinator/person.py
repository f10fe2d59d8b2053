"""One person: how far, why not finished, which letters; and recording a module as done."""

from dataclasses import dataclass

from flask import g, request
from werkzeug.wrappers import Response

from lms.content.model import Course
from lms.errors import InvalidInput, NotAllowed, NotFound
from lms.intake.people_words import CATEGORIES
from lms.language import N_
from lms.reports.region_person import PersonPage, read_person
from lms.rules.letters import LetterState
from lms.rules.why_open import Saying, explain_missing, explain_standing
from lms.services import certificates, decisions, recorded, standing
from lms.services.learning import CourseState
from lms.services.people import Identity
from lms.web import context
from lms.web.coordinator import door, people_door, show
from lms.web.coordinator.certificates import STATES
from lms.web.coordinator.letter_words import KINDS
from lms.web.coordinator.people import list_courses
from lms.web.coordinator.people_words import SOURCES, say_state

_LETTER_STATES: dict[str, str] = {
    LetterState.WAITING: N_("on its way"),
    LetterState.SENT: N_("sent"),
    LetterState.BOUNCED: N_("came back"),
    LetterState.EXPIRED: N_("could not be sent in time"),
    LetterState.WITHDRAWN: N_("taken back before it went out"),
}
_ENROLLED_BY: dict[str, str] = {
    "list": N_("by a list"),
    "form": N_("by the form"),
    "join": N_("by the join link"),
    "import": N_("with results from elsewhere"),
    "demo": N_("invented for the demo"),
}


@dataclass(frozen=True, slots=True)
class ModuleView:
    """One module of a person, in words."""

    course: Course
    state: CourseState
    word: str
    sentences: tuple[str, ...]
    record: recorded.Recorded | None
    may_record: bool
    """Whether a coordinator may record it: open by order, and not completed."""


@door.get("/people/<int:enrolment>")
def person(region: str, enrolment: int) -> str:
    """Show one person."""
    return _page(enrolment)


@people_door.post("/<int:enrolment>/record/<course>")
def record(region: str, enrolment: int, course: str) -> Response | tuple[str, int]:
    """Record a module as done, with the reason and what proves it."""
    found, now = _get_course(course), context.now()
    why = (request.form.get("reason", ""), request.form.get("evidence", ""))
    programme = context.lms().catalogue.programme
    try:
        recorded.record_completion(region, enrolment, programme, found, why, context.person().person_id, now)
    except (InvalidInput, NotAllowed) as error:
        return _page(enrolment, {course: context.say()(error.message, **error.values)}), 400
    return _back(region, enrolment, course)


@people_door.post("/<int:enrolment>/take-back/<course>")
def take_back(region: str, enrolment: int, course: str) -> Response:
    """Take a recorded module back."""
    found, programme = _get_course(course), context.lms().catalogue.programme
    recorded.take_back(region, enrolment, programme, found, context.person().person_id, context.now())
    return _back(region, enrolment, course)


def _get_course(course_id: str) -> Course:
    found = next((course for course in list_courses() if course.id == course_id), None)
    if found is None:
        raise NotFound(N_("There is no such module."))
    return found


def _back(region: str, enrolment: int, course: str) -> Response:
    anchor = f"module-{course}"
    return context.lead_to("coordinator.person", region=region, enrolment=enrolment, _anchor=anchor)


def _page(enrolment: int, faults: dict[str, str] | None = None) -> str:
    said, now, region = context.say(), context.now(), g.region
    found = read_person(region.id, enrolment, list_courses(), now)
    if found is None:
        raise NotFound(N_("There is no such person."))
    row = found.row
    how = Saying(said, region.zone, decisions.scores_shown(region.id))
    return show(
        "person.html",
        person=found,
        state=say_state(row.standing, said),
        why=explain_standing(row.standing, row.steps, found.left_at, how),
        modules=_show_modules(found, how),
        category=said(CATEGORIES.get(row.category, N_("Not stated"))),
        enrolled_by=said(_ENROLLED_BY.get(found.source, found.source)),
        letters=[
            (said(KINDS.get(one.kind, one.kind)), said(_LETTER_STATES.get(one.state, one.state)), one.written_at)
            for one in found.letters
        ],
        certificate=certificates.find_own(row.enrolment_id, context.lms().config),
        certificate_states={name: said(label) for name, label in STATES.items()},
        faults=faults or {},
        typed={name: request.form.get(name, "") for name in ("reason", "evidence")},
        scores=how.scores,
    )


def _show_modules(found: PersonPage, how: Saying) -> list[ModuleView]:
    row, said = found.row, how.words
    learner = Identity(row.person_id, row.name, row.email, row.language, 0, (), row.enrolment_id, g.region.id)
    view = standing.overview(learner, context.lms().catalogue, context.now(), said.language)
    records = recorded.list_recorded(row.enrolment_id)
    modules = []
    for state in view.courses:
        done = state.completed_at is not None
        source = said(SOURCES.get(found.completed_by.get(state.course.id, "site"), SOURCES["site"]))
        if done:
            word = said(
                "Completed on %(day)s, %(source)s", day=said.date(state.completed_at, how.zone), source=source
            )
        elif not state.is_open:
            word = said("Opens when the modules before it are completed")
        elif state.started_at is None:
            word = said("Not begun")
        else:
            lessons = len(state.lessons)
            word = said("%(done)s of %(lessons)s lessons done", done=state.lessons_done, lessons=lessons)
        missing = explain_missing(state.status.missing, how) if state.started_at and not done else ()
        record_of = records.get(state.course.id) if done else None
        modules.append(ModuleView(state.course, state, word, missing, record_of, state.is_open and not done))
    return modules
