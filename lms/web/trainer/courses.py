"""All courses at one glance, and one course with its problems, lessons and languages."""

from flask import render_template

from lms.web import context
from lms.web.trainer import desk, door
from lms.web.trainer.problem_views import show_problems
from lms.web.trainer.summaries import list_summaries, other_problems, summarise


@door.get("")
def courses():
    """Show all courses and materials; those that are kept back stand first."""
    catalogue = desk.catalogue()
    found = list_summaries(catalogue, context.language())
    return render_template(
        "trainer/courses.html",
        courses=found,
        problems={course.id: show_problems(course.problems) for course in found},
        others=show_problems(other_problems(catalogue)),
    )


@door.get("/<course>")
def course(course: str):
    """Show one course: problems first, then the tree of lessons."""
    folder = desk.get_folder(course)
    found = summarise(desk.catalogue(), folder, context.language())
    return render_template(
        "trainer/course.html",
        course=found,
        problems=show_problems(found.problems),
        differs=desk.differs_from_site(course),
        live=context.lms().catalogue.find_course(course, folder.original) is not None,
    )
