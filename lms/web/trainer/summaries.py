"""What a trainer needs to know of a course at one glance: sizes, languages, problems. Pure functions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lms.content.catalogue import Catalogue
from lms.content.course_folder import CourseFolder
from lms.content.lesson_file import LessonFile
from lms.content.lint.references import list_quiz_uses
from lms.content.model import CourseKind, Problem, Severity
from lms.content.versions import mark_of
from lms.language import LANGUAGES

_ADDRESS = re.compile(r"\]\([^)]*\)")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class LanguageState:
    """How far a course is in one language."""

    code: str
    state: str
    """`full`, `behind` (all there, but an original has changed since), `draft` or `missing`."""
    done: int
    total: int
    """Texts: the welcome, the lessons, the quizzes."""


@dataclass(frozen=True, slots=True)
class LessonSummary:
    """One lesson in the tree of a course."""

    id: str
    number: int
    title: str
    pages: tuple[str, ...]
    minutes: int
    words: int
    questions: int
    """Of its quiz; 0 without one."""
    problems: int


@dataclass(frozen=True, slots=True)
class CourseSummary:
    """One course, published or not."""

    id: str
    kind: CourseKind
    number: int
    """Position in the programme, from 1; 0 for materials and for courses that the programme does not name."""
    title: str
    language: str
    """The language of title and lessons here."""
    lessons: tuple[LessonSummary, ...]
    exam: str
    """Title of the exam; empty without one."""
    exam_questions: int
    form: bool
    languages: tuple[LanguageState, ...]
    problems: tuple[Problem, ...]
    """Errors first."""
    published: bool
    listed: bool
    """Whether the programme names it."""

    @property
    def minutes(self) -> int:
        """Reading minutes of all lessons."""
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def words(self) -> int:
        """Words of all lessons, without quizzes."""
        return sum(lesson.words for lesson in self.lessons)

    @property
    def errors(self) -> int:
        """How many problems keep it back."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


def list_summaries(catalogue: Catalogue, language: str) -> tuple[CourseSummary, ...]:
    """List all courses: those that are kept back first, then in the order of the programme, then the rest."""
    programme = catalogue.programme
    order = {name: place for place, name in enumerate((*programme.courses, *programme.materials))}
    found = [summarise(catalogue, folder, language) for folder in catalogue.folders.courses.values()]
    return tuple(sorted(found, key=lambda course: (course.published, order.get(course.id, len(order)), course.id)))


def summarise(catalogue: Catalogue, folder: CourseFolder, language: str) -> CourseSummary:
    """Sum up one course for a reader of `language`; what is not translated stands in the next one of the chain."""
    programme = catalogue.programme
    chain = catalogue.chain(language, folder.original)
    spoken = next((code for code in chain if code in folder.indexes), folder.original)
    index = folder.indexes.get(spoken)
    problems = problems_of(catalogue, folder)
    exam = catalogue.folders.quizzes.get(folder.facts.get("exam", ""))
    words = exam.files.get(spoken, exam.first) if exam else None
    return CourseSummary(
        id=folder.id,
        kind=folder.kind,
        number=programme.courses.index(folder.id) + 1 if folder.id in programme.courses else 0,
        title=(index.title if index else "") or folder.id,
        language=spoken if index and index.title else "",
        lessons=tuple(_summarise_lessons(catalogue, folder, spoken, problems)),
        exam=words.title or exam.id if exam and words else "",
        exam_questions=len(words.questions) if words else 0,
        form=bool(folder.facts.get("form")),
        languages=tuple(_language_state(catalogue, folder, code, problems) for code in LANGUAGES),
        problems=problems,
        published=folder.id not in catalogue.unpublished,
        listed=folder.id in (*programme.courses, *programme.materials),
    )


def problems_of(catalogue: Catalogue, folder: CourseFolder) -> tuple[Problem, ...]:
    """List the problems of a course and of its quizzes, exam and form: errors first, then by file and line."""
    homes = tuple(_homes(catalogue, folder))
    found = (problem for problem in catalogue.problems if problem.place.file.startswith(homes))
    return _errors_first(found)


def other_problems(catalogue: Catalogue) -> tuple[Problem, ...]:
    """List the problems that belong to no course: programme, regions, surveys around the courses."""
    courses = catalogue.folders.courses.values()
    homes = tuple(home for folder in courses for home in _homes(catalogue, folder))
    return _errors_first(problem for problem in catalogue.problems if not problem.place.file.startswith(homes))


def count_words(markdown: str) -> int:
    """Count the words of a text; addresses of links and pictures are none."""
    return len(_WORD.findall(_ADDRESS.sub("]", markdown)))


def _errors_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(
        sorted(
            problems,
            key=lambda problem: (problem.severity is not Severity.ERROR, problem.place.file, problem.place.line),
        )
    )


def _homes(catalogue: Catalogue, folder: CourseFolder) -> Iterator[str]:
    yield folder.source.file.removesuffix("course.md")
    for _source, _line, quiz_id, _kind in list_quiz_uses(folder):
        quiz = catalogue.folders.quizzes.get(quiz_id)
        if quiz:
            yield quiz.source.file.removesuffix("quiz.md")


def _summarise_lessons(
    catalogue: Catalogue, folder: CourseFolder, language: str, problems: tuple[Problem, ...]
) -> Iterator[LessonSummary]:
    own = folder.lessons.get(language, {})
    for original in folder.lessons.get(folder.original, {}).values():
        shown = own.get(original.id, original)
        quiz = catalogue.folders.quizzes.get(original.quiz_id)
        files = {lesson.source.file for lessons in folder.lessons.values() if (lesson := lessons.get(original.id))}
        home = quiz.source.file.removesuffix("quiz.md") if quiz else None
        yield LessonSummary(
            id=original.id,
            number=original.number,
            title=shown.title or original.title or original.id,
            pages=tuple(page.title for page in shown.pages),
            minutes=original.minutes,
            words=_words_of(shown),
            questions=len(quiz.first.questions) if quiz and quiz.first else 0,
            problems=sum(
                problem.place.file in files or bool(home and problem.place.file.startswith(home))
                for problem in problems
            ),
        )


def _words_of(lesson: LessonFile) -> int:
    return sum(
        count_words(page.title)
        + sum(count_words(block.title) + count_words(block.markdown) for block in page.blocks)
        for page in lesson.pages
    )


def _language_state(
    catalogue: Catalogue, folder: CourseFolder, language: str, problems: tuple[Problem, ...]
) -> LanguageState:
    originals = folder.lessons.get(folder.original, {})
    lessons = folder.lessons.get(language, {})
    quizzes = [catalogue.folders.quizzes.get(quiz_id) for _source, _line, quiz_id, _kind in list_quiz_uses(folder)]
    faulty = {problem.place.file for problem in problems if problem.severity is Severity.ERROR}
    texts = [
        folder.indexes.get(language),
        *(lessons.get(lesson_id) for lesson_id in originals),
        *(quiz.files.get(language) if quiz else None for quiz in quizzes),
    ]
    done = sum(text is not None and text.source.file not in faulty for text in texts)
    kept_back = language == folder.original and folder.id in catalogue.unpublished
    if not any(texts):
        state = "missing"
    elif done < len(texts) or kept_back:
        state = "draft"
    else:
        state = "behind" if any(_is_behind(lessons[name], originals[name]) for name in originals) else "full"
    return LanguageState(language, state, done, len(texts))


def _is_behind(lesson: LessonFile, original: LessonFile) -> bool:
    mark = lesson.facts.get("source")
    return bool(mark) and mark != mark_of(original.source.lines)
