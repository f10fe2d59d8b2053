"""May a newer package take the place of an older one on a platform where learners are under way?

Platforms keep tracks under the item's identifier and hand `cmi.suspend_data` of the old content to the new one, so
the answer lies in the two packages: it is computed, not ticked.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from .errors import ScormError
from .package import Item
from .reading import Reading, read
from .remarks import Remark, remark
from .structure import STRUCTURE, Structure


class Verdict(StrEnum):
    """What an administrator does with the newer package."""

    SAFE = "safe to replace"
    NEW = "add as a new activity"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict over two packages. `reasons` forbid replacing; `notes` are differences that do no harm."""

    reasons: tuple[Remark, ...]
    notes: tuple[Remark, ...]

    @property
    def is_safe(self) -> bool:
        """Whether learners who are under way lose nothing."""
        return not self.reasons

    @property
    def verdict(self) -> Verdict:
        """The verdict in words."""
        return Verdict.SAFE if self.is_safe else Verdict.NEW


def compare(old: Reading | IO[bytes] | bytes, new: Reading | IO[bytes] | bytes) -> Comparison:
    """Compare an older package with a newer one: readings, zips as seekable streams, or their bytes.

    What it asks: does every item keep its identifier, and does the new content take up the old state (Run-Time
    Environment, `cmi.suspend_data`)? Raises ScormError when one of them cannot be read.
    """
    before, after = _reading(old), _reading(new)
    reasons = [*_identity(before, after), *_items(before, after), *_state(before, after)]
    return Comparison(tuple(reasons), tuple(_differences(before, after)))


def _reading(given: Reading | IO[bytes] | bytes) -> Reading:
    if isinstance(given, Reading):
        return given
    return read(io.BytesIO(given) if isinstance(given, bytes) else given)


def _identity(old: Reading, new: Reading) -> Iterator[Remark]:
    if old.version is not new.version:
        yield remark(
            "The edition changed from SCORM %(old)s to SCORM %(new)s.", old=str(old.version), new=str(new.version)
        )
    if old.package.identifier != new.package.identifier:
        yield remark(
            "It is another package: %(old)s became %(new)s.",
            old=old.package.identifier,
            new=new.package.identifier,
        )


def _items(old: Reading, new: Reading) -> Iterator[Remark]:
    if len(old.package.items) != len(new.package.items):
        yield remark(
            "There were %(old)d activities, now there are %(new)d: the platform computes grades and completion"
            " from all of them.",
            old=len(old.package.items),
            new=len(new.package.items),
        )
    newer = {item.identifier: item for item in new.package.items}
    for item in old.package.items:
        if item.identifier not in newer:
            yield remark(
                "The identifier %(identifier)s is gone: platforms delete what learners did under it.",
                identifier=item.identifier,
            )
        else:
            yield from _item(item, newer[item.identifier])


def _item(old: Item, new: Item) -> Iterator[Remark]:
    if old.parameters != new.parameters:
        yield remark(
            "%(identifier)s is opened with other parameters (%(old)s, now %(new)s).",
            identifier=old.identifier,
            old=old.parameters or "-",
            new=new.parameters or "-",
        )
    if old.pass_mark != new.pass_mark:
        yield remark(
            "The pass mark of %(identifier)s changed (%(old)s, now %(new)s): two rules for one group.",
            identifier=old.identifier,
            old="-" if old.pass_mark is None else old.pass_mark,
            new="-" if new.pass_mark is None else new.pass_mark,
        )
    if old.prerequisites != new.prerequisites:
        yield remark(
            "What must be done before %(identifier)s changed.",
            identifier=old.identifier,
        )


def _state(old: Reading, new: Reading) -> Iterator[Remark]:
    """Whether the new content takes up what the old one kept."""
    if old.package.files == new.package.files:
        return
    try:
        before, after = find_structure(old), find_structure(new)
    except ScormError as broken:
        yield Remark(broken.message, broken.values)
        return
    if before is None or after is None:
        yield remark("Nothing in the packages tells whether the new content takes up what the old one kept.")
    else:
        yield from after.accepts(before)


def find_structure(reading: Reading) -> Structure | None:
    """Find what a package declares of its state (Run-Time Environment, `cmi.suspend_data`).

    Raises ScormError when the declaration is broken.
    """
    found = next((file for file in reading.package.files if file.path == STRUCTURE), None)
    return Structure.from_json(found.data) if found else None


def _differences(old: Reading, new: Reading) -> Iterator[Remark]:
    before = {file.path: file.data for file in old.package.files}
    after = {file.path: file.data for file in new.package.files}
    changed = sum(1 for path in before.keys() & after.keys() if before[path] != after[path])
    if before != after:
        yield remark(
            "Files: %(changed)d changed, %(added)d new, %(removed)d gone.",
            changed=changed,
            added=len(after.keys() - before.keys()),
            removed=len(before.keys() - after.keys()),
        )
    if old.package.title != new.package.title:
        yield remark("The title was %(old)r, now it is %(new)r.", old=old.package.title, new=new.package.title)
    newer = {item.identifier: item for item in new.package.items}
    for item in old.package.items:
        now = newer.get(item.identifier, item)
        if now.title != item.title:
            yield remark("The title was %(old)r, now it is %(new)r.", old=item.title, new=now.title)
        if now.href != item.href:
            yield remark("%(identifier)s is opened by another file.", identifier=item.identifier)
    if _order(old) != _order(new) and sorted(_order(old)) == sorted(_order(new)):
        yield remark("The activities stand in another order.")


def _order(reading: Reading) -> list[str]:
    return [item.identifier for item in reading.package.items]
