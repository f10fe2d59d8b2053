"""The people of a region: who is how far, narrowed by a filter that stands in the address."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from flask import g, request
from werkzeug.wrappers import Response

from lms.content.model import Course
from lms.export.people_list import people_headings, people_rows
from lms.intake.people_words import CATEGORIES
from lms.language import N_, N_many, Words
from lms.reports.region_people import (
    PersonRow,
    ViewCounts,
    count_views,
    find_enrolments,
    find_person,
    list_people,
    list_uninvited,
    read_page,
)
from lms.rules.people_filter import (
    EVERYBODY,
    NEEDS_A_NUDGE,
    WAITING_FOR_EXAM,
    PeopleFilter,
    State,
)
from lms.services import enrolment, outbox
from lms.services.saved_views import list_views
from lms.web import context, files, forms
from lms.web.coordinator import door, enrol_door, show
from lms.web.coordinator.people_words import NUDGES, SORTS, STATES, list_chips, say_state
from lms.web.figures.keeping import keep

_ENROLLED = {
    "enrolled": N_("%(name)s is enrolled. The invitation is not written yet: press the button below."),
    "known": N_("%(name)s was enrolled already. Nothing was changed."),
}
_CLOSED = N_("%(name)s was enrolled already, and the account is closed. Their own page tells more.")
_DONE = {
    "letters": N_many("%(count)s invitation is on its way.", "%(count)s invitations are on their way."),
    "written": N_many("%(count)s letter is on its way.", "%(count)s letters are on their way."),
    "added": N_many("%(count)s person was added.", "%(count)s people were added."),
    "left": N_many("%(count)s person has left the course.", "%(count)s people have left the course."),
    "returned": N_many("%(count)s person is in again.", "%(count)s people are in again."),
    "changed": N_many("%(count)s person was changed.", "%(count)s people were changed."),
}


@door.get("/people")
def people(region: str) -> str:
    """List the people whom the filter means, fifty on a page."""
    said, now = context.say(), context.now()
    courses = list_courses()
    wanted = PeopleFilter.from_query(request.args).within(course.id for course in courses)
    page = read_page(region, wanted, courses, now)
    return show(
        "people.html",
        page=page,
        wanted=page.wanted,
        view=page.wanted.view().to_query(),
        ways=(*list_ways(region), *_list_closed(region, page.wanted, said)),
        views=list_views(region, context.person().person_id),
        chips=list_chips(page.wanted, courses, said),
        options=_options(courses, said),
        before=_page_query(page.wanted, -1),
        after=_page_query(page.wanted, 1) if page.wanted.page < page.pages else None,
        say_state=lambda row: say_state(row.standing, said),
        categories={name: said(label) for name, label in CATEGORIES.items()},
        uninvited=give_view_counts(region).uninvited,
        notice=_notice(region, courses, said),
    )


@door.get("/people.<any(csv, xlsx):kind>")
def people_file(region: str, kind: str) -> Response:
    """Send everybody whom the filter means as a file that can be uploaded again."""
    courses, now = list_courses(), context.now()
    wanted = PeopleFilter.from_query(request.args).within(course.id for course in courses)
    return send_people(list_people(region, find_enrolments(region, wanted, courses, now), courses, now), kind)


@enrol_door.post("/invite")
def invite(region: str) -> Response:
    """Write to everybody of the region who has no invitation yet."""
    now, config = context.now(), context.lms().config
    written = enrolment.invite(list_uninvited(region), config, now)
    if written:
        context.note("people.invited", "", region, f"letters {written}")
        context.after_answer(lambda: outbox.deliver_due(config, context.now()))
    return context.lead_to("coordinator.people", region=region, letters=written)


def list_ways(region: str) -> tuple[tuple[str, int, str], ...]:
    """List the views that everybody has: name, number of people, and the query that leads there."""
    said, counts = context.say(), give_view_counts(region)
    return (
        (said("Needs a nudge"), counts.nudge, NEEDS_A_NUDGE.to_query()),
        (said("Waiting for exam"), counts.exam, WAITING_FOR_EXAM.to_query()),
        (said("All people"), counts.everybody, EVERYBODY.to_query()),
    )


def _list_closed(region: str, wanted: PeopleFilter, said: Words) -> tuple[tuple[str, int, str], ...]:
    """List the view of those who have left, where there are any."""
    closed = give_view_counts(region).closed
    if not closed and wanted.state is not State.CLOSED:
        return ()
    return ((said(STATES[State.CLOSED]), closed, PeopleFilter(state=State.CLOSED).to_query()),)


def give_view_counts(region: str) -> ViewCounts:
    """Give the numbers of the views; counting looks at everybody, so it waits until something was done."""
    return keep(("views", region), region, lambda: count_views(region, list_courses(), context.now()))


def list_courses() -> tuple[Course, ...]:
    """List the modules in the reader's language."""
    return context.lms().catalogue.list_courses(context.say().language)


def send_people(rows: tuple[PersonRow, ...], kind: str = "xlsx") -> Response:
    """Send people as a file, and write down that they went out."""
    region, said = g.region.id, context.say()
    context.note("people.exported", f"people.{kind}", region, f"people {len(rows)}")
    zone = ZoneInfo(g.region.zone)
    listed = (
        (row, say_state(row.standing, said), row.last_active_at and row.last_active_at.astimezone(zone).date())
        for row in rows
    )
    headings, cells = people_headings(said.language), people_rows(listed, said)
    title = said("People in %(region)s", region=g.region.name)
    return files.send_list(kind, title, headings, cells, f"people-{region}")


def _options(courses: tuple[Course, ...], said: Words) -> dict[str, list[tuple[str, str]]]:
    """List what can be chosen in the form of the filter."""
    texts = {"state": STATES, "nudge": NUDGES, "category": CATEGORIES, "sort": SORTS}
    found = {name: [(value, said(label)) for value, label in labels.items()] for name, labels in texts.items()}
    found["course"] = [(course.id, said("Module %(number)s", number=course.number)) for course in courses]
    found["language"] = [(code, said.language_name(code)) for code in g.region.languages]
    return found


def _page_query(wanted: PeopleFilter, step: int) -> str | None:
    number = wanted.page + step
    return replace(wanted, page=number).to_query() if number >= 1 else None


def _notice(region: str, courses: tuple[Course, ...], said: Words) -> str:
    """Say what the act before this page did."""
    for name, (one, many) in _DONE.items():
        count = forms.read_whole(request.args.get(name))
        if count == 0 and name == "letters":
            return said("Nobody is waiting for an invitation; no letter was written.")
        if count is not None:
            return said.plural(one, many, count)
    text, named = _ENROLLED.get(request.args.get("notice", "")), forms.read_whole(request.args.get("enrolment"))
    person = find_person(region, named, courses, context.now()) if text and named else None
    if text and person:
        return said(text if person.active else _CLOSED, name=person.name)
    return ""
