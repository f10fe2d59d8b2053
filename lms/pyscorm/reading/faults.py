"""What is wrong with a manifest, seen with the eyes of the strictest platforms."""

import re
from collections import Counter
from collections.abc import Iterator

from lms.pyscorm.findings import Finding, error, warning
from lms.pyscorm.markup import MANIFEST
from lms.pyscorm.package import Version

from .elements import element_faults
from .facts import find_organization, list_launching, list_resources, local_path
from .frame import frame_faults
from .tree import Element

_OLDER_2004 = ("CAM 1.3", "1.3")
"""What the 2nd edition writes; platforms still take it."""
_PLAIN = re.compile(r"manifest|metadata|schema|schemaversion|organizations?|item|title|resources?|file|dependency")
_PREFIXED = {
    "adlcp": re.compile(r"masteryscore|prerequisites|datafromlms|maxtimeallowed|timelimitaction"),
    "imsss": re.compile(r"sequencing|deliverycontrols|primaryobjective|controlmode"),
    "adlnav": re.compile(r"presentation|hidelmsui"),
}
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_NUMERIC_REFERENCE = re.compile(r"&#x?[0-9A-Fa-f]+;")


def manifest_faults(root: Element, version: Version, paths: tuple[str, ...]) -> Iterator[Finding]:
    """List the faults of a manifest in a package with the files `paths`."""
    yield from _frame(root, version)
    yield from frame_faults(root, version, frozenset(paths))
    yield from element_faults(root, version)
    yield from _prefixes(root)
    yield from _identifiers(root)
    yield from _organization(root, version.is_2004)
    yield from _resources(root, version)
    yield from _files(root, frozenset(paths))
    if version.is_2004:
        yield from _sequencing(root)


def _at(element: Element) -> str:
    return f"{MANIFEST}:{element.line}"


def _frame(root: Element, version: Version) -> Iterator[Finding]:
    if root.name != "manifest":
        yield error(_at(root), "The document is not a manifest.", "Begin it with <manifest>.")
    schema_version = root.find("metadata", "schemaversion")
    written = schema_version.text if schema_version else ""
    known = (version.schema_version, *(_OLDER_2004 if version.is_2004 else ()))
    if written not in known:
        yield error(
            _at(schema_version or root),
            "The schemaversion is %(written)r; Moodle takes such a package for SCORM 1.2.",
            "Write %(right)s, without blanks around it.",
            written=written,
            right=version.schema_version,
        )
    if any(child.local == "manifest" for child in root.children):
        yield error(_at(root), "There is a manifest inside the manifest.", "Put everything into one.")
    if _NUMERIC_REFERENCE.search(root.source):
        yield error(
            MANIFEST,
            "There are numeric references such as &#233;, which Moodle shows raw.",
            "Write the characters.",
        )
    for element in root.walk():
        if "xml:base" in element.attributes:
            yield error(_at(element), "xml:base is obeyed by few platforms.", "Write whole relative paths.")


def _prefixes(root: Element) -> Iterator[Finding]:
    for element in root.walk():
        prefix = element.name.rpartition(":")[0]
        if _PLAIN.fullmatch(element.local) and prefix in ("", "imscp", "cp", "ims"):
            wanted = ""
        else:
            wanted = next(
                (name for name, locals_ in _PREFIXED.items() if locals_.fullmatch(element.local)), prefix
            )
        if prefix != wanted:
            yield error(
                _at(element),
                "The element %(name)s is not seen by platforms that know no namespaces.",
                "Write it with the prefix %(wanted)s." if wanted else "Write it without a prefix.",
                name=element.name,
                wanted=wanted,
            )


def _identifiers(root: Element) -> Iterator[Finding]:
    named = [
        element
        for element in root.walk()
        if element.local in ("manifest", "organization", "item", "resource") and "identifier" in element.attributes
    ]
    used = Counter(element.attributes["identifier"].lower() for element in named)
    for element in named:
        identifier = element.attributes["identifier"]
        if used[identifier.lower()] > 1:
            yield error(
                _at(element),
                "The identifier %(identifier)r is used twice; one overwrites the other.",
                "Give each element its own.",
                identifier=identifier,
            )
        if not _IDENTIFIER.fullmatch(identifier):
            yield error(
                _at(element),
                "The identifier %(identifier)r is not allowed.",
                "Begin with a letter or _, then letters, digits, . _ and - only.",
                identifier=identifier,
            )


