"""Invent how one person goes through the programme: pure, decided by a random generator alone."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from lms.content.model import Course, Lesson, Question, QuestionKind, Quiz
from lms.rules.drawing import draw
from lms.rules.grading import Grade, grade

_UNSIGNED_32 = 2**32


@dataclass(frozen=True)
class Temper:
    """What decides how far somebody comes."""

    skill: float
    """Chance of answering one question right."""
    pace: float
    """Mean days between two lessons."""
    tiring: float
    """Chance of giving up before a lesson."""


@dataclass
class AttemptLife:
    """One try at a quiz."""

    quiz: Quiz
    number: int
    seed: int
    drawn: tuple[str, ...]
    answers: dict[str, Any]
    grade: Grade
    started_at: datetime
    submitted_at: datetime


@dataclass
class LessonLife:
    """How far somebody came in one lesson."""

    lesson_id: str
    pages: list[int]
    page: int
    quiz_at: datetime | None
    done_at: datetime | None
    updated_at: datetime


@dataclass
class CourseLife:
    """How far somebody came in one course."""

    course: Course
    started_at: datetime
    lessons: list[LessonLife] = field(default_factory=list)
    attempts: list[AttemptLife] = field(default_factory=list)
    form_at: datetime | None = None
    form_skipped: bool = False
    passed_at: datetime | None = None
    completed_at: datetime | None = None
    last_active_at: datetime | None = None

    @property
    def best_score(self) -> int | None:
        """Best percent in the exam so far."""
        scores = [
            life.grade.percent for life in self.attempts if self.course.exam and life.quiz is self.course.exam
        ]
        return max(scores, default=None)


@dataclass
class Life:
    """One invented person's way through the programme."""

    courses: list[CourseLife] = field(default_factory=list)
    surveys: list[tuple[Quiz, datetime, bool]] = field(default_factory=list)
    """Survey of the programme, when, skipped."""
    started_at: datetime | None = None
    completed_at: datetime | None = None
    last_active_at: datetime | None = None


class _Stopped(Exception):
    """The person gave up, or the present is reached."""


def invent_life(
    courses: list[Course],
    surveys: dict[str, Quiz],
    opened_at: datetime,
    now: datetime,
    temper: Temper,
    chance: Random,
) -> Life:
    """Let somebody learn from `opened_at` until giving up, finishing, or `now`.

    `surveys` has the programme's surveys under `needs`, `before` and `after`.
    """
    life = Life(last_active_at=opened_at)
    walk = _Walk(life, opened_at, now, temper, chance)
    try:
        if "needs" in surveys:
            walk.answer(surveys["needs"], skip=chance.random() < 0.35)
        if "before" in surveys:
            walk.answer(surveys["before"], skip=False)
        for course in courses:
            walk.take_course(course)
        if "after" in surveys:
            walk.rest(1.0)
            walk.answer(surveys["after"], skip=False)
        life.completed_at = walk.clock
    except _Stopped:
        pass
    return life


