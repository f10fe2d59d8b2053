"""The facts between two lines of dashes at the top of a file: flat `key: value` lines with a known type each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import available_timezones

from lms.content.names import is_kebab, is_language, nearest_hint
from lms.content.source_text import Source

_ZONES: set[str] = set()

Reader = Callable[[str], Any]
"""Turns the text of a fact into its value; a ValueError says in words what is expected."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a key may hold."""

    read: Reader
    required: bool = False


@dataclass(slots=True)
class Facts:
    """The facts of one file; only keys whose value could be read."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    """key -> line, for every known key that stands in the file."""
    body: int = 1
    """The line on which the text after the facts begins."""

    def get(self, key: str, default: Any = None) -> Any:
        """Give the value of a fact."""
        return self.values.get(key, default)

    def line(self, key: str) -> int:
        """Give the line of a fact; 1 if it is not in the file."""
        return self.lines.get(key, 1)


def read_facts(
    source: Source, known: Mapping[str, Fact], elsewhere: Mapping[str, str] | None = None, optional: bool = False
) -> Facts:
    """Read the facts at the top of a file and report every fault.

    `elsewhere`: keys that exist but stand in another file, with the name of that file.
    `optional`: the file may do without facts.
    """
    facts = Facts()
    if source.line(1).rstrip() != "---":
        if not optional:
            source.error(
                1, "The file does not begin with its facts.", "Begin it with a line `---`, the facts, and `---`."
            )
        return facts
    end = next((n for n, line in enumerate(source.lines[1:], 2) if line.rstrip() == "---"), None)
    if end is None:
        end = next((n for n, line in enumerate(source.lines[1:], 2) if ":" not in line), len(source.lines) + 1) - 1
        source.error(1, "The facts have no end.", "Close them with a line `---`.")
    for number in range(2, end + 1 if source.line(end).rstrip() != "---" else end):
        _read_line(source, number, known, elsewhere or {}, facts)
    for key, fact in known.items():
        if fact.required and key not in facts.lines:
            source.error(1, f"The fact `{key}` is missing.", f"Add a line `{key}: ...` between the dashes.")
    facts.body = end + 1
    return facts


def _read_line(
    source: Source, number: int, known: Mapping[str, Fact], elsewhere: Mapping[str, str], facts: Facts
) -> None:
    line = source.line(number)
    if not line.strip():
        return
    key, colon, value = (part.strip() for part in line.partition(":"))
    if not colon:
        source.error(
            number, "This line is not a fact.", "Write `key: value`, or move the text below the second `---`."
        )
    elif key in elsewhere:
        source.error(
            number, f"`{key}` does not stand here.", f"Delete the line; the fact stands in `{elsewhere[key]}`."
        )
    elif key not in known:
        source.error(number, f"`{key}`: unknown fact.", nearest_hint(key, known))
    elif key in facts.lines:
        source.error(number, f"`{key}` stands twice.", f"Keep one of the lines {facts.lines[key]} and {number}.")
    else:
        facts.lines[key] = number
        if not value:
            source.error(number, f"`{key}` has no value.", "Write a value after the colon, or delete the line.")
            return
        try:
            facts.values[key] = known[key].read(value)
        except ValueError as error:
            source.error(number, f"`{key}` cannot be `{value}`.", f"Write {error}.")


def text(value: str) -> str:
    """Read any text."""
    return value


def short_text(longest: int) -> Reader:
    """Read a text of at most so many characters."""

    def read(value: str) -> str:
        if len(value) > longest:
            raise ValueError(f"at most {longest} characters (these are {len(value)})")
        return value

    return read


def whole_number(low: int, high: int) -> Reader:
    """Read a whole number within bounds."""

    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) < 10 and low <= int(value) <= high):
            raise ValueError(f"a whole number from {low} to {high}")
        return int(value)

    return read


def yes_no(value: str) -> bool:
    """Read `yes` or `no`."""
    if value.casefold() not in ("yes", "no"):
        raise ValueError("`yes` or `no`")
    return value.casefold() == "yes"


def one_of(*names: str) -> Reader:
    """Read one of a few words."""

    def read(value: str) -> str:
        if value not in names:
            raise ValueError("one of " + ", ".join(f"`{name}`" for name in names))
        return value

    return read


def identifier(value: str) -> str:
    """Read the id of something: a kebab-case name."""
    if not is_kebab(value):
        raise ValueError("an id in small letters, digits and hyphens, such as `why-regions`")
    return value


def identifiers(value: str) -> tuple[str, ...]:
    """Read ids with commas between them."""
    return tuple(identifier(part) for part in words(value))


def words(value: str) -> tuple[str, ...]:
    """Read texts with commas between them."""
    return tuple(part for part in (piece.strip() for piece in value.split(",")) if part)


def sentences(value: str) -> tuple[str, ...]:
    """Read texts with semicolons between them."""
    return tuple(part for part in (piece.strip() for piece in value.split(";")) if part)


def language(value: str) -> str:
    """Read a language code."""
    if not is_language(value):
        raise ValueError("the code of a language, such as `en`")
    return value


def languages(value: str) -> tuple[str, ...]:
    """Read language codes with commas between them; at least one."""
    found = tuple(language(part) for part in words(value))
    if not found:
        raise ValueError("codes of languages, such as `en, ga`")
    return found


def country(value: str) -> str:
    """Read the two capital letters of a country."""
    if not (len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()):
        raise ValueError("the two capital letters of the country, such as `IE`")
    return value


def zone(value: str) -> str:
    """Read the name of a time zone."""
    if not _ZONES:
        _ZONES.update(available_timezones())
    if value not in _ZONES:
        raise ValueError("the name of a time zone, such as `Europe/Dublin`")
    return value
