"""Digests of courses and quizzes: equal as long as a learner would see the same."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import PurePath

from lms.content.model import Course, Quiz

_UNSEEN = {"line", "source", "folder", "digest"}
"""Fields that say where a text stands, not what it says."""


def digest_quiz(quiz: Quiz) -> str:
    """Digest a quiz: its facts, questions, answers and replies. 64 hexadecimal digits."""
    return _digest(replace(quiz, digest=""))


def digest_course(course: Course, pictures: Mapping[str, str]) -> str:
    """Digest a composed course: texts, quizzes, and pictures (name -> digest). 64 hexadecimal digits."""
    return _digest([course, sorted(pictures.items())])


def digest_bytes(data: bytes) -> str:
    """Digest a file. 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def mark_of(lines: Iterable[str]) -> str:
    """Give the mark that a translation carries as `source`: 12 digits that change when the original does."""
    return hashlib.sha256("\n".join(line.rstrip() for line in lines).strip().encode()).hexdigest()[:12]


def _digest(thing: object) -> str:
    # The form is fixed by json with sorted keys, so that every machine and every start gives the same digest.
    text = json.dumps(_plain(thing), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(thing: object) -> object:
    if isinstance(thing, Quiz) and thing.digest:
        return thing.digest
    if is_dataclass(thing) and not isinstance(thing, type):
        return {item.name: _plain(getattr(thing, item.name)) for item in fields(thing) if item.name not in _UNSEEN}
    if isinstance(thing, tuple | list):
        return [_plain(part) for part in thing]
    if isinstance(thing, frozenset | set):
        return sorted(thing)
    if isinstance(thing, dict):
        return {key: _plain(value) for key, value in thing.items()}
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, PurePath):
        raise TypeError("A path on disk is no part of what a learner sees.")
    return thing
