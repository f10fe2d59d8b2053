"""What SCORM adds to items and resources: words, numbers and times that platforms take literally."""

import re
from collections.abc import Callable, Iterator

from lms.pyscorm.findings import Finding, error, warning
from lms.pyscorm.markup import MANIFEST
from lms.pyscorm.package import Version

from .facts import list_launching, list_resources
from .tree import Element

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TIMESPAN = re.compile(r"\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?")
_ACTIONS = ("exit,message", "exit,no message", "continue,message", "continue,no message")
_ONLY_1_2 = ("masteryscore", "prerequisites", "maxtimeallowed")
_BUTTONS = ("previous", "continue", "exit", "exitAll", "abandon", "abandonAll", "suspendAll")
_ITEM_ORDER = ("title", "item", "metadata")
_SEQUENCED = {
    "sequencingcollection": ("Moodle ignores sequencingCollection.", "Write the sequencing where it is used."),
    "auxiliaryresources": ("Validators refuse auxiliaryResources.", "Leave them out."),
    "sequencingrules": ("Most platforms ignore sequencing rules.", "Guide learners inside the content."),
    "data": ("Shared data stores exist in few platforms.", "Keep everything in the state."),
    "completionthreshold": (
        "With a completion threshold the platform decides by the progress alone.",
        "Leave it out, or report progress_measure always.",
    ),
}
"""Elements of SCORM 2004 that make trouble: what, and what to do."""


def element_faults(root: Element, version: Version) -> Iterator[Finding]:
    """List what is wrong with what SCORM adds to items and resources."""
    for item in root.walk("item"):
        yield from _item_order(item)
        yield from _leaf(item, version)
        yield from _values(item, version)
    for item in list_launching(root):
        if item.get("isvisible") == "false":
            yield warning(
                _at(item), "The item is hidden, but completion may wait for it.", "Show it, or take it out."
            )
    yield from _resources(root)
    if version.is_2004:
        yield from _sequenced(root)


def _at(element: Element) -> str:
    return f"{MANIFEST}:{element.line}"


def _item_order(item: Element) -> Iterator[Finding]:
    """title, item, metadata, and what SCORM adds after them: validating parsers refuse other orders."""
    added = False
    for child in item.children:
        if child.local not in _ITEM_ORDER:
            added = True
        elif added:
            yield error(
                _at(child),
                "The element %(name)s stands behind what SCORM adds to its item.",
                "The order is title, item, metadata, then elements with a prefix.",
                name=child.name,
            )
            return


def _leaf(item: Element, version: Version) -> Iterator[Finding]:
    has_items = any(child.local == "item" for child in item.children)
    if not has_items and not item.get("identifierref"):
        fault = error if version.is_2004 else warning
        yield fault(_at(item), "The item opens nothing.", "Let it point to a resource, or take it out.")
    if has_items and item.get("identifierref") and version.is_2004:
        yield error(
            _at(item), "SCORM 2004 lets only leaves open something.", "Take the identifierref out of this item."
        )


def _values(item: Element, version: Version) -> Iterator[Finding]:
    checks: dict[str, tuple[Callable[[str], bool], str]] = {
        "masteryscore": (_is_percent, "Write a number from 0 to 100."),
        "maxtimeallowed": (lambda text: bool(_TIMESPAN.fullmatch(text)), "Write it like 0001:30:00."),
        "timelimitaction": (lambda text: text in _ACTIONS, "Write exit or continue, then message or no message."),
        "datafromlms": (
            lambda text: len(text) <= (4000 if version.is_2004 else 255),
            "Write at most 255 characters (4,000 in SCORM 2004).",
        ),
    }
    for child in item.children:
        if version.is_2004 and child.local in _ONLY_1_2:
            yield error(
                _at(child),
                "SCORM 2004 knows no %(name)s.",
                "Take it out; a pass mark stands in the sequencing of the item.",
                name=child.name,
            )
            continue
        is_right, fix = checks.get(child.local, (lambda _text: True, ""))
        if not is_right(child.text):
            yield error(
                _at(child),
                "The value %(value)r of %(name)s is not allowed.",
                fix,
                value=child.text[:60],
                name=child.name,
            )
        if child.local == "prerequisites" and child.get("type") != "aicc_script":
            yield error(_at(child), "Prerequisites need the type aicc_script.", 'Write type="aicc_script".')


def _is_percent(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and 0 <= float(text) <= 100


def _resources(root: Element) -> Iterator[Finding]:
    resources = list_resources(root)
    wanted = {item.get("identifierref") for item in list_launching(root)}
    for identifier, resource in resources.items():
        if resource.get("type") != "webcontent":
            yield error(_at(resource), "The type of the resource is not webcontent.", 'Write type="webcontent".')
        if resource.get("scormtype") not in ("", "sco", "asset"):
            yield error(
                _at(resource),
                "A resource is a sco or an asset, not %(kind)r.",
                "Write sco for what talks to the platform.",
                kind=resource.get("scormtype"),
            )
        if identifier in wanted and not resource.get("href"):
            yield error(
                _at(resource), "An item opens this resource, but it has no href.", "Name the launch file in href."
            )
        for child in (resource, *resource.children):
            yield from _address(child)
            if child.local == "dependency" and child.get("identifierref") not in resources:
                yield error(
                    _at(child),
                    "The dependency %(identifier)r does not exist.",
                    "Name a resource of this manifest.",
                    identifier=child.get("identifierref"),
                )


def _address(element: Element) -> Iterator[Finding]:
    href = element.get("href")
    if (
        "\\" in href
        or href.startswith("/")
        or ".." in href.split("/")
        or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", href)
    ):
        yield error(
            _at(element),
            "The address %(href)s leads out of the package.",
            "Write it relative to the manifest, with forward slashes.",
            href=href,
        )


def _sequenced(root: Element) -> Iterator[Finding]:
    for element in root.walk():
        if element.local in _SEQUENCED:
            message, fix = _SEQUENCED[element.local]
            yield warning(_at(element), message, fix)
        if element.local == "hidelmsui" and element.text not in _BUTTONS:
            yield error(
                _at(element),
                "There is no button %(name)r to hide.",
                "Write previous, continue, exit, exitAll, abandon, abandonAll or suspendAll.",
                name=element.text,
            )
        if element.local == "minnormalizedmeasure" and not _is_measure(element.text):
            yield error(
                _at(element),
                "The measure %(value)r is not allowed.",
                "Write a number from -1 to 1.",
                value=element.text,
            )
        if element.local == "organization" and element.get("objectivesglobaltosystem") != "false":
            yield warning(
                _at(element),
                "Objectives are shared with all courses of the platform unless that is switched off.",
                'Write adlseq:objectivesGlobalToSystem="false".',
            )


def _is_measure(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and -1 <= float(text) <= 1
