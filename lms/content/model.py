"""The objects that trainers' files become: programme, courses, lessons, pages, quizzes, questions.

All are frozen and hold source text (Markdown), never HTML: `render.py` turns text into pages.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a path relative to the content's root (with its folder name), and a line from 1."""

    file: str
    line: int


class Severity(StrEnum):
    """How bad a problem is: an error keeps the course from being published, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a trainer should mend."""

    place: Place
    message: str
    """What is wrong, in a sentence."""
    fix: str
    """What to do about it, in a sentence."""
    excerpt: str = ""
    """The line as it stands."""
    severity: Severity = Severity.ERROR


class BlockKind(StrEnum):
    """What a part of a page is. `TEXT` is plain Markdown, the others are boxes."""

    TEXT = "text"
    FACT = "fact"
    SCENARIO = "scenario"
    ACTIVITY = "activity"
    ANSWER = "answer"
    REFLECT = "reflect"
    SHEET = "sheet"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a page: running text or a box."""

    kind: BlockKind
    markdown: str
    title: str = ""
    """Title of a box in the reader's language; empty for text and region boxes."""
    name: str = ""
    """Stable id: the insert of a region box; `reflect-1`, `sheet-1` ... (counted in the lesson) for note boxes."""
    line: int = 0
    """The line of the file on which `markdown` begins."""
    language: str = ""
    """Only where a region's insert exists in no other language: its own, when it differs from the lesson's."""


@dataclass(frozen=True, slots=True)
class Page:
    """One screen of a lesson."""

    number: int
    """Position in the lesson, from 1; the same in every language."""
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One file of a course in one language."""

    id: str
    """File name without number and ending; the same in every language."""
    number: int
    title: str
    minutes: int
    pages: tuple[Page, ...]
    language: str
    """The language the text is really in (a fallback keeps its own)."""
    quiz: "Quiz | None" = None
    objectives: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    source: str = ""
    """Path below the content root, for messages and for resolving pictures and links."""


class CourseKind(StrEnum):
    """A course is learned and completed; materials are read and downloaded."""

    COURSE = "course"
    MATERIALS = "materials"


@dataclass(frozen=True, slots=True)
class Course:
    """One online module, composed for one language and one region."""

    id: str
    number: int
    """Position in the programme, from 1; 0 for materials."""
    kind: CourseKind
    title: str
    summary: str
    welcome: str
    """Markdown."""
    language: str
    """The language that was asked for."""
    region: str
    """The region whose inserts are in the text; empty for the neutral text."""
    lessons: tuple[Lesson, ...]
    exam: "Quiz | None" = None
    form: "Quiz | None" = None
    requires: tuple[str, ...] = ()
    folder: Path = Path()
    """The folder on disk, for pictures."""
    digest: str = ""
    """Digest of everything a learner could see of it."""

    @property
    def minutes(self) -> int:
        """Reading minutes of all lessons together."""
        return sum(lesson.minutes for lesson in self.lessons)

    def lesson(self, lesson_id: str) -> "Lesson | None":
        """Find a lesson by its id."""
        return next((lesson for lesson in self.lessons if lesson.id == lesson_id), None)

    def quizzes(self) -> "tuple[Quiz, ...]":
        """All graded quizzes in order: those of the lessons, then the exam."""
        found = tuple(lesson.quiz for lesson in self.lessons if lesson.quiz)
        return (*found, self.exam) if self.exam else found


class QuizKind(StrEnum):
    """A quiz is for practice, an exam decides, a survey asks."""

    QUIZ = "quiz"
    EXAM = "exam"
    SURVEY = "survey"


class QuestionKind(StrEnum):
    """The seven kinds of question; the shape of the answers says which."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    MATCHING = "matching"
    ORDERING = "ordering"
    NUMBER = "number"
    TEXT = "text"
    SCALE = "scale"

    @property
    def graded(self) -> bool:
        """Whether an answer can be right or wrong."""
        return self not in (QuestionKind.TEXT, QuestionKind.SCALE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer as it stands in the file. Its identity is its position, from 0."""

    text: str
    """Markdown. For matching the left side, for ordering the item (in the right order)."""
    right: bool = False
    """Single and multiple: whether choosing it is right."""
    reply: str = ""
    """Markdown shown under this answer."""
    match: str = ""
    """Matching only: the right side that belongs to `text`."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The steps of a scale question."""

    low: int
    high: int
    labels: tuple[str, ...]
    """Two labels (the ends) or one per step."""
    way_out: str = ""
    """Label of "does not apply"; empty if there is none. Stored as None."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a quiz, exam or survey."""

    name: str
    """Kebab-case, the same in every language; answers and statistics hang on it."""
    kind: QuestionKind
    text: str
    """Markdown."""
    choices: tuple[Choice, ...] = ()
    number: tuple[str, str] | None = None
    """Number questions: value and tolerance as decimal text, such as ("6.4", "0.2")."""
    scale: Scale | None = None
    reply: str = ""
    """Markdown shown to everybody after answering."""
    lesson: str = ""
    """Id of the lesson it belongs to; empty if not said."""
    section: str = ""
    """Heading of the section it stands in (surveys)."""
    line: int = 0
    """The line of its heading."""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz, exam or survey in one language."""

    id: str
    kind: QuizKind
    title: str
    questions: tuple[Question, ...]
    language: str
    intro: str = ""
    pass_mark: int | None = None
    """Percent needed to pass (exams)."""
    attempts: int | None = None
    """Tries before the pause; None = unlimited."""
    pause_hours: int = 0
    draw: int | None = None
    """How many questions are drawn per attempt; None = all."""
    shuffle: bool = False
    anonymous: bool = True
    """Surveys: answers are kept without a person; False = private to the learner."""
    reverse: frozenset[str] = frozenset()
    """Surveys: names of questions that count 6 minus the value."""
    optional: bool = False
    folder: Path = Path()
    digest: str = ""
    source: str = ""

    def question(self, name: str) -> Question | None:
        """Find a question by its name."""
        return next((question for question in self.questions if question.name == name), None)


@dataclass(frozen=True, slots=True)
class Region:
    """What the files say of a region."""

    id: str
    name: str
    country: str
    languages: tuple[str, ...]
    zone: str
    target: int
    lab_target: int
    active: bool
    aliases: tuple[str, ...] = ()
    contact: str = ""
    inserts: dict[str, dict[str, str]] = field(default_factory=dict)
    """language -> insert name -> Markdown."""


@dataclass(frozen=True, slots=True)
class Programme:
    """All courses in order, and the surveys around them."""

    courses: tuple[str, ...]
    materials: tuple[str, ...] = ()
    needs: str = ""
    """Id of the needs questionnaire before the first course."""
    before: str = ""
    after: str = ""
    """Ids of the self-assessment before the first and after the last course."""
    fallbacks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """language -> languages to try next, in order."""
