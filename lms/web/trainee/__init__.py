"""The trainees' door: overview, lessons, quizzes, exams, surveys; and the materials of the Learning Lab."""

from flask import Blueprint

from lms.web import guards

door = Blueprint("trainee", __name__, url_prefix="/learn")
door.before_request(guards.enrolled)
materials_door = Blueprint("materials", __name__, url_prefix="/learn/materials")
materials_door.before_request(guards.reads_materials)
doors = (door, materials_door)

from lms.web.trainee import (  # noqa: E402
    answers,
    background,
    certificate,
    courses,
    exams,
    lessons,
    materials,
    notes,
    overview,
    quizzes,
    sheet,
    surveys,
)

__all__ = [
    "answers",
    "background",
    "certificate",
    "courses",
    "door",
    "doors",
    "exams",
    "lessons",
    "materials",
    "materials_door",
    "notes",
    "overview",
    "quizzes",
    "sheet",
    "surveys",
]
