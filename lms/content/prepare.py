"""Renders everything that readers can be shown, before the first of them comes."""

from collections.abc import Callable

from lms.content.catalogue import Catalogue
from lms.content.model import Course, Quiz
from lms.content.render import Renderer

Progress = Callable[[str, int, int], object]
"""Told what is done: a title, how many of how many."""


def prepare_everything(catalogue: Catalogue, renderer: Renderer, progress: Progress = lambda *_: None) -> None:
    """Render what is not kept yet of courses and surveys, in all languages and with the texts of all regions.

    What is kept of texts that have gone is given up when it is more than the rest.
    """
    neutral = [course for language in catalogue.languages for course in _list_all(catalogue, language, "")]
    for count, course in enumerate(neutral, start=1):
        renderer.prepare((course,))
        progress(course.title, count, len(neutral))
    regional = [
        course
        for region in catalogue.regions
        for language in _list_languages(catalogue, region)
        for course in _list_all(catalogue, language, region)
    ]
    renderer.prepare(tuple(regional), _list_surveys(catalogue))
    renderer.forget_unused()


def _list_all(catalogue: Catalogue, language: str, region: str) -> tuple[Course, ...]:
    return (*catalogue.list_courses(language, region), *catalogue.list_materials(language, region))


def _list_languages(catalogue: Catalogue, region: str) -> dict[str, None]:
    """List the languages of the courses, and those in which only the region has written something."""
    folder = catalogue.folders.regions.get(region)
    own = (file.language for file in folder.inserts) if folder else ()
    return dict.fromkeys((*catalogue.languages, *own))


def _list_surveys(catalogue: Catalogue) -> tuple[Quiz, ...]:
    programme = catalogue.programme
    names = [name for name in (programme.needs, programme.before, programme.after) if name]
    found = (catalogue.find_quiz(name, language) for name in names for language in catalogue.languages)
    return tuple(quiz for quiz in found if quiz is not None)
