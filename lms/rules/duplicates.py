"""Which people look like one: by name within an organisation, and by mistyped addresses. Pure, never all pairs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from lms.language import fold

_SHORTEST = 5
"""Shorter texts differ by one letter too often to say anything."""
_LARGEST_GROUP = 12
"""More people than this of one name are a common name, not one person."""


class Why(StrEnum):
    """What speaks for two people being one."""

    NAME = "name"
    """The same name, and the same organisation or none stated."""
    SIMILAR_NAME = "similar_name"
    """Names a letter apart in the same organisation."""
    ADDRESS = "address"
    """Mail addresses a letter apart, and a name in common."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person as far as comparing looks at them."""

    id: int
    name: str
    email: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who may be one; `first` has the lower id."""

    first: int
    second: int
    why: Why


def find_pairs(people: Iterable[Candidate]) -> tuple[Pair, ...]:
    """Find who looks like whom, the surest reason first. Work grows with the number of people, not of pairs."""
    everybody = {person.id: person for person in people}
    names = {person.id: _name_key(person.name) for person in everybody.values()}
    offices = {person.id: fold(person.organisation) for person in everybody.values()}
    found: dict[tuple[int, int], Why] = {}
    for why, pairs in (
        (Why.NAME, _same_names(names, offices)),
        (Why.ADDRESS, _near_addresses(everybody, names)),
        (Why.SIMILAR_NAME, _near_names(names, offices)),
    ):
        for one, other in pairs:
            found.setdefault((min(one, other), max(one, other)), why)
    order = list(Why)
    return tuple(
        Pair(*pair, why) for pair, why in sorted(found.items(), key=lambda item: (order.index(item[1]), item[0]))
    )


def is_near(one: str, other: str) -> bool:
    """Whether two texts differ by one letter at most: missing, added, wrong, or two neighbours swapped."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


def _same_names(names: Mapping[int, str], offices: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    for group in _groups(names).values():
        for one, other in combinations(group, 2):
            if offices[one] == offices[other] or not offices[one] or not offices[other]:
                yield one, other


def _near_names(names: Mapping[int, str], offices: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    for office, members in _groups(offices, largest=None).items():
        if office:
            yield from _near({each: names[each] for each in members if len(names[each]) >= _SHORTEST})


def _near_addresses(people: Mapping[int, Candidate], names: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    parts = {each: person.email.partition("@") for each, person in people.items()}
    for kept, compared in ((2, 0), (0, 2)):
        for members in _groups({each: part[kept] for each, part in parts.items()}, largest=None).values():
            texts = {each: parts[each][compared] for each in members if len(parts[each][compared]) >= _SHORTEST}
            for one, other in _near(texts):
                if _share_a_name(names[one], names[other]) and not _are_numbered(texts[one], texts[other]):
                    yield one, other


def _near(texts: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    """Give pairs of near texts: two such texts are the same once a letter of each is left out."""
    if len(texts) < 2:
        return
    groups: dict[str, list[int]] = {}
    for each, text in texts.items():
        for key in {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}:
            groups.setdefault(key, []).append(each)
    for members in groups.values():
        if 2 <= len(members) <= _LARGEST_GROUP:
            for one, other in combinations(members, 2):
                if is_near(texts[one], texts[other]):
                    yield one, other


def _groups(keys: Mapping[int, str], largest: int | None = _LARGEST_GROUP) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for each, key in keys.items():
        groups.setdefault(key, []).append(each)
    return {key: group for key, group in groups.items() if largest is None or len(group) <= largest}


def _name_key(name: str) -> str:
    """A name without accents and marks, its parts in order, so that "Smith, Jane" is "Jane Smith"."""
    bare = "".join(character if character.isalnum() else " " for character in fold(name))
    return " ".join(sorted(bare.split()))


def _are_numbered(one: str, other: str) -> bool:
    """Whether two addresses differ by their numbers alone: offices number people of one name, that is no slip."""
    bare = ["".join(character for character in text if not character.isdigit()) for text in (one, other)]
    return one != other and bare[0] == bare[1]


def _share_a_name(one: str, other: str) -> bool:
    return bool(set(one.split()) & set(other.split())) or is_near(one, other)
