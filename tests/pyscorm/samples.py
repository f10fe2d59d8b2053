"""Packages to test with."""

import io
from dataclasses import replace

from lms.pyscorm import (
    STRUCTURE,
    File,
    Item,
    LessonShape,
    Package,
    QuestionShape,
    QuizShape,
    Structure,
    Version,
    runtime_script,
    write,
)

PAGE = b"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Why regions?</title>
<link rel="stylesheet" href="style/lesson.css"><script src="scorm.js" defer></script></head>
<body><h1>Why regions?</h1><p><a href="pages/second.html#end">On</a> <a href="https://ec.europa.eu/">Source</a></p>
<script type="application/json">{"pages": 2}</script></body>
</html>
"""


def good_package(**changes: object) -> Package:
    """A package without a fault, changed as asked."""
    package = Package(
        identifier="foundations",
        title="Why regions?",
        language="en",
        items=(Item("foundations-1", "Why regions?", "index.html", parameters="?lang=en", state_size=4000),),
        files=(
            File("index.html", PAGE),
            File("scorm.js", runtime_script()),
            File("pages/second.html", b'<!doctype html><title>2</title><img src="../images/map.svg" alt="">'),
            File("style/lesson.css", b"/* url(none.png) */ body { background: url('../images/map.svg') }"),
            File("images/map.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><title>Map</title></svg>'),
        ),
        revision="2026-11-22",
    )
    return replace(package, **changes)


def with_files(*files: File) -> Package:
    """The good package with more files, or with others under the same path."""
    paths = {file.path for file in files}
    package = good_package()
    kept = tuple(file for file in package.files if file.path not in paths)
    return replace(package, files=(*kept, *files))


STRUCTURE_NOW = Structure(
    state_format="2",
    fingerprint="ab12",
    lessons=(
        LessonShape(
            "why",
            ("start", "end"),
            QuizShape("why-quiz", (QuestionShape("one", "single", 4), QuestionShape("two", "number"))),
        ),
        LessonShape("how", ("only",)),
    ),
    exam=QuizShape("exam", (QuestionShape("e1", "multiple", 5), QuestionShape("e2", "ordering", 3))),
    reads=("1",),
)
"""What the state of a course of two lessons and an exam is built on."""


def with_lesson(**changes: object) -> Structure:
    """The structure with a change in its first lesson."""
    first, *others = STRUCTURE_NOW.lessons
    return replace(STRUCTURE_NOW, lessons=(replace(first, **changes), *others))


def with_question(**changes: object) -> Structure:
    """The structure with a change in its first question."""
    quiz = STRUCTURE_NOW.lessons[0].quiz
    assert quiz is not None
    first, *others = quiz.questions
    return with_lesson(quiz=replace(quiz, questions=(replace(first, **changes), *others)))


def declared(structure: Structure | None, package: Package | None = None) -> Package:
    """A package (the good one) that declares the structure of its state, or none."""
    package = package or good_package()
    if structure is None:
        return package
    return replace(package, files=(*package.files, File(STRUCTURE, structure.to_json().encode())))


def with_item(**changes: object) -> Package:
    """The good package with a change in its only item."""
    package = good_package()
    return replace(package, items=(replace(package.items[0], **changes),))


def zipped(package: Package, version: str = "1.2") -> bytes:
    """The package as its zip."""
    stream = io.BytesIO()
    write(package, stream, Version(version))
    return stream.getvalue()
