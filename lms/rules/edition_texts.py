"""An edition between the moment it is counted, the row in which it is kept, and the report that shows it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from lms.rules.editions import Release, Rest, Together, release
from lms.rules.suppression import Sum, Within

TOTAL = ""
"""The scope of all regions together; the others are ids of regions."""
Key = tuple[str, ...]
Full = tuple[str, Key]
"""Scope and key of a number."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a scope besides the numbers."""

    name: str
    zone: str
    target: int
    excluded: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The true numbers of all scopes at one moment, before it is decided what is shown."""

    as_of: datetime
    below: int
    counts: Mapping[Full, int]
    hidden: frozenset[Full]
    relations: tuple[Sum | Within, ...]
    facts: Mapping[str, Facts]
    means: Mapping[str, Mapping[str, tuple[Key, float]]]
    """Scope -> name -> the people it was computed over, and the mean."""
    basis: Mapping[str, Mapping[str, int]]
    """Scope -> course or empty -> how many had completed it; to tell later what was added for earlier dates."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The last frozen report of a scope, to tell what was added since then for the time before it."""

    edition: int
    as_of: datetime
    basis: Mapping[str, int]
    """Course or empty -> how many were known to have completed it."""


def decide(draft: Draft, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Decide what the edition shows and write it down; `before` is what the edition before wrote down."""
    told = _read_told(before) if before else {}
    made = release(draft.counts, draft.hidden, draft.relations, told, draft.below)
    written: dict[str, Any] = {"facts": {name: asdict(facts) for name, facts in draft.facts.items()}}
    plain = {key: value for key, value in made.told.items() if isinstance(key, tuple)}
    written["told"] = {scope: {} for scope in draft.facts}
    for (scope, key), value in plain.items():
        written["told"].setdefault(scope, {})["|".join(key)] = value
    written["more"] = [*_write_more(made)]
    written["hidden"] = _by_scope(made.hidden, draft)
    written["held"] = _by_scope(made.held, draft)
    written["means"] = {scope: _decide_means(draft, scope, made, before) for scope in draft.facts}
    return written


def _decide_means(
    draft: Draft, scope: str, made: Release, before: Mapping[str, Any] | None
) -> dict[str, list[Any]]:
    """A mean is shown anew with the number of people behind it, and stands as it stood with it."""
    earlier: Mapping[str, list[Any]] = (before or {}).get("means", {}).get(scope, {})
    result: dict[str, list[Any]] = {}
    for name, (over, mean) in draft.means[scope].items():
        full = (scope, over)
        if full in made.hidden:
            continue
        fresh = full not in made.held and (scope != TOTAL or _may_be_pooled(draft, over, made))
        if fresh:
            result[name] = ["|".join(over), round(mean, 2)]
        elif name in earlier:
            result[name] = list(earlier[name])
    return result


def _may_be_pooled(draft: Draft, over: Key, made: Release) -> bool:
    """Whether the mean of all regions gives back neither the few of some, nor what few did since."""
    silent = [(name, over) for name in draft.facts if name != TOTAL]
    silent = [full for full in silent if full in made.hidden or full in made.held]
    few = sum(draft.counts[full] for full in silent if full in made.hidden)
    moved = sum(abs(draft.counts[full] - made.told[full]) for full in silent if full in made.told)
    return not 0 < few < draft.below and not 0 < moved < draft.below


def _by_scope(keys: frozenset[Any], draft: Draft) -> dict[str, list[str]]:
    return {name: sorted("|".join(key) for scope, key in keys if scope == name) for name in draft.facts}


def _write_more(made: Release) -> Iterator[list[Any]]:
    for key, value in made.told.items():
        if isinstance(key, Rest):
            yield ["rest", _write(key.whole), [_write(key.part)], value]
        elif isinstance(key, Together):
            yield ["together", _write(key.whole), sorted(_write(part) for part in key.parts), value]


def _read_told(written: Mapping[str, Any]) -> dict[Any, int]:
    told: dict[Any, int] = {
        (scope, tuple(key.split("|"))): value
        for scope, counts in written["told"].items()
        for key, value in counts.items()
    }
    for kind, whole, parts, value in written["more"]:
        keys = [_read(part) for part in parts]
        one = Rest(_read(whole), keys[0]) if kind == "rest" else Together(_read(whole), frozenset(keys))
        told[one] = value
    return told


def _write(full: Any) -> str:
    scope, key = full
    return f"{scope}/{'|'.join(key)}"


def _read(text: str) -> Full:
    scope, _, key = text.partition("/")
    return scope, tuple(key.split("|"))


@dataclass(frozen=True, slots=True)
class ScopeView:
    """What one edition shows of one scope."""

    scope: str
    as_of: datetime
    below: int
    version: int
    facts: Facts
    told: Mapping[str, int]
    hidden: frozenset[str]
    held: frozenset[str]
    means: Mapping[str, list[Any]]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all numbers, shown or not."""
        return self.hidden.union(self.told)

    def shown(self, *key: str) -> int | None:
        """Give a number; None = hidden, or not counted in this edition."""
        name = "|".join(key)
        return None if name in self.hidden else self.told.get(name)

    def mean(self, name: str) -> float | None:
        """Give a mean; None = hidden, or over nobody."""
        found = self.means.get(name)
        return found[1] if found else None


def view_scope(
    written: Mapping[str, Any], scope: str, as_of: datetime, below: int, version: int
) -> ScopeView | None:
    """Read what an edition shows of a scope; None for a region it does not know."""
    if scope not in written["facts"]:
        return None
    return ScopeView(
        scope,
        as_of,
        below,
        version,
        Facts(**written["facts"][scope]),
        written["told"].get(scope, {}),
        frozenset(written["hidden"].get(scope, ())),
        frozenset(written["held"].get(scope, ())),
        written["means"].get(scope, {}),
    )
