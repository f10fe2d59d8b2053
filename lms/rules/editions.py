"""Which numbers of a new edition may be shown anew, so that two editions tell no small change. Pure.

Somebody who holds two editions subtracts one from the other: a number that moved from 40 to 42 tells of two
people. So a number that moved by less than the threshold is *held*: it stands as it stood. A reader cannot tell a
held number from one that did not move. Further numbers are held or hidden until no small change, and nothing
hidden, follows by sums and differences from what is shown anew. Dates share no sums, so a change can be computed
only if the number can be computed at both of them.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from lms.rules.suppression import Sum, Within, find_derivable

Key = Hashable


@dataclass(frozen=True, slots=True)
class Rest:
    """Those of a whole who are not in a part: nobody prints them, everybody can compute them."""

    whole: Key
    part: Key


@dataclass(frozen=True, slots=True)
class Together:
    """The unknown parts of a whole, whose sum follows from the known ones."""

    whole: Key
    parts: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Release:
    """What an edition shows."""

    told: Mapping[Key, int]
    """The last value that readers know of each number, also of rests and of sums of unknown ones."""
    hidden: frozenset[Key]
    held: frozenset[Key]
    """Numbers that stand as they stood in an earlier edition."""

    def shown(self, key: Key) -> int | None:
        """Give a number as it is shown; None = hidden."""
        return None if key in self.hidden else self.told[key]


def release(
    counts: Mapping[Key, int],
    hidden: Set[Key],
    relations: Iterable[Sum | Within],
    told: Mapping[Key, int],
    below: int,
) -> Release:
    """Decide what is shown of true counts, of which `hidden` are no longer or not yet large enough.

    `told` is that of the edition before, empty for the first one. Relations must hold among the counts.
    """
    values, sums, nested = dict(counts), [], []
    for relation in relations:
        if isinstance(relation, Within):
            rest = Rest(relation.whole, relation.part)
            values[rest] = counts[relation.whole] - counts[relation.part]
            sums.append(Sum(relation.whole, (relation.part, rest)))
            nested.append(relation)
        else:
            sums.append(relation)
    rests = {key for key in values if isinstance(key, Rest)}
    held = {key for key in counts if key not in hidden and key in told and abs(counts[key] - told[key]) < below}
    state = _State(values, told, below, set(hidden), held, rests)
    while state.give_way(sums) or state.keep_order(nested):
        pass
    return state.result(sums)


@dataclass(slots=True)
class _State:
    """Numbers while it is being decided which of them are known to readers."""

    values: Mapping[Key, int]
    told: Mapping[Key, int]
    below: int
    hidden: set[Key]
    held: set[Key]
    rests: set[Key]

    @property
    def unknown(self) -> set[Key]:
        return self.hidden | self.held | self.rests

    def moved_little(self, key: Key, value: int) -> bool:
        """Whether a value tells a small change to who knows the one before."""
        return key in self.told and 0 < abs(value - self.told[key]) < self.below

    def is_sensitive(self, key: Key) -> bool:
        """Whether an unknown number must stay unknown."""
        if key in self.hidden and key not in self.told:
            return self.values[key] > 0
        return self.moved_little(key, self.values[key]) or (key in self.hidden and self.values[key] > 0)

    def give_way(self, sums: Sequence[Sum]) -> bool:
        """Make further numbers unknown where a sensitive one follows from the rest; say whether any had to."""
        unknown = self.unknown
        # What is alone in a sum is seen without solving anything.
        alone = {u[0] for one in sums if len(u := [k for k in (one.whole, *one.parts) if k in unknown]) == 1}
        telling = {key for key in alone if self.is_sensitive(key)}
        if telling:
            silenced = [self._silence(one) for one in sums if telling.intersection((one.whole, *one.parts))]
            if any(silenced):
                return True
        follows = find_derivable(sums, unknown)
        telling = {key for key in follows if self.is_sensitive(key)}
        lacking = unknown - follows
        done = False
        for one in sums:
            if telling.intersection((one.whole, *one.parts)) or self._tells_together(one, lacking):
                # What follows by several steps has nothing open beside it: then a step before it has to go.
                done |= self._silence(one) or self._silence_near(one, sums, follows)
        return done

    def _tells_together(self, one: Sum, lacking: Set[Key]) -> bool:
        together = _together(one, lacking)
        return together is not None and self.moved_little(
            together, sum(self.values[part] for part in together.parts)
        )

    def _silence_near(self, one: Sum, sums: Sequence[Sum], follows: Set[Key]) -> bool:
        near = follows.intersection((one.whole, *one.parts))
        return any(
            self._silence(other) for other in sums if near.intersection((other.whole, *other.parts))
        ) or any(self._silence(other) for other in sums if follows.intersection((other.whole, *other.parts)))

    def _silence(self, one: Sum) -> bool:
        """Make one more number of a sum unknown: the smallest part, at last the whole."""
        unknown = self.unknown
        open_parts = [part for part in one.parts if part not in unknown]
        if open_parts:
            place = {part: at for at, part in enumerate(one.parts)}
            victim = min(open_parts, key=lambda key: (self.values[key] == 0, self.values[key], place[key]))
        elif one.whole not in unknown:
            victim = one.whole
        else:
            return False
        self._make_unknown(victim)
        return True

    def _make_unknown(self, key: Key) -> None:
        (self.held if key in self.told else self.hidden).add(key)

    def keep_order(self, nested: Sequence[Within]) -> bool:
        """Hold a part that would be shown greater than its whole, since the whole is held."""
        show: Callable[[Key], int | None] = self._show
        for one in nested:
            whole, part = show(one.whole), show(one.part)
            if whole is None or part is None or part <= whole:
                continue
            if one.part not in self.held and one.part in self.told and self.told[one.part] <= whole:
                self.held.add(one.part)
            else:
                self.held.discard(one.part)
                self.hidden.add(one.part)
            return True
        return False

    def _show(self, key: Key) -> int | None:
        if key in self.hidden:
            return None
        return self.told[key] if key in self.held else self.values[key]

    def result(self, sums: Sequence[Sum]) -> Release:
        unknown = self.unknown
        follows = find_derivable(sums, unknown)
        told = dict(self.told)
        told |= {key: value for key, value in self.values.items() if key not in unknown or key in follows}
        for one in sums:
            together = _together(one, unknown - follows)
            if together is not None:
                told[together] = sum(self.values[part] for part in together.parts)
        # A held number that follows from others was allowed to: it moved far, so it may as well be shown.
        held = frozenset(key for key in self.held if key not in follows or told[key] == self.told[key])
        return Release(told, frozenset(self.hidden), held)


def _together(one: Sum, lacking: Set[Key]) -> Together | None:
    """Give the unknown parts of a known whole; None if there are none or the whole is unknown too."""
    parts = frozenset(part for part in one.parts if part in lacking)
    # A part and its rest are together the whole itself.
    if not parts or one.whole in lacking or isinstance(one.parts[-1], Rest):
        return None
    return Together(one.whole, parts)
