"""Which counts may be shown beside each other: nested steps, and parts of a known total. Pure arithmetic.

None stands for a hidden count. "Small" is 1 to `below` - 1 people; 0 says nothing about anybody as long as the
group is not small itself.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

Count = int | None
_FEWEST_LEFT = 3
"""A hidden count must leave a reader at least so many possible values."""
_MOST_KEPT = 4096
"""Answers remembered: most figures stand as they stood when one person did something."""


def is_small(count: int, below: int) -> bool:
    """Whether a group is so small that its people could be recognised."""
    return 0 < count < below


def hide_nested(counts: Sequence[int], below: int, order: Sequence[int] = ()) -> tuple[Count, ...]:
    """Hide steps of which each is part of the one before (invited, started, completed ...).

    The difference between two shown steps is a group too, so it may not be small either. `order` names positions
    that matter most, first: of two steps that cannot both be shown, the later one in the order goes.
    """
    if not counts or is_small(max(counts), below):
        return (None,) * len(counts)
    shown: dict[int, int] = {}
    # Every number whose difference to a shown one, or to nobody, is a small group.
    telling = set(range(1, below))
    for position in dict.fromkeys((*order, *range(len(counts)))):
        count = counts[position]
        if count not in telling:
            shown[position] = count
            telling.update(range(count - below + 1, count), range(count + 1, count + below))
    return tuple(shown.get(position) for position in range(len(counts)))


def candidates_between(shown: Iterable[Count], position: int, below: int) -> frozenset[int]:
    """Give the values that a reader who knows the rule can imagine for a step hidden by `hide_nested`."""
    return _candidates(tuple(shown), position, below)


@lru_cache(maxsize=_MOST_KEPT)
def _candidates(steps: tuple[Count, ...], position: int, below: int) -> frozenset[int]:
    known = {count for count in steps if count is not None}
    if not known:
        return frozenset(range(1, below)) if position == 0 else frozenset(range(below))
    above = [count for count in steps[:position] if count is not None]
    under = [count for count in steps[position + 1 :] if count is not None]
    highest = min(above) if above else max(known) + below - 1
    lowest = max(under) if under else 0
    near = {value for count in (*known, 0) for value in range(count - below + 1, count + below) if value != count}
    return frozenset(value for value in near if lowest <= value <= highest and value > 0)


def hide_parts(
    parts: Sequence[int],
    total: Count,
    below: int,
    wholes: Sequence[Count] | None = None,
    last: Sequence[int] = (),
) -> tuple[Count, ...]:
    """Hide small parts of a total, and as many more as it takes that the total does not give them back.

    `total` is what is shown elsewhere, None if it is hidden there. `wholes` gives for each part the group it is
    counted from (None if that is hidden): a small rest of it is hidden like a small part. `last` names positions
    that are hidden besides only if nothing else is left. Zeros may be hidden too: hidden does not mean "some".
    """
    if total == 0:
        return tuple(parts)
    groups: Sequence[Count] = wholes if wholes is not None else [None] * len(parts)
    small = {position for position, part in enumerate(parts) if _gives_away(part, wholes, position, below)}
    hidden = set(small)
    by_size = sorted(range(len(parts)), key=lambda position: (position in last, parts[position], position))
    waiting = [position for position in by_size if position not in hidden]
    if total is None and not hidden:
        # Without a hidden part the sum of the parts would tell the total.
        hidden |= set([position for position in waiting if parts[position]][:1])
    while total is not None and hidden and waiting:
        options = [
            _options(parts[position], groups[position], position in small, below) for position in sorted(hidden)
        ]
        if leaves_open(options, sum(parts[position] for position in hidden)):
            break
        hidden.add(waiting.pop(0))
    return tuple(None if position in hidden else part for position, part in enumerate(parts))


def leaves_open(options: Sequence[frozenset[int]], total: int) -> bool:
    """Whether every hidden count keeps several possible values once their sum is known."""
    return _leaves_open(tuple(options), total)


@lru_cache(maxsize=_MOST_KEPT)
def _leaves_open(options: tuple[frozenset[int], ...], total: int) -> bool:
    after = _sums(options[::-1])[::-1]
    # What is left for this count and those after it, once those before it are taken from the total.
    left = 1 << total
    for position, own in enumerate(options):
        possible, rest = 0, 0
        for value in own:
            # A value is possible when what it leaves of some rest is a sum of the counts after it.
            if left & after[position + 1] << value:
                possible += 1
            rest |= left >> value
        if possible < _FEWEST_LEFT:
            return False
        left = rest
    return True


def guess_around(count: int, below: int) -> frozenset[int]:
    """Give the values that a reader can imagine for a count that is hidden: a small one, or any near it."""
    if is_small(count, below):
        return frozenset(range(1, below))
    return frozenset(range(max(0, count - 2 * below), count + 2 * below + 1))


# Sets of sums are kept as whole numbers: bit n is set when n is possible.


def _sums(options: Sequence[frozenset[int]]) -> list[int]:
    """The possible sums of the first 0, 1, 2 ... counts."""
    sums = [1]
    for own in options:
        reached = 0
        for value in own:
            reached |= sums[-1] << value
        sums.append(reached)
    return sums


def _gives_away(part: int, wholes: Sequence[Count] | None, position: int, below: int) -> bool:
    if is_small(part, below):
        return True
    if wholes is None:
        return False
    whole = wholes[position]
    return whole is None or is_small(whole - part, below)


def _options(part: int, whole: Count, is_primary: bool, below: int) -> frozenset[int]:
    """What a reader can imagine for a hidden part: a small count or rest, or more if it hides others."""
    if not is_primary:
        return guess_around(part, below)
    rests = {whole - rest for rest in range(1, below) if whole - rest >= 0} if whole is not None else set()
    return frozenset({part, *range(1, below), *rests})
