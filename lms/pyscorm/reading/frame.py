"""The frame of a manifest: encoding, namespaces, schemas, order, identifiers (CAM 1.2, section 2.3; 2004, 3)."""

import re
from collections.abc import Iterator

from lms.pyscorm.findings import Finding, error, warning
from lms.pyscorm.markup import MANIFEST
from lms.pyscorm.package import Version

from .tree import Element

_NAMESPACES = {
    "1.2": {
        "": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        "adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    },
    "2004": {
        "": "http://www.imsglobal.org/xsd/imscp_v1p1",
        "adlcp": "http://www.adlnet.org/xsd/adlcp_v1p3",
        "adlseq": "http://www.adlnet.org/xsd/adlseq_v1p3",
        "adlnav": "http://www.adlnet.org/xsd/adlnav_v1p3",
        "imsss": "http://www.imsglobal.org/xsd/imsss",
    },
}
_ORDER = ("metadata", "organizations", "resources", "manifest")
_ENCODING = re.compile(r"""<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)["']""")
_LONGEST_IDENTIFIER = 255
_NAMED = ("manifest", "organization", "item", "resource")


def frame_faults(root: Element, version: Version, paths: frozenset[str]) -> Iterator[Finding]:
    """List what is wrong around the items and resources of a manifest."""
    yield from _encoding(root)
    yield from _namespaces(root, version)
    yield from _schemas(root, paths)
    yield from _order(root)
    yield from _metadata(root)
    yield from _identifiers(root)
    yield from _organizations(root)


def _at(element: Element) -> str:
    return f"{MANIFEST}:{element.line}"


def _encoding(root: Element) -> Iterator[Finding]:
    named = _ENCODING.match(root.source)
    if named and named.group(1).lower() not in ("utf-8", "utf8"):
        yield warning(
            f"{MANIFEST}:1",
            "The manifest is written in %(encoding)s.",
            "Write it in UTF-8, which every platform reads.",
            encoding=named.group(1),
        )


def _namespaces(root: Element, version: Version) -> Iterator[Finding]:
    wanted = _NAMESPACES["2004" if version.is_2004 else "1.2"]
    declared: dict[str, str] = {}
    for element in root.walk():
        for name, value in element.attributes.items():
            if name == "xmlns" or name.startswith("xmlns:"):
                declared.setdefault(name[6:], value)
    for prefix in sorted(_prefixes(root)):
        where = declared.get(prefix, "")
        if not where:
            yield error(
                _at(root),
                "The namespace of %(prefix)s is not declared.",
                "Declare it: %(wanted)s.",
                prefix=prefix or "manifest",
                wanted=wanted.get(prefix, "xmlns"),
            )
        elif prefix in wanted and where != wanted[prefix]:
            yield error(
                _at(root),
                "The namespace of %(prefix)s is %(where)s, which does not belong to this edition.",
                "Write %(wanted)s.",
                prefix=prefix or "manifest",
                where=where,
                wanted=wanted[prefix],
            )


def _prefixes(root: Element) -> set[str]:
    """Collect the prefixes in use; the empty one stands for elements without."""
    used: set[str] = set()
    for element in root.walk():
        used.add(element.name.rpartition(":")[0])
        used |= {name.rpartition(":")[0] for name in element.attributes if ":" in name}
    return used - {"xml", "xmlns"}


def _schemas(root: Element, paths: frozenset[str]) -> Iterator[Finding]:
    for element in root.walk():
        named = element.get("schemalocation").split()
        for address in named[1::2]:
            if ":" not in address and address not in paths:
                yield error(
                    _at(element),
                    "The schema %(path)s is named but not in the package; strict validators refuse that.",
                    "Put the schema files at the root of the package, or leave schemaLocation out.",
                    path=address,
                )


def _order(root: Element) -> Iterator[Finding]:
    known = [child for child in root.children if child.local in _ORDER]
    places = [_ORDER.index(child.local) for child in known]
    for child, place, before in zip(known[1:], places[1:], places, strict=False):
        if place < before:
            yield error(
                _at(child),
                "The element %(name)s stands too late.",
                "The order is metadata, organizations, resources.",
                name=child.name,
            )
    for name in ("organizations", "resources"):
        if not any(child.local == name for child in known):
            yield error(_at(root), "There is no element %(name)s.", "Every manifest needs one.", name=name)


def _metadata(root: Element) -> Iterator[Finding]:
    schema = root.find("metadata", "schema")
    if schema is None or schema.text != "ADL SCORM":
        yield error(
            _at(schema or root.find("metadata") or root),
            "The schema is %(written)r.",
            "Write ADL SCORM, without blanks around it.",
            written=schema.text if schema else "",
        )


def _identifiers(root: Element) -> Iterator[Finding]:
    for element in root.walk():
        if element.local not in _NAMED:
            continue
        identifier = element.get("identifier")
        if not identifier:
            yield error(
                _at(element),
                "The element %(name)s has no identifier.",
                "Give it one that stays the same over all exports.",
                name=element.name,
            )
        elif len(identifier) > _LONGEST_IDENTIFIER:
            yield error(
                _at(element),
                "The identifier has %(length)d characters; Moodle fails to import more than %(longest)d.",
                "Shorten it.",
                length=len(identifier),
                longest=_LONGEST_IDENTIFIER,
            )


def _organizations(root: Element) -> Iterator[Finding]:
    organizations = root.find("organizations")
    listed = [one for one in organizations.children if one.local == "organization"] if organizations else []
    for extra in listed[1:]:
        yield warning(
            _at(extra),
            "There is more than one organization; platforms show the default one only.",
            "Keep one.",
        )
    for organization in listed:
        for item in organization.walk("item"):
            if item.find("title") is None and not item.get("identifierref"):
                yield error(_at(item), "The item has no title.", "Write one: platforms show it to learners.")
