"""Files with results from elsewhere: how they are understood, what waits, what was taken over."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from lms.config import Config
from lms.content.catalogue import Catalogue
from lms.content.model import Course
from lms.errors import InvalidInput
from lms.intake.moodle_results import FileKind, guess_course, name_of_file, read_results
from lms.intake.moodle_results_fields import ResultColumn, ResultsFile
from lms.intake.paper_list import MODULE_WORDS, read_paper
from lms.intake.people_fields import normalise_email, one_line
from lms.intake.people_words import plain
from lms.intake.table_file import limits_of
from lms.language import LANGUAGES, N_
from lms.models import ColumnMapping, Enrolment, ImportBatch, Person
from lms.rules.gathering import Choices, Told, gather, name_key, source_of
from lms.services import outside, uploads
from lms.services.outside_plan import Batch, Planned, plan
from lms.services.store import read, table
from lms.services.uploads import UploadRow

PURPOSE = "results"
MOODLE, PAPER = "moodle", "paper"
_LONGEST_EVIDENCE = 200
_PASS_MARK = 70
"""Where a module has no exam of its own."""
_MAPPING, _BATCH = table(ColumnMapping), table(ImportBatch)
_PERSON, _ENROLMENT = table(Person), table(Enrolment)
_REMEMBERED = (
    select(_MAPPING.c.columns)
    .where(_MAPPING.c.region_id == bindparam("region"), _MAPPING.c.purpose == PURPOSE)
    .order_by(_MAPPING.c.updated_at)
)
_BATCHES = (
    select(_BATCH)
    .where(_BATCH.c.region_id == bindparam("region"), _BATCH.c.kind.in_((MOODLE, PAPER)))
    .order_by(_BATCH.c.id.desc())
    .limit(bindparam("most"))
)
_ENROLLED = (
    select(_PERSON.c.email, _PERSON.c.name)
    .join(_ENROLMENT, _ENROLMENT.c.person_id == _PERSON.c.id)
    .where(_ENROLMENT.c.region_id == bindparam("region"), _PERSON.c.deactivated_at.is_(None))
    .order_by(_PERSON.c.name, _PERSON.c.email)
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits, as it is understood now."""

    upload: UploadRow
    file: ResultsFile
    courses: Sequence[Course]
    choices: Choices
    evidence: str
    people: tuple[Told, ...]
    planned: tuple[Planned, ...]

    @property
    def is_paper(self) -> bool:
        """Whether it is a signed list."""
        return self.file.kind is FileKind.PAPER


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An import, as its region sees it."""

    id: int
    kind: str
    name: str
    at: datetime
    numbers: Mapping[str, int]
    evidence: str
    undone_at: datetime | None


def open_waiting(upload: UploadRow, catalogue: Catalogue, language: str, config: Config, now: datetime) -> Waiting:
    """Read a file that waits by what was chosen for it, and foresee what it would do; raises `InvalidInput`."""
    courses = catalogue.list_courses(language)
    names = name_courses(catalogue)
    file = _read(upload, names, config, now.date())
    choices = _choices(upload, file, courses, names)
    people = gather(file, choices)
    batch = _batch(upload, file, "")
    planned = plan(batch, people, config, now)
    return Waiting(upload, file, courses, choices, str(upload.choices.get("evidence", "")), people, planned)


def choose(waiting: Waiting, form: Mapping[str, str], now: datetime) -> None:
    """Keep what was chosen beside the preview; columns and words are remembered for the next file of this make."""
    known = {course.id for course in waiting.courses}
    columns = {
        heading_of(waiting.upload, waiting.file, column): chosen if chosen in known else ""
        for column in waiting.file.columns
        if (chosen := form.get(f"column-{column.place}")) is not None
    }
    words = {
        plain(word): meaning
        for at, word in enumerate(sorted(waiting.file.unknown))
        if (meaning := form.get(f"word-{at}", "")) in ("completed", "nothing")
    }
    words = {**waiting.upload.choices.get("words", {}), **words}
    uploads.choose(
        waiting.upload,
        columns=columns,
        words=words,
        modules=[course.id for course in waiting.courses if form.get(f"module-{course.id}")],
        day=form.get("day", "").strip()[:10],
        joins=_read_joins(waiting, form),
        evidence=one_line(form.get("evidence", ""))[:_LONGEST_EVIDENCE],
    )
    if columns or words:
        # Words may hold the name of who set a state by hand; such a word is not kept for next time.
        kept = {word: meaning for word, meaning in words.items() if "(" not in word}
        remembered = {"columns": columns, "words": kept}
        uploads.remember_columns(waiting.upload.region_id, PURPOSE, _signature(waiting), remembered, now)


def take_over(waiting: Waiting, catalogue: Catalogue, config: Config, actor_id: int, now: datetime) -> int | None:
    """Take the file over and put it away; None when it says nothing new. A signed list needs its evidence."""
    if waiting.is_paper and not waiting.evidence:
        raise InvalidInput(N_("Please say where the list with the signatures is kept."))
    batch = _batch(waiting.upload, waiting.file, waiting.evidence)
    import_id = outside.take_over(batch, waiting.people, catalogue.programme, config, actor_id, now)
    uploads.remove(waiting.upload)
    return import_id


def list_batches(region: str, most: int = 50) -> tuple[BatchRow, ...]:
    """List the newest imports of results of a region."""
    return tuple(
        BatchRow(row.id, row.kind, row.name, row.at, row.numbers, row.evidence, row.undone_at)
        for row in read(_BATCHES, region=region, most=most)
    )


def list_enrolled(region: str) -> tuple[tuple[str, str], ...]:
    """List address and name of the enrolled people of a region, to join somebody by hand."""
    return tuple((row.email, row.name) for row in read(_ENROLLED, region=region))


def heading_of(upload: UploadRow, file: ResultsFile, column: ResultColumn) -> str:
    """Say what a column tells of: its heading, or for the score of a whole package the name of the file."""
    is_whole = file.kind is FileKind.SCORM and column is file.columns[0]
    return name_of_file(upload.name) if is_whole else column.heading


def name_courses(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Give for each course its titles in all languages, and its number in the words of all languages."""
    names: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for course in catalogue.list_courses(language):
            known = names.setdefault(course.id, [f"{word} {course.number}" for word in MODULE_WORDS])
            if course.title not in known:
                known.append(course.title)
    return {course: tuple(titles) for course, titles in names.items()}


