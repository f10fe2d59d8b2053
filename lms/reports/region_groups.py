"""The people of a region by organisation and by language: invited and completed, small groups hidden."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from lms.db import reading
from lms.language import N_, Words
from lms.models import Enrolment
from lms.reports.people_query import counts
from lms.reports.progress import Progress
from lms.reports.small_groups import Count, hide_parts
from lms.reports.tallies import COMPLETED, INVITED
from lms.rules.figures import HIDDEN, Cell, Column, ColumnKind, Figures, Row
from lms.rules.people_filter import NOT_STATED

MOST_SHOWN = 20
SMALLER = "\0smaller"
"""No organisation can be called so."""
_SPECIAL = {
    "": (NOT_STATED, N_("Not stated")),
    SMALLER: ("smaller", N_("Smaller organisations together")),
}
Groups = Mapping[str, tuple[int, int]]
"""Name -> invited, completed; the true numbers, never shown as they are."""

_INVITED = func.count(
    func.coalesce(Enrolment.invited_at, Enrolment.opened_at, Enrolment.started_at, Enrolment.completed_at)
)
_COLUMNS = (
    Column("invited", N_("Invited"), definition="invited"),
    Column("completed", N_("Completed the programme"), of="invited", definition="completed_programme"),
    Column(
        "share", N_("Share of those invited"), ColumnKind.SHARE, of="invited", part="completed", definition="share"
    ),
)


def lay_out_groups(progress: Progress, now: datetime, said: Words) -> tuple[Figures, ...]:
    """Make the tables of one region."""
    region = progress.region.id if progress.region else ""
    organisations = gather_small(_count(region, now, _ORGANISATIONS), progress.below)
    languages = _count(region, now, _LANGUAGES)
    return (
        _lay_out("organisations", N_("By organisation"), organisations, progress, said),
        _lay_out("languages", N_("By language of letters and pages"), languages, progress, said),
    )


def gather_small(groups: Groups, below: int) -> dict[str, tuple[int, int]]:
    """Put organisations together that are too small to be shown, and those beyond the largest twenty."""
    order = sorted((name for name in groups if name), key=lambda name: (-groups[name][0], name))
    kept = [name for name in order if groups[name][0] >= below][:MOST_SHOWN]
    rest = [groups[name] for name in order if name not in kept]
    found = {name: groups[name] for name in kept}
    if rest:
        found[SMALLER] = (sum(invited for invited, _ in rest), sum(done for _, done in rest))
    if "" in groups:
        found[""] = groups[""]
    return found


def _count(region: str, now: datetime, by: Select[Any]) -> dict[str, tuple[int, int]]:
    rows = reading().execute(by, {"region": region, "now": now}).all()
    return {name: (invited, done) for name, invited, done in rows if invited}


def _grouped(by: Any) -> Select[Any]:
    return (
        select(by, _INVITED, func.count(Enrolment.completed_at))
        .where(Enrolment.region_id == bindparam("region"), counts(bindparam("now")))
        .group_by(by)
    )


_ORGANISATIONS, _LANGUAGES = _grouped(Enrolment.organisation), _grouped(Enrolment.language)


def _lay_out(name: str, title: str, groups: Groups, progress: Progress, said: Words) -> Figures:
    invited = hide_parts([pair[0] for pair in groups.values()], progress.shown[INVITED], progress.below)
    done = hide_parts(
        [pair[1] for pair in groups.values()], progress.shown[COMPLETED], progress.below, list(invited)
    )
    rows = [
        Row(
            _row_id(name, group, at),
            _label(name, group, said),
            (_cell(invited[at]), _cell(done[at]), _share(done[at], invited[at])),
        )
        for at, group in enumerate(groups)
    ]
    return Figures.build(
        name,
        title,
        _COLUMNS,
        rows,
        progress.as_of,
        zone=progress.zone,
        excluded=progress.excluded,
        threshold=progress.below,
    )


def _row_id(table: str, group: str, at: int) -> str:
    """Name the row: a language by its code, an organisation by its place, since its name may hold anything."""
    if group in _SPECIAL:
        return f"{table}-{_SPECIAL[group][0]}"
    return group if table == "languages" else f"{table}-{at}"


def _label(table: str, group: str, said: Words) -> str:
    if group in _SPECIAL:
        return said(_SPECIAL[group][1])
    return said.language_name(group) if table == "languages" else group


def _cell(count: Count) -> Cell:
    return HIDDEN if count is None else count


def _share(part: Count, whole: Count) -> Cell:
    if part is None or whole is None:
        return HIDDEN
    return part / whole if whole else None
