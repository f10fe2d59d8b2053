"""The contents list of a package: what it is, whose, under which licence, and every file with its checksum."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from lms import pyscorm
from lms.content.model import Course
from lms.language import N_, Words, funding_line

CONTENTS = "contents.txt"
LICENCE = "EUPL-1.2"
_MANIFEST = "imsmanifest.xml"
_EDITIONS = {
    pyscorm.Version.SCORM_1_2: N_("SCORM 1.2"),
    pyscorm.Version.SCORM_2004: N_("SCORM 2004, 4th edition"),
    pyscorm.Version.SCORM_2004_3RD: N_("SCORM 2004, 3rd edition"),
}


def edition_name(version: pyscorm.Version) -> str:
    """Name an edition as people do; a text to translate."""
    return _EDITIONS[version]


def list_facts(
    courses: Sequence[Course], words: Words, version: pyscorm.Version, funding: bool, contact: str
) -> dict[str, str]:
    """List what a package is, label by label, in the words of its reader."""
    first = courses[0]
    facts = {
        words("Module"): f"{first.title} ({first.id})",
        # No clock: the same content has the same digest on every day and every machine.
        words("State of the content"): first.digest,
        words("Language"): ", ".join(f"{words.language_name(one.language)} ({one.language})" for one in courses),
        words("Region"): first.region or words("none, neutral text"),
        words("Edition"): words(edition_name(version)),
        words("Licence"): words("European Union Public Licence, version 1.2 (%(id)s)", id=LICENCE),
        words("Funding"): funding_line(words, funding),
        words("Contact"): contact,
    }
    return {label: value for label, value in facts.items() if value}


def add_files(
    package: pyscorm.Package, files: Iterable[pyscorm.File], version: pyscorm.Version, words: Words
) -> pyscorm.Package:
    """Put files into a package (in the place of those of the same name), and write its contents list anew.

    The list itself is not in the list; everything else is, the manifest too.
    """
    kept = {file.path: file for file in (*package.files, *files) if file.path != CONTENTS}
    names_only = _with(package, [*kept.values(), pyscorm.File(CONTENTS, b"")])
    manifest = pyscorm.manifest(names_only, version).encode()
    listed = sorted([*kept.values(), pyscorm.File(_MANIFEST, manifest)], key=lambda file: file.path)
    lines = [f"{label}: {value}" for label, value in package.metadata.items()]
    lines += ["", words("Files: SHA-256, bytes, name")]
    lines += [f"{sha256(file.data).hexdigest()} {len(file.data):>9} {file.path}" for file in listed]
    return _with(package, [*kept.values(), pyscorm.File(CONTENTS, ("\n".join(lines) + "\n").encode())])


def _with(package: pyscorm.Package, files: list[pyscorm.File]) -> pyscorm.Package:
    return replace(package, files=tuple(sorted(files, key=lambda file: file.path)))