class _Walk:
    """The way of one person, step by step along a clock."""

    def __init__(self, life: Life, start: datetime, now: datetime, temper: Temper, chance: Random) -> None:
        self.life, self.clock, self.now, self.temper, self.chance = life, start, now, temper, chance

    def rest(self, days: float) -> None:
        """Let a pause go by, mostly around `days` long, ending in office hours."""
        later = self.clock + timedelta(days=self.chance.expovariate(1.0) * days)
        self.clock = later.replace(hour=self.chance.randint(7, 16), minute=self.chance.randint(0, 59))
        if self.clock <= later - timedelta(days=1) or self.clock < self.life.last_active_at:
            self.clock = later
        if self.clock >= self.now:
            raise _Stopped

    def act(self, minutes: float) -> datetime:
        """Spend minutes on something and say when it was done."""
        self.clock += timedelta(minutes=minutes * self.chance.uniform(0.6, 1.5))
        if self.clock >= self.now:
            raise _Stopped
        self.life.last_active_at = self.clock
        return self.clock

    def answer(self, survey: Quiz, skip: bool) -> None:
        """Send or skip a survey of the programme."""
        self.life.surveys.append((survey, self.act(1 if skip else 6), skip))

    def take_course(self, course: Course) -> None:
        """Read the lessons, then take the exam and the form."""
        taken: CourseLife | None = None
        for lesson in course.lessons:
            if self.chance.random() < self.temper.tiring:
                raise _Stopped
            self.rest(self.temper.pace)
            taken = taken or CourseLife(course, self.clock)
            self._read(taken, lesson)
        if taken is None:
            return
        if course.exam:
            self.rest(self.temper.pace / 2)
            self._take_exam(taken, course.exam)
        if course.form:
            taken.form_skipped = self.chance.random() < 0.25
            taken.form_at = self.act(4)
        taken.completed_at = taken.last_active_at = self.clock

    def _read(self, taken: CourseLife, lesson: Lesson) -> None:
        record = LessonLife(lesson.id, [], 1, None, None, self.clock)
        for page in lesson.pages:
            record.updated_at = self.act(lesson.minutes / (len(lesson.pages) + 1))
            self.life.started_at = self.life.started_at or self.clock
            if not record.pages:
                taken.lessons.append(record)
            if not taken.last_active_at:
                self.life.courses.append(taken)
                taken.started_at = self.clock
            record.pages.append(page.number)
            record.page = min(page.number + 1, len(lesson.pages))
            taken.last_active_at = self.clock
            if self.chance.random() < self.temper.tiring / 8:
                raise _Stopped
        if lesson.quiz:
            taken.attempts.append(self._attempt(lesson.quiz, 1, lesson.minutes / 5))
            record.quiz_at = taken.attempts[-1].submitted_at
        record.done_at = record.updated_at = taken.last_active_at = self.clock

    def _take_exam(self, taken: CourseLife, exam: Quiz) -> None:
        for number in range(1, 7):
            if number > 1:
                self.rest(1.5 if number == 4 else 0.4)
            taken.attempts.append(self._attempt(exam, number, 20))
            taken.last_active_at = self.clock
            if taken.attempts[-1].grade.passed:
                taken.passed_at = self.clock
                return
        raise _Stopped

    def _attempt(self, quiz: Quiz, number: int, minutes: float) -> AttemptLife:
        started = self.clock
        seed = self.chance.randrange(_UNSIGNED_32)
        drawn = draw(quiz, seed)
        submitted = self.act(minutes)
        # Who tries again has read up.
        skill = min(0.97, self.temper.skill + 0.08 * (number - 1))
        answers = {name: self._choose(quiz.question(name), skill) for name in drawn}
        answers = {name: value for name, value in answers.items() if value is not None}
        return AttemptLife(quiz, number, seed, drawn, answers, grade(quiz, answers, drawn), started, submitted)

    def _choose(self, question: Question | None, skill: float) -> Any:
        if question is None or self.chance.random() < 0.01:
            return None  # left open
        right = self.chance.random() < skill
        return _answer(question, right, self.chance)


def _answer(question: Question, right: bool, chance: Random) -> Any:
    """Invent a right or (mostly) wrong answer in the shape that grading knows."""
    positions = list(range(len(question.choices)))
    match question.kind:
        case QuestionKind.SINGLE:
            return chance.choice([i for i in positions if question.choices[i].right == right] or positions)
        case QuestionKind.MULTIPLE:
            chosen = {i for i in positions if question.choices[i].right}
            return sorted(chosen if right else chosen ^ {chance.choice(positions)})
        case QuestionKind.MATCHING | QuestionKind.ORDERING:
            return positions if right else chance.sample(positions, len(positions))
        case QuestionKind.NUMBER:
            value = question.number[0] if question.number else "0"
            return value if right else str(chance.randint(1, 40))
        case QuestionKind.SCALE:
            scale = question.scale
            return chance.randint(scale.low, scale.high) if scale else None
        case _:
            return None


def invent_answers(survey: Quiz, chance: Random) -> dict[str, Any]:
    """Invent answers to a survey: scales lean to the upper half, texts stay empty."""
    answers: dict[str, Any] = {}
    for question in survey.questions:
        positions = range(len(question.choices))
        match question.kind:
            case QuestionKind.SCALE if question.scale:
                scale = question.scale
                middle = scale.low + 0.68 * (scale.high - scale.low)
                answers[question.name] = min(scale.high, max(scale.low, round(chance.gauss(middle, 0.9))))
            case QuestionKind.SINGLE:
                answers[question.name] = chance.choice(positions)
            case QuestionKind.MULTIPLE:
                answers[question.name] = sorted(chance.sample(positions, min(2, len(positions))))
    return answers
