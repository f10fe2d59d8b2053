"""The lists of a folder of packages: a page to click, a table to count, checksums to verify."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lms.export.bulk.standing import INDEX
from lms.export.bulk.whole import write_whole
from lms.export.bulk.work import Outcome
from lms.export.package_contents import edition_name
from lms.export.package_frame import templates
from lms.language import Words

_COLUMNS = ("file", "module", "title", "languages", "region", "edition", "bytes", "sha256")


@dataclass(frozen=True, slots=True)
class Entry:
    """One package of a folder."""

    file: str
    module: str
    title: str
    languages: str
    region: str
    edition: str
    bytes: int
    sha256: str


def write_lists(
    outcomes: Iterable[Outcome], titles: dict[str, str], regions: dict[str, str], output: Path, words: Words
) -> tuple[Entry, ...]:
    """Write index.html, index.csv and SHA256SUMS; `titles` and `regions` name modules and regions by id."""
    entries = tuple(sorted((_entry(one, titles, regions) for one in outcomes if not one.fault), key=_order))
    write_whole(output / "SHA256SUMS", "".join(f"{one.sha256}  {one.file}\n" for one in entries).encode())
    page = templates().get_template("bulk.html").render(entries=entries, _=words, words=words)
    write_whole(output / "index.html", page.encode())
    # The last of all: where it is, everything is.
    write_whole(output / INDEX, _table(entries).encode("utf-8-sig"))
    return entries


def read_index(output: Path) -> tuple[Entry, ...]:
    """Read what lies in a finished folder; nothing where it is not finished."""
    try:
        text = (output / INDEX).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return tuple(Entry(**{name: row[name] for name in _COLUMNS} | {"bytes": int(row["bytes"])}) for row in rows)


def _entry(outcome: Outcome, titles: dict[str, str], regions: dict[str, str]) -> Entry:
    job = outcome.job
    return Entry(
        file=job.file,
        module=job.course,
        title=titles.get(job.course, job.course),
        languages=" ".join(job.languages),
        region=regions.get(job.region, job.region),
        edition=edition_name(job.version),
        bytes=outcome.size,
        sha256=outcome.digest,
    )


def _order(entry: Entry) -> tuple[str, str, str, str]:
    return (entry.module, entry.region, entry.languages, entry.file)


def _table(entries: tuple[Entry, ...]) -> str:
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for entry in entries:
        table.writerow([getattr(entry, column) for column in _COLUMNS])
    return stream.getvalue()
