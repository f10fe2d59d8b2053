"""Which questions are drawn and how answers are shuffled: the same in Python and in JavaScript.

The generator is mulberry32 (public domain, by Tommy Ettinger), small enough to be written twice alike; the
shuffle is Fisher and Yates'. Neither is a secret: they only make two tries differ.
"""

from collections.abc import Iterator
from functools import lru_cache

from lms.content.model import Quiz

_MASK = 0xFFFFFFFF


def _numbers(seed: int) -> Iterator[int]:
    """Yield 32-bit numbers: mulberry32 in integer arithmetic."""
    state = seed & _MASK
    while True:
        state = (state + 0x6D2B79F5) & _MASK
        mixed = state
        mixed = ((mixed ^ (mixed >> 15)) * (mixed | 1)) & _MASK
        mixed ^= (mixed + (((mixed ^ (mixed >> 7)) * (mixed | 61)) & _MASK)) & _MASK
        yield (mixed ^ (mixed >> 14)) & _MASK


@lru_cache(maxsize=4096)  # a try is shown again and again, always in its own order
def shuffled(count: int, seed: int) -> tuple[int, ...]:
    """Give the positions 0 to count - 1 in the order that belongs to `seed`."""
    order = list(range(count))
    numbers = _numbers(seed)
    for last in range(count - 1, 0, -1):
        other = next(numbers) % (last + 1)
        order[last], order[other] = order[other], order[last]
    return tuple(order)


def draw(quiz: Quiz, seed: int) -> tuple[str, ...]:
    """Give the names of the questions of one try, in the order in which they are asked.

    A quiz that draws shuffles its bank and takes the first; any other keeps the order of the file.
    """
    names = [question.name for question in quiz.questions]
    if quiz.draw is None:
        return tuple(names)
    return tuple(names[position] for position in shuffled(len(names), seed)[: quiz.draw])


def seed_of_question(seed: int, position: int) -> int:
    """The seed by which the answers of the question at `position` in the file are shuffled."""
    return (seed + 0x9E3779B9 * (position + 1)) & _MASK
