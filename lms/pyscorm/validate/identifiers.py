"""Identifiers: well-formed, short, and each used once in the whole manifest (they are of the type xs:ID)."""

import re
from collections.abc import Iterator

from lms.pyscorm.findings import Finding, error
from lms.pyscorm.package import Package
from lms.pyscorm.resources import SHARED, organization_identifier, resource_identifiers

LONGEST = 64
_WELL_FORMED = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def identifier_findings(package: Package) -> Iterator[Finding]:
    """Check the identifiers that were given, and that none meets another or one that the writer makes of them."""
    given = [package.identifier, *(item.identifier for item in package.items)]
    for identifier in dict.fromkeys(given):
        yield from _form(identifier)
    made = [organization_identifier(package), *resource_identifiers(package).values(), SHARED]
    first: dict[str, str] = {}
    for identifier in (*given, *made):
        before = first.setdefault(identifier.lower(), identifier)
        if before is not identifier:
            yield error(
                identifier or "package",
                "The identifier %(identifier)r is used twice (large and small letters count as one).",
                "Give each package and item its own; names ending in -org or -res are the writer's.",
                identifier=identifier,
            )


def _form(identifier: str) -> Iterator[Finding]:
    if not _WELL_FORMED.fullmatch(identifier):
        yield error(
            identifier or "package",
            "The identifier %(identifier)r cannot stand in a manifest.",
            "Begin with a letter or _, then use letters A to Z, digits, _ and - only.",
            identifier=identifier,
        )
    if len(identifier) > LONGEST:
        yield error(
            identifier,
            "The identifier %(identifier)r has %(length)d characters.",
            "Keep identifiers to %(longest)d characters: some platforms cut or refuse longer ones.",
            identifier=identifier,
            length=len(identifier),
            longest=LONGEST,
        )
