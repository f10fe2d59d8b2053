"""What a manifest tells: edition, title, and the items that can be launched."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lms.pyscorm.package import Item, Version

from .tree import Element

NAMESPACE_2004 = "adlcp_v1p3"


def read_version(root: Element) -> Version:
    """Find the edition: by schemaversion, else by the namespaces; 1.2 when nothing tells."""
    schema_version = root.find("metadata", "schemaversion")
    written = schema_version.text.strip() if schema_version else ""
    if written == "1.2":
        return Version.SCORM_1_2
    if "3rd" in written.lower():
        return Version.SCORM_2004_3RD
    if written.startswith(("2004", "1.3", "CAM 1.3")):
        return Version.SCORM_2004
    modern = any(NAMESPACE_2004 in value for value in root.attributes.values())
    return Version.SCORM_2004 if modern else Version.SCORM_1_2


def find_organization(root: Element) -> Element | None:
    """Find the default organization, else the first."""
    organizations = root.find("organizations")
    if organizations is None:
        return None
    listed = [child for child in organizations.children if child.local == "organization"]
    default = organizations.get("default")
    return next((one for one in listed if one.get("identifier") == default), listed[0] if listed else None)


def read_title(root: Element) -> str:
    """Read the title of the default organization."""
    organization = find_organization(root)
    title = organization.find("title") if organization else None
    return title.text.strip() if title else ""


def list_resources(root: Element) -> dict[str, Element]:
    """List the resources: identifier -> element."""
    resources = root.find("resources")
    children = resources.children if resources else []
    return {child.get("identifier"): child for child in children if child.local == "resource"}


def list_launching(root: Element) -> Iterator[Element]:
    """Go through the items of the default organization that point to a resource."""
    organization = find_organization(root)
    if organization:
        yield from (item for item in organization.walk("item") if item.get("identifierref"))


def read_items(root: Element) -> tuple[Item, ...]:
    """Read the launchable items; one without a resource that exists is left out here and told as a fault."""
    resources = list_resources(root)
    return tuple(
        _item(item, resources[item.get("identifierref")])
        for item in list_launching(root)
        if item.get("identifierref") in resources
    )


def local_path(resource: Element, href: str) -> str:
    """Turn an address of the manifest into a path of the package."""
    return resource.get("base") + unquote(urlsplit(href).path)


def _item(item: Element, resource: Element) -> Item:
    return Item(
        identifier=item.get("identifier"),
        title=_text(item, "title"),
        href=local_path(resource, resource.get("href")),
        pass_mark=_pass_mark(item),
        parameters=item.get("parameters"),
        prerequisites=_text(item, "prerequisites"),
    )


def _text(element: Element, local: str) -> str:
    found = element.find(local)
    return found.text.strip() if found else ""


def _pass_mark(item: Element) -> int | None:
    mastery = item.find("masteryscore")
    if mastery is not None:
        return _percent(mastery.text, 1)
    measure = item.find("sequencing", "objectives", "primaryobjective", "minnormalizedmeasure")
    return _percent(measure.text, 100) if measure is not None else None


def _percent(text: str, factor: int) -> int | None:
    try:
        return round(float(text) * factor)
    except (ValueError, OverflowError):
        return None
