"""Problems as pages show them: what stands between backticks becomes code."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from lms.content.model import Problem, Severity

_CODE = re.compile(r"`([^`]*)`")


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One problem, ready to be shown."""

    place: str
    is_error: bool
    message: Markup
    fix: Markup
    excerpt: str = ""
    language: str = "en"
    """Sentences about files and their syntax are English."""


def show_problems(problems: Iterable[Problem]) -> tuple[ProblemView, ...]:
    """Make problems ready, in their order."""
    return tuple(
        ProblemView(
            place=f"{problem.place.file}:{problem.place.line}",
            is_error=problem.severity is Severity.ERROR,
            message=with_code(problem.message),
            fix=with_code(problem.fix),
            excerpt=problem.excerpt,
        )
        for problem in problems
    )


def with_code(text: str) -> Markup:
    """Escape a sentence and set what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before
