"""Checks what refers to what: programme, courses, lessons, quizzes, surveys, inserts."""

from collections.abc import Iterator

from lms.content.course_folder import CourseFolder
from lms.content.lesson_file import LessonFile
from lms.content.model import BlockKind, CourseKind, QuizKind
from lms.content.names import nearest_hint
from lms.content.reading import Folders
from lms.content.source_text import Source
from lms.content.targets import LessonTarget


def check_references(folders: Folders) -> None:
    """Report everything that is referred to and does not exist, and everything that nobody refers to."""
    _check_programme(folders)
    users: dict[str, str] = {}
    for course in folders.courses.values():
        _check_course(folders, course)
        for source, line, quiz_id, kind in list_quiz_uses(course):
            _check_quiz(folders, source, line, quiz_id, kind)
            if kind is QuizKind.SURVEY:
                continue
            if quiz_id in users:
                message = f"The quiz `{quiz_id}` is already used by `{users[quiz_id]}`."
                source.error(line, message, "Give each lesson its own quiz.")
            users.setdefault(quiz_id, source.file)
        _check_question_lessons(folders, course)
    _check_lesson_ids(folders)
    _check_inserts(folders)
    for quiz in folders.quizzes.values():
        if quiz.id not in users and quiz.kind is not QuizKind.SURVEY:
            quiz.source.warning(
                1,
                f"No lesson and no course uses the {quiz.kind} `{quiz.id}`.",
                "Name it in a lesson (`quiz: ...`) or course (`exam: ...`).",
            )


def list_quiz_uses(course: CourseFolder) -> Iterator[tuple[Source, int, str, QuizKind]]:
    """List the quizzes that a course names: where, which, and of what kind each should be."""
    for lesson in course.lessons.get(course.original, {}).values():
        if lesson.quiz_id:
            yield lesson.source, lesson.facts.line("quiz"), lesson.quiz_id, QuizKind.QUIZ
    for key, kind in (("exam", QuizKind.EXAM), ("form", QuizKind.SURVEY)):
        if quiz_id := course.facts.get(key):
            yield course.source, course.facts.line(key), quiz_id, kind


def find_lesson_complaint(folders: Folders, course_id: str, language: str, target: LessonTarget) -> str:
    """Say what is wrong with a link to a lesson from a text of `course_id`; empty if it leads somewhere."""
    course = folders.courses.get(target.course)
    if course is None:
        return f"The course `{target.course}` does not exist."
    lesson = course.lessons.get(course.original, {}).get(target.lesson)
    if lesson is None or lesson.number != target.number:
        return f"The lesson `{target.number:02}-{target.lesson}.md` does not exist in `{target.course}`."
    if target.language and course_id and target.language not in (language, course.original):
        return f"The link leads into another language, `{target.language}`."
    if not 1 <= target.page <= len(lesson.pages):
        return f"The lesson `{target.lesson}` has no page {target.page}."
    return ""


def _check_programme(folders: Folders) -> None:
    programme, source, facts = folders.programme, folders.programme_source, folders.programme_facts
    for key, kind in (("courses", CourseKind.COURSE), ("materials", CourseKind.MATERIALS)):
        for course_id in getattr(programme, key):
            course = folders.courses.get(course_id)
            if course is None:
                source.error(
                    facts.line(key),
                    f"The course `{course_id}` does not exist.",
                    nearest_hint(course_id, folders.courses),
                )
            elif course.kind is not kind:
                source.error(
                    facts.line(key),
                    f"`{course_id}` is of the kind `{course.kind}`.",
                    f"List it elsewhere, or write `kind: {kind}` in its `course.md`.",
                )
    for key in ("needs", "before", "after"):
        if quiz_id := getattr(programme, key):
            _check_quiz(folders, source, facts.line(key), quiz_id, QuizKind.SURVEY)
    for course in folders.courses.values():
        if course.id not in (*programme.courses, *programme.materials):
            course.source.warning(
                1,
                f"The programme does not name `{course.id}`; nobody sees it.",
                "Add it to `courses` or `materials` in `programme.md`.",
            )


def _check_course(folders: Folders, course: CourseFolder) -> None:
    order = folders.programme.courses
    for needed in course.facts.get("requires", ()):
        line = course.facts.line("requires")
        if needed not in folders.courses:
            course.source.error(
                line, f"The course `{needed}` does not exist.", nearest_hint(needed, folders.courses)
            )
        elif needed == course.id or (
            course.id in order and needed in order and order.index(needed) > order.index(course.id)
        ):
            course.source.error(
                line,
                f"`{needed}` does not come before `{course.id}` in the programme.",
                "Change the order in `programme.md`, or delete it here.",
            )
    if course.kind is CourseKind.MATERIALS:
        _check_materials(course)


def _check_materials(course: CourseFolder) -> None:
    for key in ("exam", "form", "requires"):
        if key in course.facts.lines:
            course.source.error(
                course.facts.line(key), f"Materials have no `{key}`.", "Delete the line, or write `kind: course`."
            )


def _check_quiz(folders: Folders, source: Source, line: int, quiz_id: str, kind: QuizKind) -> None:
    quiz = folders.quizzes.get(quiz_id)
    if quiz is None:
        names = (quiz.id for quiz in folders.quizzes.values() if quiz.kind is kind)
        source.error(line, f"There is no {kind} `{quiz_id}`.", nearest_hint(quiz_id, names))
    elif quiz.kind is not kind and "kind" in quiz.facts.values:
        source.error(
            line,
            f"`{quiz_id}` is of the kind `{quiz.kind}`; here `{kind}` is needed.",
            "Name another, or change `kind` in its `quiz.md`.",
        )


def _check_question_lessons(folders: Folders, course: CourseFolder) -> None:
    lessons = course.lessons.get(course.original, {})
    for _source, _line, quiz_id, kind in list_quiz_uses(course):
        quiz = folders.quizzes.get(quiz_id)
        if quiz is None or quiz.first is None or kind is QuizKind.SURVEY:
            continue
        for question in quiz.first.questions:
            if question.lesson and question.lesson not in lessons:
                quiz.first.source.error(
                    question.line,
                    f"The lesson `{question.lesson}` does not exist in `{course.id}`.",
                    nearest_hint(question.lesson, lessons),
                )
            elif kind is QuizKind.EXAM and not question.lesson:
                quiz.first.source.error(
                    question.line,
                    "This question of an exam names no lesson.",
                    "Write it in the heading: `## name (lesson-id)`.",
                )


def _check_lesson_ids(folders: Folders) -> None:
    seen: dict[str, LessonFile] = {}
    for course in folders.courses.values():
        for lesson in course.lessons.get(course.original, {}).values():
            if lesson.id in seen:
                lesson.source.error(
                    1,
                    f"The lesson id `{lesson.id}` is also used by `{seen[lesson.id].source.file}`.",
                    "Rename one of the files.",
                )
            seen.setdefault(lesson.id, lesson)


def _check_inserts(folders: Folders) -> None:
    boxes = {
        block.name
        for course in folders.courses.values()
        for lesson in course.lessons.get(course.original, {}).values()
        for page in lesson.pages
        for block in page.blocks
        if block.kind is BlockKind.REGION
    }
    for region in folders.regions.values():
        for file in region.inserts:
            for name, block in file.inserts.items():
                if name not in boxes:
                    line = _line_of_heading(file.source, block.line)
                    file.source.warning(line, f"No lesson has a region box `{name}`.", nearest_hint(name, boxes))


def _line_of_heading(source: Source, line: int) -> int:
    return next((number for number in range(line, 0, -1) if source.line(number).startswith("## ")), line)
