"""The trainee's overview: what is next, what is left, what is done."""

from dataclasses import dataclass

from flask import get_template_attribute, render_template
from markupsafe import Markup

from lms.rules.next_step import NextStep, StepKind
from lms.rules.permissions import Action, may
from lms.services import learning
from lms.services.decisions import find_decision
from lms.services.learning import CourseState, Overview
from lms.services.people import Identity
from lms.web import context
from lms.web.kept import keep_small
from lms.web.trainee import door
from lms.web.trainee.standing import list_missing, say_completed

_MINUTES = {StepKind.NEEDS: 10, StepKind.BEFORE: 6, StepKind.AFTER: 7, StepKind.FORM: 4, StepKind.EXAM: 25}
"""About how long the parts take that are not lessons."""


@dataclass(frozen=True, slots=True)
class Continue:
    """The one big button."""

    address: str
    title: str
    facts: tuple[str, ...]
    begun: bool


@door.get("")
def overview():
    """Show where the trainee stands."""
    held = context.lms()
    me = context.person()
    view = learning.overview(me, held.catalogue, context.now(), context.language())
    return render_template(
        "trainee/overview.html",
        view=view,
        following=_following(view),
        greeting=_greeting(),
        modules=Markup("").join(_show_module(state, view) for state in view.courses),
        materials=held.catalogue.list_materials(context.language())
        if may(me.grants, Action.READ_MATERIALS)
        else (),
        now=context.now(),
        zone=context.zone(),
        scores_decision=find_decision(me.region),
        has_sheet=any(state.started_at for state in view.courses[2:]),
    )


def _show_module(state: CourseState, view: Overview) -> Markup:
    """Show one module; kept under everything that it depends on."""
    said, zone = context.say(), context.zone()
    course, status = state.course, state.status
    key = (
        "module",
        course.id,
        course.digest,
        context.language(),
        said.language,
        zone,
        state.is_open,
        status.missing,
    )
    marks = (state.minutes_left, state.best_score, state.started_at is None, state.exam_open)
    ends = (state.completed_at, state.completed_by)

    def build() -> str:
        macro = get_template_attribute("macros/module.html", "module")
        return macro(
            state, said, list_missing(state, said), _needed(state, view), say_completed(state, said, zone)
        )

    return keep_small((*key, *marks, *ends, state.passed, state.lessons_done), build)


@context.add_way
def _ways(identity: Identity) -> list[tuple[str, str]]:
    if identity.enrolment_id is None:
        return []
    return [(context.url("trainee.overview"), context.say()("My course"))]


@context.add_side_way
def _ways_to_materials(identity: Identity) -> list[tuple[str, str]]:
    if not may(identity.grants, Action.READ_MATERIALS):
        return []
    kits = context.lms().catalogue.list_materials(context.language())
    return [(context.url("materials.materials", course=kit.id), kit.title) for kit in kits]


def _following(view: Overview) -> Continue | None:
    step = view.next
    if step is None:
        return None
    said = context.say()
    state = next((state for state in view.courses if state.course.id == step.course), None)
    place = next((place for place in state.lessons if place.lesson.id == step.lesson), None) if state else None
    if state is None:
        return _survey(view, step)
    course = state.course
    if place is not None and step.kind is StepKind.PAGE:
        page = place.page if place.page not in place.pages_read else step.page
        facts = (
            said("page %(number)s of %(count)s", number=page, count=len(place.lesson.pages)),
            said.plural("%(count)s minute left", "%(count)s minutes left", place.minutes_left),
        )
        address = context.url("trainee.lesson", course=course.id, lesson=place.lesson.id, page=page)
        return Continue(address, place.lesson.title, facts, bool(place.pages_read))
    if place is not None:
        address = context.url("trainee.quiz", course=course.id, lesson=place.lesson.id)
        return Continue(address, said("Questions: %(title)s", title=place.lesson.title), (), True)
    facts = (
        said("Module %(number)s", number=course.number),
        said("about %(count)s minutes", count=_MINUTES[step.kind]),
    )
    if step.kind is StepKind.EXAM:
        address = context.url("trainee.exam", course=course.id)
        return Continue(address, said("Exam"), facts, state.best_score is not None)
    return Continue(
        context.url("trainee.form", course=course.id), course.form.title if course.form else "", facts, False
    )


def _survey(view: Overview, step: NextStep) -> Continue | None:
    survey = next((one for one in (view.needs, view.before, view.after) if one and one.id == step.quiz), None)
    if survey is None:
        return None
    said = context.say()
    facts = [said("about %(count)s minutes", count=_MINUTES[step.kind])]
    if survey.optional:
        facts.append(said("may be left out"))
    return Continue(context.url("trainee.survey", survey=survey.id), survey.title, tuple(facts), False)


def _needed(state: CourseState, view: Overview) -> str:
    """Give the number of the last module that comes before a closed one."""
    numbers = {other.course.id: other.course.number for other in view.courses}
    return str(max((numbers[name] for name in state.course.requires if name in numbers), default=""))


def _greeting() -> str:
    hour = context.now().astimezone(context.zone_info()).hour
    said = context.say()
    if 5 <= hour < 12:
        return said("Good morning, %(name)s", name=context.person().name)
    if 12 <= hour < 18:
        return said("Good afternoon, %(name)s", name=context.person().name)
    return said("Good evening, %(name)s", name=context.person().name)
