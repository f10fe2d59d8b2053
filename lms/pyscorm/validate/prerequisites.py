"""Prerequisites of SCORM 1.2: an expression over identifiers that a platform can read (CAM 1.2, section 2.3)."""

import re
from collections.abc import Iterator

from lms.pyscorm.findings import Finding, error
from lms.pyscorm.package import Item, Package, Version

LONGEST = 200
_IDENTIFIER = r"[A-Za-z_][A-Za-z0-9_.-]*"
_SIGN = re.compile(rf'\s*(?:(\d+\*\{{|[&|~(){{}},]|=|<>)|("[^"]*")|({_IDENTIFIER}))')
_STATUSES = ("passed", "completed", "browsed", "failed", "not attempted", "incomplete", *"pcbfni")


def prerequisite_findings(package: Package, version: Version) -> Iterator[Finding]:
    """Check the prerequisites of all items."""
    identifiers = {item.identifier for item in package.items}
    for item in package.items:
        if not item.prerequisites:
            continue
        if version.is_2004:
            yield error(
                item.identifier,
                "SCORM 2004 knows no prerequisites.",
                "Take them out, or choose SCORM 1.2.",
            )
        else:
            yield from _expression(item, identifiers)


def _expression(item: Item, identifiers: set[str]) -> Iterator[Finding]:
    named = _find_named(item.prerequisites)
    if named is None:
        yield error(
            item.identifier,
            "The prerequisites %(expression)r cannot be read.",
            "Join identifiers of items by & (and) or | (or), in at most %(longest)d characters.",
            expression=item.prerequisites,
            longest=LONGEST,
        )
        return
    for identifier in sorted(named - identifiers):
        yield error(
            item.identifier,
            "The prerequisites name %(identifier)s, which is no item.",
            "Name an item of this package.",
            identifier=identifier,
        )
    if item.identifier in named:
        yield error(item.identifier, "The item waits for itself.", "Take it out of its own prerequisites.")


def _find_named(expression: str) -> set[str] | None:
    """Find the identifiers in an expression; None if it cannot be read."""
    if len(expression) > LONGEST:
        return None
    try:
        return _Parser(expression).parse()
    except ValueError:
        return None


class _Parser:
    """Walks through an expression; raises ValueError where it cannot be read."""

    def __init__(self, expression: str) -> None:
        self.signs = list(self._cut(expression.strip()))
        self.named: set[str] = set()

    @staticmethod
    def _cut(expression: str) -> Iterator[str]:
        at = 0
        while at < len(expression):
            found = _SIGN.match(expression, at)
            if found is None:
                raise ValueError(expression)
            at = found.end()
            yield found.group(1) or found.group(2) or found.group(3)

    def parse(self) -> set[str]:
        self._any()
        if self.signs:
            raise ValueError(self.signs[0])
        return self.named

    def _next(self) -> str:
        if not self.signs:
            raise ValueError("the end")
        return self.signs.pop(0)

    def _wants(self, sign: str) -> None:
        if self._next() != sign:
            raise ValueError(sign)

    def _any(self) -> None:
        self._one()
        while self.signs and self.signs[0] in "&|":
            self._next()
            self._one()

    def _one(self) -> None:
        sign = self._next()
        if sign == "~":
            self._one()
        elif sign == "(":
            self._any()
            self._wants(")")
        elif sign.endswith("*{"):
            self._name(self._next())
            while self.signs and self.signs[0] == ",":
                self._next()
                self._name(self._next())
            self._wants("}")
        else:
            self._name(sign)
            if self.signs and self.signs[0] in ("=", "<>"):
                self._next()
                if self._next().strip('"') not in _STATUSES:
                    raise ValueError(sign)

    def _name(self, sign: str) -> None:
        if not re.fullmatch(_IDENTIFIER, sign):
            raise ValueError(sign)
        self.named.add(sign)
