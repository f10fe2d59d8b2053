"""Problems as an author reads them in the terminal."""

from collections.abc import Iterable

from lms.content.model import Problem, Severity


def format_problems(problems: Iterable[Problem]) -> str:
    """Write problems one below the other: place, message, the line as it stands, what to do."""
    return "\n".join(_format(problem) for problem in problems)


def _format(problem: Problem) -> str:
    lines = [f"{problem.place.file}:{problem.place.line}: {problem.severity}: {problem.message}"]
    if problem.excerpt:
        lines.append(f"    | {problem.excerpt}")
    lines.append(f"    > {problem.fix}")
    return "\n".join(lines)


def format_summary(problems: Iterable[Problem]) -> str:
    """Count errors and warnings in one line."""
    found = [problem.severity for problem in problems]
    errors, warnings = found.count(Severity.ERROR), found.count(Severity.WARNING)
    if not found:
        return "No problems."
    return f"{_count(errors, 'error')}, {_count(warnings, 'warning')}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