def suggest(told: Told, enrolled: Sequence[tuple[str, str]]) -> str:
    """Suggest the address of the one enrolled person of the same name; empty if there is none, or several."""
    same = [email for email, name in enrolled if name_key(name) == name_key(told.name)]
    return same[0] if len(same) == 1 else ""


def _read(upload: UploadRow, names: Mapping[str, Sequence[str]], config: Config, today: date) -> ResultsFile:
    limits = limits_of(config)
    if upload.choices.get("kind") == PAPER:
        return read_paper(upload.content, limits, names, today)
    words = {**_remembered(upload.region_id)["words"], **upload.choices.get("words", {})}
    return read_results(upload.content, limits, today, words)


def _remembered(region: str) -> dict[str, dict[str, str]]:
    """Give what was chosen for the files of a region before; of two choices the later one."""
    found: dict[str, dict[str, str]] = {"columns": {}, "words": {}}
    for row in read(_REMEMBERED, region=region):
        for part, choices in found.items():
            choices.update(row.columns.get(part, {}))
    return found


def _choices(
    upload: UploadRow, file: ResultsFile, courses: Sequence[Course], names: Mapping[str, Sequence[str]]
) -> Choices:
    known = {course.id for course in courses}
    chosen: dict[str, Any] = upload.choices
    columns = {**_remembered(upload.region_id)["columns"], **chosen.get("columns", {})}
    places = {}
    for column in file.columns:
        heading = heading_of(upload, file, column)
        # A part of a package is a lesson; only the score of the whole is guessed to be a module.
        may_guess = file.kind is not FileKind.SCORM or column is file.columns[0]
        places[column.place] = columns.get(heading, guess_course(heading, names) if may_guess else "")
    return Choices(
        courses={place: course for place, course in places.items() if course in known},
        marks={course.id: pass_mark_of(course) for course in courses},
        modules=tuple(name for name in chosen.get("modules", ()) if name in known),
        day=_day(chosen.get("day", "")),
        joins={int(line): email for line, email in chosen.get("joins", {}).items()},
    )


def pass_mark_of(course: Course) -> int:
    """Give the pass mark that a score of a file is held against."""
    return (course.exam.pass_mark if course.exam else None) or _PASS_MARK


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_joins(waiting: Waiting, form: Mapping[str, str]) -> dict[str, str]:
    """Read the addresses of enrolled people that were written beside lines without an address."""
    enrolled = {email for email, _ in list_enrolled(waiting.upload.region_id)}
    joins = {}
    for told in waiting.people:
        try:
            email = normalise_email(form.get(f"join-{told.lines[0]}", ""))
        except InvalidInput:
            continue
        if email in enrolled and not told.email:
            joins.update({str(line): email for line in told.lines})
    return joins


def _signature(waiting: Waiting) -> str:
    headings = (heading_of(waiting.upload, waiting.file, column) for column in waiting.file.columns)
    return _digest("\0".join(headings).encode())


def _batch(upload: UploadRow, file: ResultsFile, evidence: str) -> Batch:
    """Say what a file is: the same course of a Moodle has the same columns."""
    headings = "\0".join(column.heading for column in file.columns)
    origin = f"{file.kind.value}:{_digest(headings.encode())[:24]}"
    return Batch(upload.region_id, source_of(file.kind), origin, upload.name, _digest(upload.content), evidence)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
