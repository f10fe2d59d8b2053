"""Hides small groups, and the second cells that would give them away. Pure.

A table is a set of counts and of sums between them (whole = parts). Small counts (1 to threshold - 1) are hidden.
So is, where `whole = part + rest`, a small rest that nobody prints but everybody can compute. Then further counts
are hidden until no hidden one follows from the visible ones by adding and subtracting, and until the hidden parts
of a visible whole together are no small group either.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

THRESHOLD: Final = 5
"""The smallest group that is shown."""
_PRIME = (1 << 61) - 1

Key = Hashable


class Hidden:
    """The mark of a hidden cell; there is one, `HIDDEN`."""

    _one: "Hidden | None" = None

    def __new__(cls) -> "Hidden":
        """Give the one mark, so that `is HIDDEN` holds everywhere, also after copying."""
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __repr__(self) -> str:
        return "HIDDEN"

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return (Hidden, ())


HIDDEN: Final = Hidden()


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and the parts that make it up exactly."""

    whole: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """A count that is part of another; the rest is not shown, but could be computed."""

    whole: Key
    part: Key


@dataclass(frozen=True, slots=True)
class _Rest:
    """The rest of a whole that nobody prints."""

    whole: Key
    part: Key


def find_hidden(
    counts: Mapping[Key, int],
    relations: Iterable[Sum | Within] = (),
    threshold: int = THRESHOLD,
    also: Iterable[Key] = (),
    known: Iterable[Key] = (),
) -> frozenset[Key]:
    """Find which counts must be hidden; relations that do not add up raise a ValueError.

    `also` names counts that are hidden anyway, because they are hidden elsewhere; `known` those that another page
    shows or gives away, which hiding here would not hide.
    """
    values = dict(counts)
    sums = [_as_sum(relation, values, threshold) for relation in relations]
    sums = [one for one in sums if one is not None]
    hidden = {key for key, count in counts.items() if 0 < count < threshold} | {
        key for key in also if key in counts
    }
    open_ = frozenset(known)
    secret = (hidden - open_) | {key for key in values if isinstance(key, _Rest)}
    while (victim := _next_victim(values, sums, secret, threshold, open_)) is not None:
        secret.add(victim)
    return frozenset(key for key in secret if key in counts)


def _as_sum(relation: Sum | Within, values: dict[Key, int], threshold: int) -> Sum | None:
    """Write a relation as a sum; None if it gives nothing away because its rest is unknown and no small group."""
    if isinstance(relation, Within):
        rest = values[relation.whole] - values[relation.part]
        if rest < 0:
            raise ValueError(f"{relation.part!r} is greater than its whole {relation.whole!r}.")
        if not 0 < rest < threshold:
            return None
        key = _Rest(relation.whole, relation.part)
        values[key] = rest
        return Sum(relation.whole, (relation.part, key))
    if values[relation.whole] != sum(values[part] for part in relation.parts):
        raise ValueError(f"The parts of {relation.whole!r} do not add up.")
    return relation


def _next_victim(
    values: Mapping[Key, int], sums: Sequence[Sum], secret: set[Key], threshold: int, known: frozenset[Key]
) -> Key | None:
    """Find the next count to hide; None if nothing can be derived any more."""
    for one in sums:
        unknown = [key for key in (one.whole, *one.parts) if key in secret]
        if not unknown:
            continue
        small = one.whole not in secret and 0 < sum(values[key] for key in unknown) < threshold
        if (len(unknown) == 1 or small) and (victim := _choose(values, one, secret, known)) is not None:
            return victim
    derivable = find_derivable(sums, secret)
    for one in sums:
        if derivable & {one.whole, *one.parts} and (victim := _choose(values, one, secret, known)) is not None:
            return victim
    # No sum of the derivable counts themselves has anything left; so something else goes that they follow from.
    reached = set(derivable)
    while (
        more := {key for one in sums if reached & (own := secret & {one.whole, *one.parts}) for key in own}
        - reached
    ):
        reached |= more
    left = (key for one in sums if reached & {one.whole, *one.parts} for key in (one.whole, *one.parts))
    return min(
        (key for key in left if key not in secret and key not in known), key=values.__getitem__, default=None
    )


def _choose(values: Mapping[Key, int], one: Sum, secret: set[Key], known: frozenset[Key]) -> Key | None:
    """Choose what to hide besides: the smallest part that is not zero, then a zero, then the whole."""
    visible = [key for key in one.parts if key not in secret and key not in known]
    if visible:
        return min(visible, key=lambda key: (values[key] == 0, values[key], one.parts.index(key)))
    return None if one.whole in secret or one.whole in known else one.whole


def find_derivable(sums: Sequence[Sum], secret: set[Key]) -> set[Key]:
    """Find the secret counts that follow from the sums, by elimination in whole numbers modulo a large prime."""
    rows = [row for one in sums if (row := _row(one, secret))]
    pivots: dict[Key, dict[Key, int]] = {}
    for row in rows:
        for key, pivot in pivots.items():
            _subtract(row, pivot, key)
        if not row:
            continue
        key = next(iter(row))
        inverse = pow(row[key], -1, _PRIME)
        for column in row:
            row[column] = row[column] * inverse % _PRIME
        for pivot in pivots.values():
            _subtract(pivot, row, key)
        pivots[key] = row
    return {key for key, row in pivots.items() if len(row) == 1}


def _row(one: Sum, secret: set[Key]) -> dict[Key, int]:
    """Write the unknown side of a sum: unknown -> factor."""
    row: dict[Key, int] = {}
    for key, factor in ((one.whole, _PRIME - 1), *((part, 1) for part in one.parts)):
        if key in secret:
            row[key] = (row.get(key, 0) + factor) % _PRIME
    return {key: factor for key, factor in row.items() if factor}


def _subtract(row: dict[Key, int], pivot: Mapping[Key, int], key: Key) -> None:
    """Take the pivot row out of a row, so that `key` no longer stands in it."""
    factor = row.get(key, 0)
    if not factor:
        return
    for column, value in pivot.items():
        left = (row.get(column, 0) - factor * value) % _PRIME
        if left:
            row[column] = left
        else:
            row.pop(column, None)
