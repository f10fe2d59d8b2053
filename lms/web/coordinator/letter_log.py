"""The log of a region's letters, as a page and as files."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import g, request
from werkzeug.wrappers import Response

from lms.intake.people_fields import one_line
from lms.language import Words
from lms.reports.letter_log import LogFilter, LogLine, Outcome, count_days, list_log, read_log_page
from lms.rules.letters import Kind
from lms.web import context, files, forms
from lms.web.coordinator import letter_door, show
from lms.web.coordinator.letter_words import KINDS, OUTCOMES, say_by, say_why

_LONGEST_TEXT = 100


@letter_door.get("/log")
def log(region: str) -> str:
    """Show what became of the letters, newest first, day by day."""
    said, wanted = context.say(), _read_filter()
    page = forms.read_whole(request.args.get("page")) or 1
    found = read_log_page(region, g.region.zone, wanted, page)
    days = [(day, list(lines)) for day, lines in groupby(found.lines, key=lambda line: _moment(line.at).date())]
    counts = count_days(region, g.region.zone, [day for day, _ in days])
    return show(
        "letter_log.html",
        days=[
            (day, said.day(day), _say_counts(counts[day].items(), said), [_cells(line, said) for line in lines])
            for day, lines in days
        ],
        found=found,
        wanted=wanted,
        outcomes=[(name, said(label)) for name, label in OUTCOMES.items()],
        kinds=[(name, said(label)) for name, label in KINDS.items()],
        query=_query(wanted),
    )


@letter_door.get("/log.<any(csv, xlsx):kind>")
def log_file(region: str, kind: str) -> Response:
    """Send the log as a file, and write down that it went out."""
    said = context.say()
    context.note("letters.exported", "", region, kind)
    headings = [
        said("Written"),
        said("Letter"),
        said("Name"),
        said("Mail address"),
        said("What became of it"),
        said("Why"),
        said("Sent"),
        said("By"),
    ]
    rows = [
        [
            _plain(line.at),
            said(KINDS[line.kind]),
            line.name,
            line.address,
            said(OUTCOMES[line.outcome]),
            say_why(line, said),
            _plain(line.sent_at) if line.sent_at else None,
            say_by(line, said),
        ]
        for line in list_log(region, g.region.zone, _read_filter())
    ]
    return files.send_list(kind, said("Letters"), headings, rows, f"letters-{region}")


def _cells(line: LogLine, said: Words) -> dict[str, str]:
    return {
        "time": f"{_moment(line.at):%H:%M}",
        "name": line.name,
        "address": line.address,
        "letter": said(KINDS[line.kind]),
        "outcome": said(OUTCOMES[line.outcome]),
        "state": line.outcome.value,
        "why": say_why(line, said),
        "by": say_by(line, said),
    }


def _say_counts(counts: Iterable[tuple[Outcome, int]], said: Words) -> str:
    """Say what became of the letters of a day, such as "sent: 21 · came back: 1"."""
    known = dict(counts)
    return " · ".join(f"{said(OUTCOMES[name])}: {said.number(known[name])}" for name in Outcome if name in known)


def _moment(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(g.region.zone))


def _plain(at: datetime) -> datetime:
    """Give a time on the region's clock, for a file."""
    return _moment(at).replace(tzinfo=None, second=0, microsecond=0)


def _read_filter() -> LogFilter:
    """Read the query of the address; what cannot be understood is left out."""
    outcome, kind = request.args.get("outcome", ""), request.args.get("kind", "")
    return LogFilter(
        text=one_line(request.args.get("text", ""))[:_LONGEST_TEXT],
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
        kind=Kind(kind) if kind in set(Kind) else None,
        day=forms.read_day(request.args.get("day", "")),
    )


def _query(wanted: LogFilter) -> str:
    """Write a filter as the query of an address."""
    parts = {
        "text": wanted.text,
        "outcome": wanted.outcome or "",
        "kind": wanted.kind or "",
        "day": wanted.day.isoformat() if wanted.day else "",
    }
    return urlencode({name: value for name, value in parts.items() if value})
