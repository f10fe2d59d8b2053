"""Lessons as pages of HTML: put together once per process, shown many times."""

from dataclasses import dataclass

from flask import get_template_attribute
from markupsafe import Markup

from lms.content.model import BlockKind, Course, Lesson, Page
from lms.content.render import Links, RenderedBlock
from lms.errors import NotFound
from lms.language import Words, words
from lms.web import context

_NOTES = (BlockKind.REFLECT, BlockKind.SHEET)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page: finished HTML, or the head of a box that needs the reader's own note below it."""

    html: Markup
    note: str = ""
    """Name of the note; empty for a stretch without one."""


@dataclass(frozen=True, slots=True, eq=False)
class PageView:
    """One page of a lesson, ready to be shown. Regions share it where nothing on it is regional."""

    number: int
    title: str
    entry: Markup
    """The title for a menu, escaped."""
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    """Names of its private notes."""

    @property
    def has_notes(self) -> bool:
        """Whether the reader can write something here."""
        return bool(self.notes)


def get_course(course_id: str, region: str = "") -> Course:
    """Give a published course of the programme in the reader's language, or say that there is none."""
    catalogue = context.lms().catalogue
    if course_id in catalogue.programme.courses:
        course = catalogue.find_course(course_id, context.language(), region)
        if course is not None:
            return course
    raise NotFound("There is no such course.")


def get_lesson(course: Course, lesson_id: str) -> Lesson:
    """Give a lesson of a course, or say that there is none."""
    lesson = course.lesson(lesson_id)
    if lesson is None:
        raise NotFound("There is no such lesson.")
    return lesson


def get_page(course: Course, lesson: Lesson, number: int) -> PageView:
    """Give a page of a lesson, or say that there is none."""
    views = pages_of(course, lesson)
    if not 1 <= number <= len(views):
        raise NotFound("There is no such page.")
    return views[number - 1]


def pages_of(
    course: Course, lesson: Lesson, links: Links | None = None, said: Words | None = None
) -> tuple[PageView, ...]:
    """Give all pages of a lesson; kept as long as the process holds this catalogue.

    With other links or words (a preview) they are put together anew.
    """
    if links is not None or said is not None:
        return tuple(_build(course, lesson, page, links, said) for page in lesson.pages)
    kept = context.lms().kept
    key = (course.digest, course.language, course.region, lesson.id, context.language())
    views = kept.get(key)
    if views is None:
        views = kept[key] = tuple(_share(course, lesson, page) for page in lesson.pages)
    return views


def site_links(course_root: str = "/learn") -> Links:
    """Give the addresses of pictures and lessons on the site; `course_root` says in which door the reader is."""
    root = context.lms().config.prefix
    return Links(
        picture=lambda course, name: f"{root}/pictures/{course}/{name}",
        lesson=lambda course, lesson, page: f"{root}{course_root}/{course}/{lesson}/{page}",
    )


def welcome_of(course: Course, course_root: str = "/learn") -> Markup:
    """Give the welcome text of a course."""
    return _headings(context.lms().renderer.text(course.welcome, f"courses/{course.id}", site_links(course_root)))


def _share(course: Course, lesson: Lesson, page: Page) -> PageView:
    kept = context.lms().kept
    regional = any(block.kind is BlockKind.REGION for block in page.blocks)
    key = ("page", course.id, lesson.id, page, course.region if regional else "", context.language())
    view = kept.get(key)
    if view is None:
        view = kept[key] = _build(course, lesson, page)
    return view


def _build(
    course: Course, lesson: Lesson, page: Page, links: Links | None = None, said: Words | None = None
) -> PageView:
    said = said or words(context.page_language(context.language()))
    region = context.lms().catalogue.regions.get(course.region)
    links = links or site_links("/learn" if course.number else "/learn/materials")
    part = get_template_attribute("macros/lesson.html", "part")
    note_head = get_template_attribute("macros/lesson.html", "note_head")
    parts: list[Part] = []
    for block in context.lms().renderer.page(page, lesson, course, links):
        if block.kind in _NOTES:
            parts.append(Part(_headings(note_head(block, said)), block.name))
            continue
        html = _headings(part(block, said, region.name if region and _is_regional(block) else ""))
        if parts and not parts[-1].note:
            html = parts.pop().html + html
        parts.append(Part(html))
    return PageView(
        page.number,
        page.title,
        Markup.escape(page.title),
        tuple(parts),
        tuple(part.note for part in parts if part.note),
    )


def _is_regional(block: RenderedBlock) -> bool:
    return block.kind is BlockKind.REGION


def _headings(html: str) -> Markup:
    """Raise the headings inside a page by one step: the page's own title is the only one above them."""
    return Markup(html.replace("<h3>", "<h2>").replace("</h3>", "</h2>"))  # noqa: S704 - cleaned by the renderer
