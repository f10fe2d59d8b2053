"""The table that a run prints."""

from collections.abc import Sequence

from benchmarks.measure import Row

_HEADS = ("id", "what", "our side", "other side", "measured", "at most", "target")


def format_table(rows: Sequence[Row]) -> str:
    """Write rows below their headings, each column as wide as it needs."""
    lines = [_HEADS, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_HEADS))]
    written = ["  ".join(_pad(cell, widths[place], place) for place, cell in enumerate(line)) for line in lines]
    written.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in written)


def format_verdict(rows: Sequence[Row]) -> str:
    """Say how many targets are met, and name those that are not."""
    judged = [row for row in rows if row.met is not None]
    missed = [row for row in judged if not row.met]
    lines = [f"{len(judged) - len(missed)} of {len(judged)} targets are met."]
    lines += [f"MISSED {row.id}: {row.what}: {_amount(row.value, row.unit)}" for row in missed]
    return "\n".join(lines)


def format_load(before: float, after: float, processors: int) -> str:
    """Say how busy the machine was: waiting times (D1) mean something on a machine that is otherwise idle."""
    return f"Load of the machine before and after: {before:.1f} and {after:.1f} on {processors} processors."


def _cells(row: Row) -> tuple[str, ...]:
    limit = "" if row.limit is None else _amount(row.limit, row.unit)
    verdict = {True: "met", False: "MISSED", None: "for information"}[row.met]
    return row.id, row.what, row.ours, row.other, _amount(row.value, row.unit), limit, verdict


def _amount(value: float, unit: str) -> str:
    return f"{value:.2f} {unit}".rstrip()


def _pad(cell: str, width: int, place: int) -> str:
    return cell.rjust(width) if 1 < place < len(_HEADS) - 1 else cell.ljust(width)