def _organization(root: Element, is_2004: bool) -> Iterator[Finding]:
    organizations = root.find("organizations")
    organization = find_organization(root)
    if organizations is None or organization is None:
        yield error(_at(root), "There is no organization.", "List the items in one.")
        return
    if organizations.get("default") != organization.get("identifier"):
        yield error(
            _at(organizations), "The default organization does not exist.", "Name one that does in `default`."
        )
    resources = list_resources(root)
    for item in list_launching(root):
        if item.get("identifierref") not in resources:
            yield error(
                _at(item),
                "The item points to the resource %(identifier)r, which does not exist.",
                "Name one that does.",
                identifier=item.get("identifierref"),
            )
        if any(child.local == "item" for child in item.children) and not is_2004:
            yield warning(
                _at(item), "An item with items below it points to a resource.", "Let only leaves do that."
            )


def _resources(root: Element, version: Version) -> Iterator[Finding]:
    attribute = "adlcp:scormtype" if version is Version.SCORM_1_2 else "adlcp:scormType"
    resources = list_resources(root)
    wanted = {item.get("identifierref") for item in list_launching(root)}
    for identifier, resource in resources.items():
        if attribute not in resource.attributes:
            yield error(
                _at(resource),
                "The resource has no attribute %(attribute)s; it is opened without tracking.",
                "Write it exactly so.",
                attribute=attribute,
            )
        if identifier in wanted and resource.get("scormtype") == "asset":
            yield warning(_at(resource), "An item opens an asset: nothing is tracked.", "Make it a SCO.")
    first = next(iter(resources), "")
    if wanted & set(resources) and first not in wanted:
        yield warning(
            _at(resources[first]),
            "The first resource is not a launchable one; some platforms open the first.",
            "Move the SCO to the front.",
        )


def _files(root: Element, paths: frozenset[str]) -> Iterator[Finding]:
    listed: Counter[str] = Counter()
    for resource in list_resources(root).values():
        inside = [
            (child, local_path(resource, child.get("href")))
            for child in resource.children
            if child.local == "file"
        ]
        listed.update(path for _, path in inside)
        for child, path in inside:
            if path not in paths:
                near = next((one for one in sorted(paths) if one.lower() == path.lower()), "")
                yield error(
                    _at(child),
                    "The file %(path)s is not in the package.",
                    "Write it as the file is written: %(near)s." if near else "Add it.",
                    path=path,
                    near=near,
                )
        launch = local_path(resource, resource.get("href"))
        if launch and launch not in {path for _, path in inside}:
            yield error(
                _at(resource),
                "The launch file %(path)s is not among its files.",
                "List it as a file.",
                path=launch,
            )
    for path, times in listed.items():
        if times > 1:
            yield warning(MANIFEST, "The file %(path)s is listed twice.", "List each file once.", path=path)
    for path in sorted(paths - listed.keys()):
        if not path.lower().endswith((".xsd", ".dtd")):
            yield warning(path, "The file %(path)s is not in the manifest.", "List it in a resource.", path=path)


def _sequencing(root: Element) -> Iterator[Finding]:
    for element in root.walk("mapinfo"):
        yield error(_at(element), "Moodle on PHP 8 fails on mapInfo.", "Leave it out.")
    for item in list_launching(root):
        controls = item.find("sequencing", "deliverycontrols")
        told = (
            controls and controls.get("completionsetbycontent") == controls.get("objectivesetbycontent") == "true"
        )
        if not told:
            yield error(
                _at(item),
                "Without true deliveryControls a platform may mark it completed and passed when it is closed.",
                "Set completionSetByContent and objectiveSetByContent to true.",
            )
