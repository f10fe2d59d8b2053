"""Lays an edition out as figures: the tables of the reports that are handed on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.content.model import Course, Quiz
from lms.intake.people_words import CATEGORIES
from lms.language import LANGUAGES, N_, Words
from lms.reports import indicator_rows
from lms.reports.hiding import TOPIC
from lms.reports.indicators import LATE, TRAINING
from lms.rules.background import TOPICS
from lms.rules.edition_texts import TOTAL, ScopeView
from lms.rules.figures import HIDDEN, Cell, Column, ColumnKind, Figures, Row
from lms.rules.self_assessment import compare

_SHARE = ColumnKind.SHARE
_STEP = ("started", "completed")


@dataclass(frozen=True, slots=True)
class EditionReport:
    """One report: its tables and what is said of them, in one language."""

    id: str
    title: str
    scope: str
    version: int
    tables: tuple[Figures, ...]
    facts: tuple[tuple[str, str], ...]
    """What stands above the tables, besides time and exclusions."""


def lay_out_edition(
    view: ScopeView,
    regions: Sequence[ScopeView],
    courses: Sequence[Course],
    surveys: tuple[Quiz | None, Quiz | None],
    said: Words,
) -> EditionReport:
    """Make the report of a scope; `regions` are named in that of all regions only."""
    tables = [_targets(view, courses, said)]
    if regions:
        tables.append(_regions(view, regions, courses, said))
    tables.append(_categories(view, said))
    tables += [_topic(view, topic.id, topic.label, topic.answers, said) for topic in TOPICS]
    names = {code: said.language_name(code) for code in LANGUAGES}
    tables.append(_topic(view, indicator_rows.LANGUAGE, N_("Language"), names, said))
    tables += [_knowledge(view, surveys, said), _forms(view, courses, said), _exams(view, courses, said)]
    if any(key.startswith(f"{LATE}|") for key in view.keys):
        tables.append(_late(view, courses, said))
    title = (
        said("Report on all regions")
        if view.scope == TOTAL
        else said("Report on %(region)s", region=view.facts.name)
    )
    held = len(view.held)
    facts = (
        (said("Set of indicators"), said("version %(number)s", number=view.version)),
        (said("Standing as in an earlier edition"), said.plural("%(count)s figure", "%(count)s figures", held)),
    )
    return EditionReport("indicators", title, view.scope, view.version, tuple(tables), facts)


def _targets(view: ScopeView, courses: Sequence[Course], said: Words) -> Figures:
    columns = (
        Column("people", N_("People")),
        Column("target", N_("Target"), ColumnKind.TEXT, definition="target"),
        Column("share", N_("Share of target"), _SHARE, of="people", part="people", definition="share"),
    )
    steps = [
        (("invited",), said("Invited")),
        (("opened",), said("Opened")),
        (("started",), said("People reached")),
        *(
            ((course.id, "completed"), said("Completed module %(number)s", number=course.number))
            for course in courses
        ),
        (("completed",), said("Completed the training")),
    ]
    target = view.facts.target
    rows = []
    for key, label in steps:
        people = _cell(view, *key)
        rows.append(Row("-".join(key), label, (people, target, _share(people, target))))
    meant = ("invited", "opened", "reached", "module_completed", "training_completed")
    return _build(view, "targets", N_("People and targets"), columns, rows, meant)


def _regions(total: ScopeView, regions: Sequence[ScopeView], courses: Sequence[Course], said: Words) -> Figures:
    columns = (
        Column("target", N_("Target"), ColumnKind.TEXT, definition="target"),
        Column("invited", N_("Invited"), definition="invited"),
        Column("started", N_("People reached"), definition="reached"),
        *(
            Column(course.id, said("Module %(number)s", number=course.number), definition="module_completed")
            for course in courses
        ),
        Column("completed", N_("Completed the training"), definition="training_completed"),
        Column("share", N_("Share of target"), _SHARE, of="completed", part="completed", definition="share"),
    )
    keys = [("invited",), ("started",), *((course.id, "completed") for course in courses), ("completed",)]
    rows = []
    for view in (*regions, total):
        cells = [_cell(view, *key) for key in keys]
        is_total = view.scope == TOTAL
        label = said("All regions") if is_total else view.facts.name
        target = view.facts.target
        rows.append(
            Row(view.scope or "total", label, (target, *cells, _share(cells[-1], target)), is_total=is_total)
        )
    return _build(total, "regions", N_("Region by region"), columns, rows, ())


def _categories(view: ScopeView, said: Words) -> Figures:
    columns = (
        Column("invited", N_("Invited"), definition="invited"),
        Column("completed", N_("Completed the training"), of="invited", definition="training_completed"),
        Column("share", N_("Share of those invited"), _SHARE, of="invited", part="completed", definition="share"),
    )
    names = {**{name: said(label) for name, label in CATEGORIES.items()}, "": said("Not stated")}
    rows = [
        _pair(view, name or "not-stated", label, ("category", name, "invited"), ("category", name, "completed"))
        for name, label in names.items()
    ]
    rows.append(_pair(view, "total", said("All"), ("invited",), ("completed",), is_total=True))
    return _build(view, "category", N_("By kind of stakeholder"), columns, rows, ())


def _topic(view: ScopeView, topic: str, title: str, answers: Mapping[str, str], said: Words) -> Figures:
    columns = (
        Column("started", N_("People reached"), definition="reached"),
        Column("completed", N_("Completed the training"), of="started", definition="training_completed"),
        Column("share", N_("Share of those reached"), _SHARE, of="started", part="completed", definition="share"),
    )
    rows = [
        _pair(view, name or "not-stated", label, *((TOPIC, topic, name, step) for step in _STEP))
        for name, label in (*((name, said(label)) for name, label in answers.items()), ("", said("Not stated")))
    ]
    rows.append(_pair(view, "total", said("All"), ("started",), ("completed",), is_total=True))
    return _build(view, topic, title, columns, rows, ("background",))


def _knowledge(view: ScopeView, surveys: tuple[Quiz | None, Quiz | None], said: Words) -> Figures:
    columns = (
        Column("pairs", N_("People with both"), definition="knowledge"),
        Column("before", N_("Before"), ColumnKind.MEAN, of="pairs"),
        Column("after", N_("After"), ColumnKind.MEAN, of="pairs"),
        Column("change", N_("Change"), ColumnKind.MEAN, of="pairs"),
    )
    rows = []
    before, after = surveys
    parts = compare(before, {}, after, {}) if before and after else ()
    for number, change in enumerate(parts):
        people = _cell(view, "pairs", str(number))
        first, second = (_mean(view, people, f"{when}:{number}") for when in ("before", "after"))
        grown = round(second - first, 2) if isinstance(first, float) and isinstance(second, float) else first
        rows.append(Row(f"part-{number + 1}", change.section, (people, first, second, grown)))
    return _build(view, "knowledge", N_("Self-assessment before and after"), columns, rows, ())


def _forms(view: ScopeView, courses: Sequence[Course], said: Words) -> Figures:
    columns = (
        Column("useful", N_("Answers"), definition="useful"),
        Column("agree", N_("Found it useful (4 or 5)"), of="useful"),
        Column("share", N_("Share of the answers"), _SHARE, of="useful", part="agree", definition="share"),
        Column("mean", N_("Mean, 1 to 5"), ColumnKind.MEAN, of="useful"),
        Column("asked", N_("Answers to recommending"), definition="recommend"),
        Column("recommend", N_("Mean, 0 to 10"), ColumnKind.MEAN, of="asked"),
    )
    rows = []
    for course in courses:
        useful, agree, asked = (_cell(view, "form", course.id, name) for name in ("useful", "agree", "recommend"))
        cells = (
            useful,
            agree,
            _share(agree, useful),
            _mean(view, useful, f"useful:{course.id}"),
            asked,
            _mean(view, asked, f"recommend:{course.id}"),
        )
        rows.append(Row(course.id, _module(course, said), cells))
    return _build(view, "forms", N_("What people say after a module"), columns, rows, ())


def _exams(view: ScopeView, courses: Sequence[Course], said: Words) -> Figures:
    columns = (
        Column("exam", N_("People with a result"), definition="exam_mean"),
        Column("mean", N_("Mean"), ColumnKind.MEAN, of="exam", unit="%"),
    )
    rows = []
    for course in courses:
        people = _cell(view, course.id, "exam")
        rows.append(Row(course.id, _module(course, said), (people, _mean(view, people, f"exam:{course.id}"))))
    return _build(view, "exams", N_("Exam results"), columns, rows, ())


def _late(view: ScopeView, courses: Sequence[Course], said: Words) -> Figures:
    columns = (Column("people", N_("Added later"), definition="late"),)
    edition = max(int(key.split("|")[1]) for key in view.keys if key.startswith(f"{LATE}|"))
    names = {course.id: said("Completed module %(number)s", number=course.number) for course in courses}
    names[TRAINING] = said("Completed the training")
    rows = [Row(name, label, (_cell(view, LATE, str(edition), name),)) for name, label in names.items()]
    return _build(view, "late", N_("Added for the time before the last frozen report"), columns, rows, ())


def _module(course: Course, said: Words) -> str:
    return said("Module %(number)s: %(title)s", number=course.number, title=course.title)


def _cell(view: ScopeView, *key: str) -> Cell:
    count = view.shown(*key)
    return HIDDEN if count is None else count


def _mean(view: ScopeView, people: Cell, name: str) -> Cell:
    """A mean over nobody is not tracked; one over people that is not told is hidden."""
    mean = view.mean(name)
    return None if people == 0 else HIDDEN if mean is None else float(mean)


def _share(part: Cell, whole: Cell) -> Cell:
    if part is HIDDEN or whole is HIDDEN:
        return HIDDEN
    return part / whole if isinstance(part, int) and isinstance(whole, int) and whole else None


def _pair(
    view: ScopeView,
    name: str,
    label: str,
    whole: tuple[str, ...],
    part: tuple[str, ...],
    *,
    is_total: bool = False,
) -> Row:
    cells = (_cell(view, *whole), _cell(view, *part))
    return Row(name, label, (*cells, _share(cells[1], cells[0])), is_total=is_total)


def _build(
    view: ScopeView, name: str, title: str, columns: Sequence[Column], rows: Sequence[Row], meant: Sequence[str]
) -> Figures:
    return Figures.build(
        name,
        title,
        columns,
        rows,
        view.as_of,
        zone=view.facts.zone,
        definitions=(*meant, "edition"),
        excluded=view.facts.excluded,
        threshold=view.below,
    )
