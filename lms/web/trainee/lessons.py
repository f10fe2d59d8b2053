"""Reading a lesson page by page."""

from flask import redirect, render_template
from flask_login import current_user
from markupsafe import Markup

from lms.content.model import Course, Lesson
from lms.errors import NotAllowed
from lms.services import learning, notes, quizzes
from lms.web import context, reading
from lms.web.trainee import door


@door.get("/<course>/<lesson>/<int:page>")
def lesson(course: str, lesson: str, page: int):
    """Show one page of a lesson."""
    module = reading.get_course(course, current_user.region)
    text = reading.get_lesson(module, lesson)
    view = reading.get_page(module, text, page)
    place = learning.find_place(current_user.enrolment_id, module.id, text.id)
    if not place.pages_read and module.requires:
        require_open(module)
    written = notes.find_notes(current_user.person_id, module.id, text.id) if view.has_notes else {}
    return render_template(
        "trainee/lesson.html",
        course=module,
        lesson=text,
        page=view,
        pages=reading.pages_of(module, text),
        place=place,
        notes=written,
        page_entries=_list_pages(module, text, page, place.pages_read),
        lesson_entries=_list_lessons(module, text),
        path=f"/learn/{module.id}/{text.id}",
    )


@door.post("/<course>/<lesson>/<int:page>")
def read_on(course: str, lesson: str, page: int):
    """Keep that the page was read and go to the next; after the last page to the questions."""
    module = reading.get_course(course, current_user.region)
    text = reading.get_lesson(module, lesson)
    reading.get_page(module, text, page)
    programme = context.lms().catalogue.programme
    place = learning.mark_page_read(current_user, programme, module, text, page, context.now())
    if page < len(text.pages):
        return redirect(context.url("trainee.lesson", course=module.id, lesson=text.id, page=page + 1))
    if text.quiz is None:
        return redirect(after_lesson(module, text)[0])
    if not place.quiz_done:
        quizzes.open_attempt(current_user, module, text.quiz, context.now())
    return redirect(context.url("trainee.quiz", course=module.id, lesson=text.id))


def after_lesson(course: Course, lesson: Lesson) -> tuple[str, str]:
    """Give the page that follows a lesson and what its button says: the next lesson, or the course page."""
    following = next((other for other in course.lessons if other.number == lesson.number + 1), None)
    if following is None:
        return back_to_course(course)
    address = context.url("trainee.lesson", course=course.id, lesson=following.id, page=1)
    return address, context.say()("Go to lesson %(number)s", number=following.number)


def back_to_course(course: Course) -> tuple[str, str]:
    """Give the page of a course and what a button to it says."""
    return context.url("trainee.course", course=course.id), context.say()("Back to the module")


def _list_pages(course: Course, lesson: Lesson, here: int, read: tuple[int, ...]) -> Markup:
    """Give the entries of the menu for the pages of a lesson; by hand, because every view needs them."""
    root = f"{context.lms().config.prefix}/learn/{course.id}/{lesson.id}"
    mark = Markup(' <span class="hidden">{}</span>').format(context.say()("(read)"))
    entries = []
    for page in reading.pages_of(course, lesson):
        current = ' aria-current="page"' if page.number == here else ""
        kind, said = (' class="read"', mark) if page.number in read else ("", "")
        entries.append(f'<li><a href="{root}/{page.number}"{current}{kind}>{page.entry}{said}</a></li>')
    return Markup("".join(entries))  # noqa: S704 - titles are escaped, the rest is ours


def _list_lessons(course: Course, here: Lesson) -> Markup:
    """Give the entries of the menu for the lessons of a course; kept."""
    kept = context.lms().kept
    key = ("lessons", course.digest, course.language, course.region, here.id)
    current = Markup(' aria-current="true"')
    if key not in kept:
        entries = [
            Markup('<li><a href="{}/learn/{}/{}/1"{}>{}. {}</a></li>').format(
                context.lms().config.prefix,
                course.id,
                other.id,
                current if other is here else "",
                other.number,
                other.title,
            )
            for other in course.lessons
        ]
        kept[key] = Markup("").join(entries)
    return kept[key]


def require_open(course: Course) -> None:
    """Refuse a course whose turn has not come, in a sentence that says what comes first."""
    state = learning.course_state(current_user, context.lms().catalogue.programme, course, context.now())
    if not state.is_open:
        raise NotAllowed(state.closed_why)
