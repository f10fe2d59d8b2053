"""Reading a lesson page by page."""

from collections.abc import Mapping

from flask import redirect, render_template
from markupsafe import Markup, escape

from lms.content.model import Course, Lesson
from lms.errors import NotAllowed
from lms.language import N_, Words
from lms.services import learning, notes, quizzes
from lms.services.people import Identity
from lms.web import context, reading
from lms.web.frame import fill_frame
from lms.web.kept import blank, keep_page, keep_small
from lms.web.reading import PageView
from lms.web.trainee import door


@door.get("/<course>/<lesson>/<int:page>")
def lesson(course: str, lesson: str, page: int):
    """Show one page of a lesson."""
    me = context.person()
    module = reading.get_course(course, me.region)
    text = reading.get_lesson(module, lesson)
    view = reading.get_page(module, text, page)
    place = learning.find_place(me.enrolment_id, module.id, text.id)
    if not place.pages_read and module.requires:
        require_open(me, module)
    written = notes.find_notes(me.person_id, module.id, text.id) if view.has_notes else {}
    return show_page(me, module, text, view, place.pages_read, written)


def show_page(
    me: Identity, course: Course, lesson: Lesson, view: PageView, read: tuple[int, ...], written: Mapping[str, str]
) -> str:
    """Give the page of a lesson: rendered once for its region and language, filled in for the reader."""
    said = context.say()
    key = ("lesson", view, context.language(), context.demo_role())
    kept = keep_page(key, lambda: _render(course, lesson, view))
    values = fill_frame(me, said)
    place = ("pages", course.id, course.digest, course.region, lesson.id, context.language(), view.number, read)
    values["pages"] = keep_small(place, lambda: _list_pages(course, lesson, view.number, read, said))
    values["who"] = str(me.person_id)
    for name in view.notes:
        values[f"note-{name}"] = escape(written.get(name, ""))
    return kept.fill(values)


def _render(course: Course, lesson: Lesson, view: PageView) -> str:
    return render_template(
        "trainee/lesson.html",
        course=course,
        lesson=lesson,
        page=view,
        count=len(lesson.pages),
        page_entries=blank("pages"),
        who=blank("who"),
        notes={name: blank(f"note-{name}") for name in view.notes},
        path=f"/learn/{course.id}/{lesson.id}",
    )


@door.post("/<course>/<lesson>/<int:page>")
def read_on(course: str, lesson: str, page: int):
    """Keep that the page was read and go to the next; after the last page to the questions."""
    me = context.person()
    module = reading.get_course(course, me.region)
    text = reading.get_lesson(module, lesson)
    reading.get_page(module, text, page)
    programme = context.lms().catalogue.programme
    place = learning.mark_page_read(me, programme, module, text, page, context.now())
    if page < len(text.pages):
        return redirect(context.url("trainee.lesson", course=module.id, lesson=text.id, page=page + 1))
    if text.quiz is None:
        return redirect(after_lesson(module, text)[0])
    if not place.quiz_done:
        quizzes.open_attempt(me, module, text.quiz, context.now())
    return redirect(context.url("trainee.quiz", course=module.id, lesson=text.id))


def after_lesson(course: Course, lesson: Lesson) -> tuple[str, str]:
    """Give the page that follows a lesson and what its button says: the next lesson, or the course page."""
    following = next((other for other in course.lessons if other.number == lesson.number + 1), None)
    if following is None:
        return back_to_course(course)
    address = context.url("trainee.lesson", course=course.id, lesson=following.id, page=1)
    return address, context.say()(N_("Go to lesson %(number)s"), number=following.number)


def back_to_course(course: Course) -> tuple[str, str]:
    """Give the page of a course and what a button to it says."""
    return context.url("trainee.course", course=course.id), context.say()(N_("Back to the module"))


def require_open(me: Identity, course: Course) -> None:
    """Refuse a course whose turn has not come, in a sentence that says what comes first."""
    state = learning.course_state(me, context.lms().catalogue.programme, course, context.now())
    if not state.is_open:
        raise NotAllowed(state.closed_why)


def _list_pages(course: Course, lesson: Lesson, here: int, read: tuple[int, ...], said: Words) -> Markup:
    """Give the entries of the menu for the pages of a lesson."""
    root = f"{context.lms().config.prefix}/learn/{course.id}/{lesson.id}"
    mark = f' <span class="hidden">{escape(said("(read)"))}</span>'
    entries = []
    for page in reading.pages_of(course, lesson):
        current = ' aria-current="page"' if page.number == here else ""
        kind, told = (' class="read"', mark) if page.number in read else ("", "")
        entries.append(f'<li><a href="{root}/{page.number}"{current}{kind}>{page.entry}{told}</a></li>')
    return Markup("".join(entries))  # noqa: S704 - titles are escaped, the rest is ours
