"""Each planted fault is found, at its place, with a way out."""

import io
import zipfile

import pytest

from lms.pyscorm import Finding, Severity, check, manifest
from tests.pyscorm.planted import CASES
from tests.pyscorm.samples import good_package, with_item
from tests.pyscorm.test_archive import Pipe
from tests.pyscorm.test_reading import make_zip, with_manifest

ERROR, WARNING = Severity.ERROR, Severity.WARNING
EVERYWHERE = ("wrong root", "no resources", "no organizations")
"""Faults that need a word replaced wherever it stands."""


@pytest.mark.parametrize(
    ("version", "name", "old", "new", "where", "message"), CASES, ids=[f"{case[0]} {case[1]}" for case in CASES]
)
def test_a_planted_fault_is_found_with_its_place_and_a_fix(
    version: str, name: str, old: str, new: str, where: str | None, message: str
):
    text = manifest(good_package(), version)
    assert old in text
    # The last occurrence, so that the title of the item is meant and not that of the organization.
    spoiled = text.replace(old, new) if name in EVERYWHERE else new.join(text.rsplit(old, 1))
    findings = [one for one in check(with_manifest(spoiled)) if message in one.message]
    assert findings, [str(one) for one in check(with_manifest(spoiled))]
    assert all(one.fix for one in findings)
    if where is None:
        return
    lines = [number for number, line in enumerate(spoiled.split("\n"), 1) if where in line]
    assert any(one.place in {f"imsmanifest.xml:{number}" for number in lines} for one in findings), findings


def test_there_are_more_than_sixty_kinds_of_planted_faults():
    assert len({name for _, name, *_ in CASES}) > 60


def found(stream: io.BytesIO, message: str) -> Finding:
    return next(one for one in check(stream) if message in one.message)


def test_a_zip_that_was_streamed_is_told():
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest(good_package(), "1.2"))
        for file in good_package().files:
            archive.writestr(file.path, file.data)
    one = found(io.BytesIO(b"".join(pipe.parts)), "stream readers refuse")
    assert one.severity is ERROR
    assert one.place == "imsmanifest.xml"


def test_backslashes_of_folders_are_told():
    stream = make_zip({"imsmanifest.xml": "<manifest/>", "pages\\one.html": "x"})
    assert found(stream, "written with backslashes").severity is WARNING


def test_a_name_in_unknown_letters_is_told():
    data = make_zip({"imsmanifest.xml": "<manifest/>", "n\u00e9.txt": "x"}).getvalue()
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    local = data.index(b"PK\x03\x04", 4)
    changed = bytearray(data)
    changed[at + 9] &= ~0x08
    changed[local + 7] &= ~0x08
    assert "does not say in which letters" in found(io.BytesIO(bytes(changed)), "in which letters").message


@pytest.mark.parametrize("version", ["1.2", "2004", "2004-3rd"])
@pytest.mark.parametrize("mark", [None, 70])
def test_good_packages_have_none_of_these_faults(version: str, mark: int | None):
    assert check(with_manifest(manifest(with_item(pass_mark=mark), version))) == []
