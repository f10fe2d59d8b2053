"""A quiz, exam or survey with its facts (`quiz.md`) and all its languages."""

from dataclasses import dataclass, replace
from pathlib import Path

from lms.content import front_matter as facts_of
from lms.content.front_matter import Fact, Facts, read_facts
from lms.content.model import Question, Quiz, QuizKind
from lms.content.names import is_language
from lms.content.quiz_file import QuizFile, read_quiz
from lms.content.source_text import Source, read_source
from lms.content.versions import digest_quiz

_FACTS = {
    "original": Fact(facts_of.language, required=True),
    "kind": Fact(facts_of.one_of(*QuizKind), required=True),
    "pass_mark": Fact(facts_of.whole_number(1, 100)),
    "attempts": Fact(facts_of.whole_number(1, 100)),
    "pause_hours": Fact(facts_of.whole_number(0, 8760)),
    "draw": Fact(facts_of.whole_number(1, 1000)),
    "shuffle": Fact(facts_of.yes_no),
    "answers": Fact(facts_of.one_of("anonymous", "private")),
    "reverse": Fact(facts_of.identifiers),
    "optional": Fact(facts_of.yes_no),
}
_ONLY_FOR = {
    "pass_mark": QuizKind.EXAM,
    "attempts": QuizKind.EXAM,
    "pause_hours": QuizKind.EXAM,
    "draw": QuizKind.EXAM,
    "answers": QuizKind.SURVEY,
    "reverse": QuizKind.SURVEY,
    "optional": QuizKind.SURVEY,
}


@dataclass(frozen=True, slots=True)
class QuizFolder:
    """One folder below `quizzes/`."""

    id: str
    folder: Path
    source: Source
    """Of `quiz.md`."""
    facts: Facts
    files: dict[str, QuizFile]
    """Language -> words."""

    @property
    def kind(self) -> QuizKind:
        """What it is; a quiz if the fact is missing."""
        return QuizKind(self.facts.get("kind", QuizKind.QUIZ))

    @property
    def original(self) -> str:
        """The language it was written in."""
        return self.facts.get("original", "en")

    @property
    def first(self) -> QuizFile | None:
        """The words in the original language."""
        return self.files.get(self.original)

    @property
    def broken(self) -> bool:
        """Whether it cannot be published: its facts or its original have errors."""
        return self.source.broken or self.first is None or self.first.source.broken


def read_quiz_folder(root: Path, folder: Path, problems: list) -> QuizFolder:
    """Read one quiz in all its languages."""
    source = read_source(root, folder / "quiz.md", problems)
    facts = read_facts(source, _FACTS) if source.lines else Facts()
    files = {
        path.stem: read_quiz(root, path, problems)
        for path in sorted(folder.glob("*.md"))
        if path.name != "quiz.md" and is_language(path.stem)
    }
    quiz = QuizFolder(folder.name, folder, source, facts, files)
    for key, kind in _ONLY_FOR.items():
        if key in facts.lines and facts.get("kind") not in (kind, None):
            source.error(
                facts.line(key),
                f"`{key}` belongs to {kind}s only; this is a `{quiz.kind}`.",
                "Delete the line.",
            )
    if quiz.kind is QuizKind.EXAM and "pass_mark" not in facts.lines and "kind" in facts.values:
        source.error(facts.line("kind"), "The exam has no pass mark.", "Add a line such as `pass_mark: 70`.")
    if source.lines and quiz.first is None:
        source.error(
            facts.line("original"),
            f"The words in the original language are missing: `{quiz.original}.md`.",
            "Write the file, or correct `original`.",
        )
    return quiz


def make_quiz(folder: QuizFolder, language: str) -> Quiz:
    """Join the facts to the words of one language that the folder has."""
    file = folder.files[language]
    facts = folder.facts
    original = {question.name: question for question in folder.first.questions} if folder.first else {}
    questions = tuple(
        question
        if question.lesson or question.name not in original
        else _with_lesson(question, original[question.name])
        for question in file.questions
    )
    quiz = Quiz(
        id=folder.id,
        kind=folder.kind,
        title=file.title,
        questions=questions,
        language=language,
        intro=file.intro,
        pass_mark=facts.get("pass_mark"),
        attempts=facts.get("attempts"),
        pause_hours=facts.get("pause_hours", 0),
        draw=facts.get("draw"),
        shuffle=facts.get("shuffle", False),
        anonymous=facts.get("answers", "anonymous") == "anonymous",
        reverse=frozenset(facts.get("reverse", ())),
        optional=facts.get("optional", False),
        folder=folder.folder,
        source=file.source.file,
    )
    return replace(quiz, digest=digest_quiz(quiz))


def _with_lesson(question: Question, original: Question) -> Question:
    return replace(question, lesson=original.lesson)
