"""Titles, launch files, pass marks and states of the items.

Lengths: Content Aggregation Model 1.2, section 2.3 (`parameters` 1,000, `version` 20); titles end where Moodle's
database does, at 255, although the standard asks platforms for 200 only.
"""

import re
from collections.abc import Iterator

from lms.pyscorm.findings import Finding, error, warning
from lms.pyscorm.markup import is_xml_text
from lms.pyscorm.package import Item, Package, Version

LONGEST_TITLE = 255
LONGEST_REVISION = 20
LONGEST_PARAMETERS = 1000
COUNTER = 6
"""Characters that the runtime script puts in front of the state, so that a lost state is sent again."""
_PARAMETERS = re.compile(r"[?#]?[A-Za-z0-9._~%=&+,;:@/!$'()*-]+")
_REFERENCE = re.compile(r"&(#\d+|#x[0-9A-Fa-f]+|\w+);")


def item_findings(package: Package, version: Version) -> Iterator[Finding]:
    """Check the package's title and revision, how many items it has, and each of them."""
    yield from title_findings("package", package.title)
    if len(package.revision) > LONGEST_REVISION:
        yield error(
            "package",
            "The revision %(revision)r is longer than %(longest)d characters.",
            "Shorten it.",
            revision=package.revision,
            longest=LONGEST_REVISION,
        )
    if not package.items:
        yield error("package", "The package has no item: there is nothing to open.", "Add an item.")
    if version.is_2004 and len(package.items) > 1:
        yield error(
            "package",
            "A SCORM 2004 package with %(count)d items: Moodle cannot start a second one.",
            "Put everything into one item, write one package per item, or choose SCORM 1.2.",
            count=len(package.items),
        )
    paths = {file.path for file in package.files}
    for item in package.items:
        yield from title_findings(item.identifier, item.title)
        yield from _launch(item, paths)
        yield from _numbers(item, version)


def title_findings(place: str, title: str) -> Iterator[Finding]:
    """Check one title."""
    if not title.strip():
        yield error(place, "There is no title.", "Write one: platforms show it to learners.")
    elif title != " ".join(title.split()):
        yield error(
            place, "The title %(title)r has blanks at its ends or line breaks.", "Take them out.", title=title
        )
    if len(title) > LONGEST_TITLE:
        yield error(
            place,
            "The title has %(length)d characters; Moodle fails to import more than %(longest)d.",
            "Shorten it.",
            length=len(title),
            longest=LONGEST_TITLE,
        )
    if not is_xml_text(title):
        yield error(place, "The title %(title)r holds control characters.", "Take them out.", title=title)
    if _REFERENCE.search(title) or "<" in title:
        yield warning(
            place,
            "The title %(title)r looks like markup; some platforms show it raw, others obey it.",
            "Write plain text with the characters themselves.",
            title=title,
        )


def _launch(item: Item, paths: set[str]) -> Iterator[Finding]:
    if item.href not in paths:
        near = next((path for path in sorted(paths) if path.lower() == item.href.lower()), "")
        yield error(
            item.identifier,
            "The launch file %(href)s is not in the package.",
            "Write it as the file is written: %(near)s." if near else "Add the file, or name another one.",
            href=item.href,
            near=near,
        )
    if item.parameters and (
        len(item.parameters) > LONGEST_PARAMETERS or not _PARAMETERS.fullmatch(item.parameters)
    ):
        yield error(
            item.identifier,
            "The parameters %(parameters)r are not a query string.",
            "Write ?name=value&name=value, percent-encoded, in at most %(longest)d characters.",
            parameters=item.parameters,
            longest=LONGEST_PARAMETERS,
        )


def _numbers(item: Item, version: Version) -> Iterator[Finding]:
    if item.pass_mark is not None and not 0 <= item.pass_mark <= 100:
        yield error(
            item.identifier,
            "The pass mark %(mark)s is not between 0 and 100.",
            "Give it in percent.",
            mark=item.pass_mark,
        )
    room = version.state_limit - COUNTER
    if item.state_size > room:
        yield error(
            item.identifier,
            "The state can grow to %(size)d characters; SCORM %(version)s keeps %(room)d.",
            "Keep less, write it shorter, or split the content.",
            size=item.state_size,
            version=str(version),
            room=room,
        )
