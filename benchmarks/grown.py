"""A course ten times as long, written as files: every lesson, quiz, picture and exam question many times."""

import re
import shutil
from pathlib import Path

_WORD = re.compile(r"\b[a-z]{8,}\b")
_PICTURE = re.compile(r"(\.\./images/[a-z0-9-]+)\.svg")
_LESSON_LINK = re.compile(r"\]\((\d\d)-([a-z0-9-]+)\.md\)")
_QUESTION = re.compile(r"^## ([a-z0-9-]+)(?: \(([a-z0-9-]+)\))?$", re.MULTILINE)
_FIXED = ("!!!", "#", "=", "(", "|", "---")
"""Beginnings of lines whose words mean something to the reader of the file."""


def grow_course(courses: Path, quizzes: Path, course_id: str, target: Path, copies: int) -> tuple[Path, Path]:
    """Copy both folders to `target` and make one course there `copies` times as long.

    No two copies share a text or a picture. Returns the new folders of courses and quizzes.
    """
    new_courses, new_quizzes = target / "courses", target / "quizzes"
    shutil.copytree(courses, new_courses)
    shutil.copytree(quizzes, new_quizzes)
    folder = new_courses / course_id
    lessons = sorted((folder / "en").glob("[0-9][0-9]-*.md"))
    quiz_ids = [match.group(1) for path in lessons if (match := re.search(r"^quiz: (\S+)$", _read(path), re.M))]
    pictures = sorted((folder / "images").glob("*.svg"))
    exam = re.search(r"^exam: (\S+)$", _read(folder / "course.md"), re.M)
    for copy in range(1, copies):
        for path in lessons:
            number = int(path.name[:2]) + copy * len(lessons)
            name = f"{number:02}-{path.stem[3:]}-{copy}.md"
            path.with_name(name).write_text(_vary_lesson(_read(path), copy, len(lessons)), encoding="utf-8")
        for quiz_id in quiz_ids:
            shutil.copytree(new_quizzes / quiz_id, new_quizzes / f"{quiz_id}-{copy}")
            text = new_quizzes / f"{quiz_id}-{copy}" / "en.md"
            text.write_text(_vary_quiz(_read(text), copy), encoding="utf-8")
        for path in pictures:
            # Other numbers after the point: another picture for every digest, the same to the eye.
            path.with_name(f"{path.stem}-{copy}.svg").write_text(
                _vary_picture(_read(path), copy), encoding="utf-8"
            )
    if exam:
        _grow_exam(new_quizzes / exam.group(1) / "en.md", copies)
    return new_courses, new_quizzes


def _grow_exam(path: Path, copies: int) -> None:
    text = _read(path)
    questions = text[text.index("\n## ") :]
    path.write_text(text + "".join(_vary_quiz(questions, copy) for copy in range(1, copies)), encoding="utf-8")


def _vary_lesson(text: str, copy: int, lessons: int) -> str:
    head, facts, body = text.split("---\n", 2)
    facts = re.sub(r"^(quiz: \S+)$", rf"\1-{copy}", facts, flags=re.M)
    body = _PICTURE.sub(rf"\1-{copy}.svg", _vary_words(body, copy))
    body = _LESSON_LINK.sub(lambda link: f"]({int(link[1]) + copy * lessons:02}-{link[2]}-{copy}.md)", body)
    return f"{head}---\n{facts}---\n{body}"


def _vary_quiz(text: str, copy: int) -> str:
    def rename(found: re.Match[str]) -> str:
        lesson = f" ({found[2]}-{copy})" if found[2] else ""
        return f"## {found[1]}-{copy}{lesson}"

    return _QUESTION.sub(rename, _vary_words(text, copy))


def _vary_picture(svg: str, copy: int) -> str:
    return re.sub(r'(\b(?:x|y|cx|cy|x1|y1)="\d+)"', rf'\1.{copy:02}"', svg)


def _vary_words(text: str, copy: int) -> str:
    """Turn the letters of longer words by as many places as the copy has."""

    def turn(found: re.Match[str]) -> str:
        word = found[0]
        return word[copy % len(word) :] + word[: copy % len(word)]

    return "\n".join(
        line if line.strip().startswith(_FIXED) or "](" in line or "://" in line else _WORD.sub(turn, line)
        for line in text.split("\n")
    )


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
