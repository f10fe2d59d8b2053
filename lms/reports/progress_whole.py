"""Everybody once: who is enrolled and who learned elsewhere, and all regions side by side with their targets."""

from collections.abc import Sequence

from lms.content.model import Course
from lms.language import N_, Words
from lms.reports.progress import ProgrammeProgress, Progress
from lms.reports.progress_tables import TARGET, build_table, count_cell, count_step, outlined, share_of
from lms.reports.tallies import COMPLETED, ELSEWHERE_COMPLETED, INVITED, OPENED, STARTED, Key
from lms.rules.figures import HIDDEN, Cell, Column, ColumnKind, Figures, Row

ELSEWHERE, TOGETHER = "elsewhere", "together"
"""Columns of the regions that count people who are not enrolled here."""


def lay_out_whole(progress: Progress, courses: Sequence[Course], said: Words) -> Figures:
    """Who completed what, here and elsewhere together, each person once, against the target."""
    columns = (
        Column("here", N_("Enrolled here")),
        Column("elsewhere", N_("From elsewhere"), definition="elsewhere"),
        Column("people", N_("Together"), parts=("here", "elsewhere"), definition="person"),
        TARGET,
        Column("share", N_("Share of target"), ColumnKind.SHARE, of="people", part="people", definition="share"),
    )
    lines = [
        (outline.completed, outline.elsewhere, said("Completed module %(number)s", number=course.number))
        for course, outline in outlined(courses)
    ]
    rows = []
    for here, elsewhere, label in [*lines, (COMPLETED, ELSEWHERE_COMPLETED, said("Completed the programme"))]:
        people = _together(progress, here, elsewhere)
        cells = (count_step(progress, here, said), count_cell(progress, elsewhere), people, progress.target)
        rows.append(Row("-".join(here), label, (*cells, share_of(people, progress.target))))
    meant = ("completed_course", "completed_programme")
    return build_table(progress, "whole", N_("Here and elsewhere, each person once"), columns, rows, meant)


def lay_out_regions(counted: ProgrammeProgress, courses: Sequence[Course], said: Words) -> Figures:
    """All regions side by side, with their targets and a total."""
    pairs = outlined(courses)
    columns = (
        TARGET,
        Column("invited", N_("Invited"), definition="invited"),
        Column("opened", N_("Opened"), definition="opened"),
        Column("started", N_("Started"), definition="started"),
        *(
            Column(course.id, said("Module %(number)s", number=course.number), definition="completed_course")
            for course, _ in pairs
        ),
        Column("completed", N_("Programme"), definition="completed_programme"),
        Column(ELSEWHERE, N_("From elsewhere"), definition="elsewhere"),
        Column(TOGETHER, N_("Together"), parts=("completed", ELSEWHERE), definition="person"),
        Column("share", N_("Share of target"), ColumnKind.SHARE, of=TOGETHER, part=TOGETHER, definition="share"),
    )
    keys = (INVITED, OPENED, STARTED, *(outline.completed for _, outline in pairs), COMPLETED)
    rows = []
    for progress in (*counted.regions, counted.total):
        cells = [count_step(progress, key, said) for key in keys]
        name, label = (
            (progress.region.id, progress.region.name) if progress.region else ("total", said("All regions"))
        )
        together = _together(progress, COMPLETED, ELSEWHERE_COMPLETED)
        cells += [count_cell(progress, ELSEWHERE_COMPLETED), together]
        shares = (progress.target, *cells, share_of(together, progress.target))
        rows.append(Row(name, label, shares, is_total=progress.region is None))
    return build_table(counted.total, "regions", N_("Region by region"), columns, rows, ())


def _together(progress: Progress, here: Key, elsewhere: Key) -> Cell:
    """Add up who is enrolled and who is not; hidden if one of the two is."""
    both = progress.shown[here], progress.shown[elsewhere]
    return HIDDEN if None in both else sum(count for count in both if count is not None)
