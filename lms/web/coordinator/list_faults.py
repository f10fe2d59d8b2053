"""What is wrong in a list, as the page shows it: one entry per cell, with a field in which it can be mended."""

from dataclasses import dataclass

from flask import g

from lms.intake.people_file import tell_who
from lms.intake.people_words import CATEGORIES, kind_word
from lms.intake.row_problems import LONGEST_VALUE, RowProblem
from lms.language import LANGUAGES, Words
from lms.services.people_lists import Preview
from lms.web.forms import read_whole

MOST_SHOWN = 100
"""Cells that are shown at once; all of them are in the file of lines to correct."""
_TYPED = ("name", "email")


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell."""

    problem: RowProblem
    who: str
    """Whose line it is, where the cell itself does not say so."""
    reason: str
    suggestion: str
    field: str
    """Name of the form's field; empty when the cell can be mended in the file alone."""
    value: str
    """What stands in the field at first: what was probably meant, else what stood there."""
    options: tuple[tuple[str, str], ...]
    """What can be chosen; nothing for a field to type in."""


def show_faults(shown: Preview, said: Words) -> list[Fault]:
    """Lay out the first faults of a list."""
    problems = shown.file.problems[:MOST_SHOWN]
    who = tell_who(shown.file, shown.frame, {problem.line for problem in problems})
    return [_show(problem, who.get(problem.line, ""), said) for problem in problems]


def read_cells(form: dict[str, str]) -> dict[str, dict[str, str]]:
    """Read the fields of mended cells: line -> column -> text."""
    cells: dict[str, dict[str, str]] = {}
    for name, text in form.items():
        mark, _, rest = name.partition("-")
        line, _, column = rest.partition("-")
        if mark == "cell" and read_whole(line) is not None and column in _MENDABLE:
            cells.setdefault(line, {})[column] = text.strip()[:300]
    return cells


_MENDABLE = (*_TYPED, "region", "category", "language")


def _show(problem: RowProblem, who: str, said: Words) -> Fault:
    reason, suggestion = problem.say(said)
    field = f"cell-{problem.line}-{problem.meaning}" if problem.meaning in _MENDABLE else ""
    value = problem.near or problem.value
    if problem.meaning in _TYPED and len(value) >= LONGEST_VALUE:
        field = ""  # only its beginning is told, which must not be taken for the whole
    options = _options(problem.meaning, said)
    if options and not problem.near:
        # Nothing was meant as far as we see: whoever mends other lines must not choose here without knowing.
        options.insert(0, (problem.value, said("Leave it as it is")))
        suggestion = ""  # what can be written stands in the options
    return Fault(problem, "" if who == problem.value else who, reason, suggestion, field, value, tuple(options))


def _options(meaning: str, said: Words) -> list[tuple[str, str]]:
    match meaning:
        case "category":
            kinds = [(kind_word(name, said.language), said(label)) for name, label in CATEGORIES.items()]
            return [("", said("Not stated")), *kinds]
        case "language":
            return [
                ("", said("The first language of the region")),
                *((code, said.language_name(code)) for code in LANGUAGES),
            ]
        case "region":
            return [(g.region.id, g.region.name)]
    return []
