"""Which file belongs to which resource of the manifest: each file in exactly one.

Content Aggregation Model 1.2, section 2.3 (`resource`, `file`, `dependency`): a SCO names its launch file, shared
files are an asset that SCOs depend on.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .errors import ScormError
from .package import Package

SHARED = "shared-files"


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of the manifest: a SCO with its launch file, or the files that several SCOs share."""

    identifier: str
    href: str
    """The launch file; empty for shared files."""
    files: tuple[str, ...]
    dependency: str = ""
    """Identifier of the shared files, where there are any."""


def organization_identifier(package: Package) -> str:
    """Name the only organization."""
    return f"{package.identifier}-org"


def resource_identifiers(package: Package) -> dict[str, str]:
    """Name the resource of each launch file: launch file -> identifier. Items with one launch file share it."""
    named: dict[str, str] = {}
    for item in package.items:
        named.setdefault(item.href, f"{item.identifier}-res")
    return named


def resources(package: Package) -> tuple[Resource, ...]:
    """List the resources, launchable ones first: some platforms launch the first that has an address.

    With one launch file everything lies in its resource; with several, all other files are shared.
    """
    named = resource_identifiers(package)
    others = tuple(sorted(file.path for file in package.files if file.path not in named))
    if len(named) == 1:
        ((href, identifier),) = named.items()
        return (Resource(identifier, href, (href, *others)),)
    shared = SHARED if others else ""
    found = [Resource(identifier, href, (href,), shared) for href, identifier in named.items()]
    if shared:
        found.append(Resource(SHARED, "", others))
    return tuple(found)


def refuse_the_unwritable(package: Package) -> None:
    """Raise for what would make a manifest that points nowhere; everything else is for `problems`."""
    if not package.items:
        raise ScormError("The package has no item: there is nothing to open.")
    paths = {file.path for file in package.files}
    for item in package.items:
        if item.href not in paths:
            raise ScormError("The launch file %(href)s is not in the package.", href=item.href)
    _refuse_twice(file.path for file in package.files)


def _refuse_twice(paths: Iterable[str]) -> None:
    seen: set[str] = set()
    for path in paths:
        if path in seen:
            raise ScormError("The file %(path)s is in the package twice.", path=path)
        seen.add(path)
