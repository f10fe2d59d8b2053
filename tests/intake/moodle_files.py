"""Files as a Moodle hands them out, in any of the ten languages, by invented people."""

import csv
import io
from collections.abc import Sequence

from lms.intake.moodle_results_words import HEADINGS, STATES

Rows = Sequence[Sequence[object]]
EPOCH = 1795315474


def heading(language: str, column: str) -> str:
    """How Moodle calls a column."""
    return HEADINGS[language][column][0]


def word(language: str, meaning: str) -> str:
    """How Moodle says a state."""
    return STATES[language][meaning][0]


def activities(language: str, titles: Sequence[str], people: Rows) -> list[list[object]]:
    """The report on activities; people are name, address, and for each activity a day or nothing."""
    head: list[object] = ["", heading(language, "email")]
    for title in titles:
        head += [title, ""]
    rows = [head]
    for name, email, *days in people:
        row: list[object] = [name, email]
        for day in days:
            row += [word(language, "completed" if day else "nothing"), f"{day} 02:44:34" if day else ""]
        rows.append(row)
    return rows


def course(language: str, titles: Sequence[str], people: Rows) -> list[list[object]]:
    """The report on a course: numbers first, days in prose, the whole course last."""
    head: list[object] = ["ID", heading(language, "name"), heading(language, "email")]
    for title in titles:
        head += [title, f"{title} - Completion date"]
    rows = [[*head, "Course complete"]]
    for number, (name, email, *days) in enumerate(people, start=41):
        row: list[object] = [str(number), name, email]
        for day in days:
            row += [word(language, "completed" if day else "nothing"), "22/11/26, 02:44" if day else ""]
        rows.append([*row, word(language, "completed" if all(days) else "nothing")])
    return rows


def scorm(language: str, people: Rows, parts: Sequence[str] = ()) -> list[list[object]]:
    """The basic report on a package; people are name, address, attempt, score, and a cell for each part."""
    head = [heading(language, "name"), heading(language, "email"), heading(language, "attempt")]
    rows: list[list[object]] = [[*head, "Started on", "Last accessed on", "Score", *parts]]
    for name, email, attempt, score, *cells in people:
        days = ["Sunday, 22 November 2026, 2:34 AM"] * 2 if attempt != "-" else ["-", "-"]
        rows.append([name, email, attempt, *days, score, *cells])
    return rows


def grades(language: str, titles: Sequence[str], people: Rows) -> list[list[object]]:
    """The gradebook; people are first name, last name, address, and a grade for each activity and the course."""
    names = [heading(language, "name"), heading(language, "surname")]
    head: list[object] = [*names, "ID number", "Institution", "Department", heading(language, "email")]
    head += [f"SCORM package: {title} (Real)" for title in titles]
    rows = [[*head, "Course total (Real)", "Last downloaded from this course"]]
    for first, last, email, *points in people:
        rows.append([first, last, "", "", "", email, *points, EPOCH])
    return rows


def to_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8", quoting: int = csv.QUOTE_ALL) -> bytes:
    """The rows as text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode(encoding)


def to_excel_csv(rows: Rows) -> bytes:
    """The variant for Excel: UTF-16 with its mark, tabs."""
    return "\ufeff".encode("utf-16-le") + to_csv(rows, "\t", "utf-16-le")


def to_text(rows: Rows) -> bytes:
    """The text format of the SCORM report: tabs, quotes only where needed."""
    return to_csv(rows, "\t", quoting=csv.QUOTE_MINIMAL)
