"""Packages of others, or our own, read back: tolerantly, strictly reported, safe against hostile files."""

from dataclasses import dataclass
from typing import IO

from lms.pyscorm.errors import ScormError
from lms.pyscorm.findings import Finding, error
from lms.pyscorm.markup import MANIFEST
from lms.pyscorm.package import File, Package, Version
from lms.pyscorm.validate.contents import content_findings
from lms.pyscorm.validate.file_names import file_name_findings
from lms.pyscorm.validate.items import item_findings
from lms.pyscorm.validate.prerequisites import prerequisite_findings

from .facts import read_items, read_title, read_version
from .faults import manifest_faults
from .tree import read_tree
from .unzip import Limits, unzip

__all__ = ["Limits", "Reading", "check", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A package as it was found. What the manifest does not tell (language, licence, state size) is left empty."""

    package: Package
    """Items are the ones that can be launched; files are all but the manifest."""
    version: Version
    manifest: str
    """The manifest's text."""
    findings: tuple[Finding, ...]


def read(stream: IO[bytes], limits: Limits | None = None) -> Reading:
    """Read a package from a seekable stream: a Package Interchange File (Content Aggregation Model, packaging).

    Raises ScormError for what is unsafe or no package at all (broken or hostile zip, too big, no manifest, broken
    XML, a DOCTYPE); everything else is read as well as it can be and stands in `findings`.
    """
    limits = limits or Limits()
    unzipped = unzip(stream, limits)
    found = unzipped.files
    path, findings = _find_manifest(found)
    findings += unzipped.findings
    folder = path[: -len(MANIFEST)]
    files = tuple(
        File(name.removeprefix(folder), data)
        for name, data in sorted(found.items())
        if name != path and name.startswith(folder)
    )
    root = read_tree(found[path], limits.manifest)
    version = read_version(root)
    items = read_items(root)
    package = Package(
        identifier=root.get("identifier"),
        title=read_title(root),
        language="",
        items=items,
        files=files,
        revision=root.get("version"),
    )
    paths = tuple(file.path for file in files)
    findings += [
        *manifest_faults(root, version, paths),
        *item_findings(package, version),
        *prerequisite_findings(package, version),
        *file_name_findings(paths),
        *content_findings(files, tuple(item.href for item in items), version),
    ]
    return Reading(package, version, root.source, tuple(findings))


def check(stream: IO[bytes], limits: Limits | None = None) -> list[Finding]:
    """List every fault of a zipped package as a strict platform would; an unreadable one is a single finding.

    What is looked for: the rules of the Content Aggregation Model that schemas cannot express (references, files,
    leaves, lengths), and what real platforms refuse or misread although the standard allows it.
    """
    try:
        return list(read(stream, limits).findings)
    except ScormError as refused:
        return [error("package", refused.message, "Make the package again, or ask who made it.", **refused.values)]


def _find_manifest(found: dict[str, bytes]) -> tuple[str, list[Finding]]:
    """Find the manifest: at the root, else in other letters or in the only folder, which is told."""
    if MANIFEST in found:
        return MANIFEST, []
    candidates = [path for path in found if path.lower().rpartition("/")[2] == MANIFEST and path.count("/") <= 1]
    if len(candidates) != 1:
        raise ScormError("There is no imsmanifest.xml at the root of the zip.")
    (path,) = candidates
    return path, [
        error(
            path,
            "The manifest is not called imsmanifest.xml at the root of the zip, so platforms refuse the package.",
            "Zip the contents of the folder, not the folder, and write the name in small letters.",
        )
    ]
