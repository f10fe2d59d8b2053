"""Lays counted progress out as figures: the tables that pages, files and the command line show alike."""

from collections.abc import Sequence

from lms.content.model import Course
from lms.intake.people_words import CATEGORIES
from lms.language import N_, Words
from lms.reports.progress import Progress, outline_courses
from lms.reports.tallies import (
    CERTIFIED,
    COMPLETED,
    INVITED,
    OPENED,
    STARTED,
    WEEK_KINDS,
    Key,
    Outline,
    category_key,
    week_key,
)
from lms.rules.figures import HIDDEN, Cell, Column, ColumnKind, Figures, Row

TARGET = Column("target", N_("Target"), ColumnKind.TEXT, definition="target")


def lay_out_steps(progress: Progress, courses: Sequence[Course], said: Words) -> Figures:
    """From the invitation to the programme completed, against the target."""
    columns = (
        Column("people", N_("People")),
        TARGET,
        # A target is a plan and no group of people, so the share hangs on the people alone.
        Column("share", N_("Share of target"), ColumnKind.SHARE, of="people", part="people", definition="share"),
    )
    steps: list[tuple[Key, str]] = [
        (INVITED, said("Invited")),
        (OPENED, said("Opened")),
        (STARTED, said("Started")),
        *(
            (outline.completed, said("Completed module %(number)s", number=course.number))
            for course, outline in outlined(courses)
        ),
        (COMPLETED, said("Completed the programme")),
        (CERTIFIED, said("Holds a certificate")),
    ]
    rows = [
        Row(
            "-".join(key),
            label,
            (people := count_step(progress, key, said), progress.target, share_of(people, progress.target)),
        )
        for key, label in steps
    ]
    meant = ("invited", "opened", "started", "completed_course", "completed_programme", "certificate")
    return build_table(progress, "steps", N_("From invitation to completion"), columns, rows, meant)


def lay_out_lessons(progress: Progress, courses: Sequence[Course], said: Words) -> Figures:
    """How many people reached each lesson of each module."""
    columns = (
        Column("people", N_("People")),
        Column("base", N_("Started the module")),
        Column("share", N_("Share of those"), ColumnKind.SHARE, of="base", part="people", definition="share"),
    )
    rows: list[Row] = []
    for course, outline in outlined(courses):
        base = count_step(progress, outline.started, said)
        names = [
            (outline.started, said("Module %(number)s: started", number=course.number)),
            *(
                (
                    outline.lesson(lesson.number),
                    said(
                        "%(module)s.%(lesson)s %(title)s",
                        module=course.number,
                        lesson=lesson.number,
                        title=lesson.title,
                    ),
                )
                for lesson in course.lessons
            ),
            (outline.completed, said("Module %(number)s: completed", number=course.number)),
        ]
        for key, label in names:
            people = count_step(progress, key, said)
            rows.append(Row("-".join(key), label, (people, base, share_of(people, base))))
    return build_table(progress, "lessons", N_("How far people come"), columns, rows, ("started", "reached"))


def lay_out_modules(progress: Progress, courses: Sequence[Course], said: Words) -> Figures:
    """Best exam scores of each module: mean and spread."""
    columns = (
        Column("exam", N_("People with a result"), definition="average_score"),
        Column("mean", N_("Mean"), ColumnKind.MEAN, of="exam", unit="%"),
        Column("deviation", N_("Standard deviation"), ColumnKind.MEAN, of="exam", definition="spread"),
        Column("low", N_("Lower quartile"), ColumnKind.MEAN, of="exam", unit="%"),
        Column("median", N_("Median"), ColumnKind.MEAN, of="exam", unit="%"),
        Column("high", N_("Upper quartile"), ColumnKind.MEAN, of="exam", unit="%"),
    )
    rows = []
    for course, outline in outlined(courses):
        spread = progress.spreads[course.id]
        numbers = (
            (spread.mean, spread.deviation, spread.low, spread.median, spread.high) if spread else (HIDDEN,) * 5
        )
        if progress.shown[outline.exam] == 0:
            numbers = (None,) * 5
        rounded = (round(number, 1) if isinstance(number, float) else number for number in numbers)
        label = said("Module %(number)s: %(title)s", number=course.number, title=course.title)
        rows.append(Row(course.id, label, (count_step(progress, outline.exam, said), *rounded)))
    return build_table(progress, "scores", N_("Best exam results"), columns, rows, ())


def lay_out_weeks(progress: Progress, said: Words) -> Figures:
    """What happened in each of the last twelve weeks."""
    columns = (
        Column("active", N_("Active"), definition="week"),
        Column("started", N_("Started")),
        Column("completed", N_("Completed the programme")),
    )
    rows = [
        Row(
            monday.date().isoformat(),
            said.date(monday.date()),
            tuple(count_cell(progress, week_key(week, kind)) for kind in WEEK_KINDS),
        )
        for week, monday in enumerate(progress.weeks)
    ]
    return build_table(progress, "weeks", N_("The last twelve weeks"), columns, rows, ())


def lay_out_categories(progress: Progress, said: Words) -> Figures:
    """Invited and completed by kind of stakeholder."""
    columns = (
        Column("invited", N_("Invited")),
        Column("completed", N_("Completed the programme"), of="invited"),
        Column(
            "share",
            N_("Share of those invited"),
            ColumnKind.SHARE,
            of="invited",
            part="completed",
            definition="share",
        ),
    )
    names = [*((name, said(label)) for name, label in CATEGORIES.items()), ("", said("Not stated"))]
    rows = [
        _share_row(
            name or "not-stated", label, progress, category_key(name, INVITED), category_key(name, COMPLETED)
        )
        for name, label in names
    ]
    whole, part = count_step(progress, INVITED, said), count_step(progress, COMPLETED, said)
    rows.append(Row("total", said("All"), (whole, part, share_of(part, whole)), is_total=True))
    return build_table(progress, "categories", N_("By kind of stakeholder"), columns, rows, ())


def outlined(courses: Sequence[Course]) -> list[tuple[Course, Outline]]:
    """Pair courses with what counting needs of them."""
    return list(zip(courses, outline_courses(courses), strict=True))


def count_cell(progress: Progress, key: Key) -> Cell:
    count = progress.shown[key]
    return HIDDEN if count is None else count


def count_step(progress: Progress, key: Key, said: Words) -> Cell:
    """Give a step: its number, or the range a hidden one must lie in, or that it is hidden."""
    if progress.shown[key] is None and key in progress.ranges:
        low, high = progress.ranges[key]
        return f"{said.number(low)}\u2013{said.number(high)}"
    return count_cell(progress, key)


def share_of(part: Cell, whole: Cell) -> Cell:
    if part is HIDDEN or whole is HIDDEN or isinstance(part, str) or isinstance(whole, str):
        return HIDDEN
    return part / whole if isinstance(part, int) and isinstance(whole, int) and whole else None


def _share_row(name: str, label: str, progress: Progress, whole: Key, part: Key) -> Row:
    cells = (count_cell(progress, whole), count_cell(progress, part))
    return Row(name, label, (*cells, share_of(cells[1], cells[0])))


def build_table(
    progress: Progress, name: str, title: str, columns: Sequence[Column], rows: Sequence[Row], meant: Sequence[str]
) -> Figures:
    return Figures.build(
        name,
        title,
        columns,
        rows,
        progress.as_of,
        zone=progress.zone,
        definitions=meant,
        excluded=progress.excluded,
        threshold=progress.below,
    )
