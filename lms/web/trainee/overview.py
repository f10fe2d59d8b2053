"""The trainee's overview: what is next, what is left, what is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import get_template_attribute, render_template
from markupsafe import Markup, escape

from lms.language import N_, Words
from lms.rules.next_step import NextStep, StepKind
from lms.rules.permissions import Action, may
from lms.services import learning
from lms.services.decisions import DecisionRow
from lms.services.learning import CourseState, Overview
from lms.services.people import Identity
from lms.web import context
from lms.web.frame import fill_frame
from lms.web.kept import blank, keep_page, keep_small
from lms.web.trainee import door
from lms.web.trainee.standing import list_missing, say_completed

_MINUTES = {StepKind.NEEDS: 10, StepKind.BEFORE: 6, StepKind.AFTER: 7, StepKind.FORM: 4, StepKind.EXAM: 25}
"""About how long the parts take that are not lessons."""
_PARTS = ("greeting", "next_step", "decision", "modules", "around", "as_of")
"""What differs between readers."""


@dataclass(frozen=True, slots=True)
class Continue:
    """The one big button."""

    address: str
    title: str
    facts: tuple[str, ...]
    begun: bool


@door.get("")
def overview():
    """Show where the trainee stands: a page rendered once, filled in with parts that are kept by state."""
    catalogue = context.lms().catalogue
    me, now, said, zone = context.person(), context.now(), context.say(), context.zone()
    language = context.language()
    view = learning.overview(me, catalogue, now, language)
    reads_materials = may(me.grants, Action.READ_MATERIALS)
    materials = catalogue.list_materials(language) if reads_materials else ()
    page = keep_page(
        ("overview", language, context.demo_role(), reads_materials),
        lambda: render_template(
            "trainee/overview.html", materials=materials, **{name: blank(name) for name in _PARTS}
        ),
    )
    share, time = said.percent(view.share), said.time(now, zone)
    parts = (
        escape(_greeting(me, now, said)),
        _show_next(view, said, zone),
        _show_decision(view.decision, said),
        Markup("").join(_show_module(state, view, said, zone) for state in view.courses),
        _show_around(view, said),
        escape(said("%(share)s of the programme done, as of %(time)s.", share=share, time=time)),
    )
    return page.fill(dict(zip(_PARTS, parts, strict=True)) | fill_frame(me, said))


def _show_next(view: Overview, said: Words, zone: str) -> Markup:
    """Show the one big button, or that there is nothing left."""
    following = _following(view)
    key = ("next", context.language(), said.language, zone, following, view.completed_at)
    return keep_small(key, lambda: _macro("next_step")(following, view.completed_at, said, zone))


def _show_decision(decision: DecisionRow | None, said: Words) -> Markup:
    """Show who decided that coordinators see results, if anybody did."""
    return keep_small(("decision", said.language, decision), lambda: _macro("decision")(decision, said))


def _show_around(view: Overview, said: Words) -> Markup:
    """Show the surveys and the sheet."""
    surveys = tuple(survey and survey.digest for survey in (view.needs, view.before, view.after))
    marks = (view.needs_done, view.before_done, view.after_done, view.after_open, view.has_sheet)
    return keep_small(("around", said.language, surveys, marks), lambda: _macro("around")(view, said))


def _macro(name: str) -> Callable[..., str]:
    return get_template_attribute("macros/overview.html", name)


def _show_module(state: CourseState, view: Overview, said: Words, zone: str) -> Markup:
    """Show one module; kept under everything that it depends on."""
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
    return [(context.url("trainee.overview"), context.say()(N_("My course")))]


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


def _greeting(me: Identity, now: datetime, said: Words) -> str:
    hour = now.astimezone(context.zone_info()).hour
    if 5 <= hour < 12:
        return said("Good morning, %(name)s", name=me.name)
    if 12 <= hour < 18:
        return said("Good afternoon, %(name)s", name=me.name)
    return said("Good evening, %(name)s", name=me.name)
