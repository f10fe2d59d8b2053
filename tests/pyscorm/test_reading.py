"""Reading packages back: ours, careless ones, hostile ones."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from lms.pyscorm import Item, Limits, ScormError, Severity, Version, check, manifest, read
from tests.pyscorm.samples import good_package, with_item, zipped

VERSIONS = pytest.mark.parametrize("version", ["1.2", "2004", "2004-3rd"])


def make_zip(files: dict[str, bytes | str], change: Callable[[zipfile.ZipInfo], None] | None = None) -> io.BytesIO:
    """A zip with these files; `change` may spoil each entry."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(entry)
            archive.writestr(entry, data)
    return stream


def with_manifest(text: str | bytes, version: str = "1.2") -> io.BytesIO:
    """The good package with another manifest."""
    files: dict[str, bytes | str] = {"imsmanifest.xml": text}
    files |= {file.path: file.data for file in good_package().files}
    return make_zip(files)


def spoiled(old: str, new: str, version: str = "1.2") -> io.BytesIO:
    """The good package with something replaced in its manifest."""
    text = manifest(good_package(), version)
    assert old in text
    return with_manifest(text.replace(old, new))


@VERSIONS
@pytest.mark.parametrize("mark", [None, 70])
def test_a_package_comes_back_as_it_was_written(version: str, mark: int | None):
    package = with_item(pass_mark=mark, title="R&D — Ж", state_size=0)
    reading = read(io.BytesIO(zipped(package, version)))
    assert reading.version == Version(version)
    assert reading.findings == ()
    assert reading.package == replace(
        package, language="", files=tuple(sorted(package.files, key=lambda file: file.path))
    )
    assert reading.manifest == manifest(package, version)


@VERSIONS
def test_our_packages_stand_the_strict_check(version: str):
    assert check(io.BytesIO(zipped(good_package(), version))) == []


def test_several_items_come_back():
    package = good_package(
        items=(
            Item("a", "A", "index.html"),
            Item("b", "B", "pages/second.html", pass_mark=50, prerequisites="a&~b"),
        ),
    )
    reading = read(io.BytesIO(zipped(package)))
    assert reading.package.items == package.items


@pytest.mark.parametrize(
    ("old", "new", "version", "message"),
    [
        ("<schemaversion>1.2<", "<schemaversion>1.2 <", "1.2", "The schemaversion is '1.2 '"),
        ("2004 4th Edition", "2004 4th edition", "2004", "takes such a package for SCORM 1.2"),
        ("2004 4th Edition", "2004 2nd Edition", "2004", "takes such a package for SCORM 1.2"),
        ("<manifest ", "<manifest xml:base='x/' ", "1.2", "xml:base"),
        ("</manifest>", "<manifest identifier='x'/></manifest>", "1.2", "a manifest inside the manifest"),
        ("Why regions?", "Why r&#233;gions?", "1.2", "numeric references"),
        ("adlcp:scormtype", "scormtype", "1.2", "no attribute adlcp:scormtype"),
        ("adlcp:scormType", "adlcp:scormtype", "2004", "no attribute adlcp:scormType"),
        ('scormtype="sco"', 'scormtype="asset"', "1.2", "opens an asset"),
        ('identifier="foundations-1"', 'identifier="foundations"', "1.2", "is used twice"),
        ('identifier="foundations-1"', 'identifier="1 a"', "1.2", "is not allowed"),
        ('default="foundations-org"', 'default="other"', "1.2", "default organization does not exist"),
        ('identifierref="foundations-1-res"', 'identifierref="gone"', "1.2", "'gone', which does not exist"),
        ('<file href="scorm.js"/>', "", "1.2", "scorm.js is not in the manifest"),
        ('<file href="scorm.js"/>', '<file href="none.js"/>', "1.2", "none.js is not in the package"),
        ('<file href="scorm.js"/>', '<file href="scorm.js"/><file href="scorm.js"/>', "1.2", "is listed twice"),
        ('<file href="index.html"/>', "", "1.2", "index.html is not among its files"),
        ("<resources>", '<resources><resource identifier="r0"/>', "1.2", "not a launchable one"),
        ("imsss:deliveryControls", "imsss:other", "2004", "Without true deliveryControls"),
        (
            "<imsss:deliveryControls",
            '<imsss:mapInfo targetObjectiveID="x"/><imsss:deliveryControls',
            "2004",
            "mapInfo",
        ),
        ("<title>Why regions?</title>", "", "1.2", "no title"),
        (
            "</title>\n      </item>",
            "</title><item identifier='y'><title>Y</title></item></item>",
            "1.2",
            "only leaves",
        ),
        ("manifest", "package", "1.2", "not a manifest"),
    ],
)
def test_faults_of_a_manifest_are_told(old: str, new: str, version: str, message: str):
    findings = check(spoiled(old, new, version))
    assert [one for one in findings if message in f"{one.message} {one.fix}"], findings


def test_other_prefixes_are_read_but_told():
    text = manifest(with_item(pass_mark=60), "1.2").replace("adlcp:", "a:").replace("xmlns:adlcp", "xmlns:a")
    reading = read(with_manifest(text))
    assert reading.package.items[0].pass_mark == 60
    assert any("a:masteryscore is not seen" in one.message for one in reading.findings)
    text = manifest(good_package(), "1.2").replace("<item", "<imscp:item").replace("</item", "</imscp:item")
    findings = check(with_manifest(text.replace("<manifest ", "<manifest xmlns:imscp='x' ")))
    assert any("imscp:item is not seen" in one.message and "without a prefix" in one.fix for one in findings)


def test_findings_in_a_manifest_name_the_line():
    findings = check(spoiled('<file href="scorm.js"/>', '<file href="none.js"/>'))
    lines = [one.place for one in findings if "none.js" in one.message]
    text = manifest(good_package(), "1.2").split("\n")
    wanted = next(number for number, line in enumerate(text, 1) if "scorm.js" in line)
    assert lines == [f"imsmanifest.xml:{wanted}"]


def test_a_manifest_without_organization_is_told():
    text = "<manifest><organizations/><resources/></manifest>"
    messages = [one.message for one in check(with_manifest(text))]
    assert "There is no organization." in messages
    assert any("no item" in message for message in messages)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("<manifest><metadata><schemaversion>CAM 1.3</schemaversion></metadata></manifest>", Version.SCORM_2004),
        (
            "<manifest><metadata><schemaversion>2004 3rd Edition</schemaversion></metadata></manifest>",
            Version.SCORM_2004_3RD,
        ),
        ("<manifest xmlns:x='http://www.adlnet.org/xsd/adlcp_v1p3'/>", Version.SCORM_2004),
        ("<manifest xmlns:x='http://www.adlnet.org/xsd/adlcp_rootv1p2'/>", Version.SCORM_1_2),
        ("<manifest><metadata><schemaversion> 1.2\n</schemaversion></metadata></manifest>", Version.SCORM_1_2),
    ],
)
def test_the_edition_is_found_as_well_as_it_can_be(text: str, version: Version):
    assert read(with_manifest(text)).version is version


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_other_encodings_are_read(encoding: str):
    text = manifest(with_item(title="Città"), "1.2")
    text = text.replace('encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"')
    assert read(with_manifest(text.encode(encoding))).package.items[0].title == "Città"


def test_a_wrapping_folder_is_taken_off_and_told():
    files = {f"course/{file.path}": file.data for file in good_package().files}
    stream = make_zip({"course/imsmanifest.xml": manifest(good_package(), "1.2"), **files})
    reading = read(stream)
    assert {file.path for file in reading.package.files} == {file.path for file in good_package().files}
    assert [one.severity for one in reading.findings] == [Severity.ERROR]
    assert "not called imsmanifest.xml at the root" in reading.findings[0].message


def test_backslashes_of_a_windows_archive_are_read_as_slashes():
    stream = make_zip({"imsmanifest.xml": "<manifest/>", "pages\\one.html": "x"})
    assert [file.path for file in read(stream).package.files] == ["pages/one.html"]


def symlink(entry: zipfile.ZipInfo) -> None:
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16


def packed_oddly(entry: zipfile.ZipInfo) -> None:
    entry.compress_type = zipfile.ZIP_BZIP2


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        (make_zip({"../evil.txt": "x"}), "leads out of the package"),
        (make_zip({"/etc/passwd": "x"}), "leads out of the package"),
        (make_zip({"a/../../b": "x"}), "leads out of the package"),
        (make_zip({"C:/b": "x"}), "leads out of the package"),
        (make_zip({"a/b": "x", "..\\b": "x"}), "leads out of the package"),
        (make_zip({"a\nb": "x"}), "is no name for a file"),
        (make_zip({"x" * 401: "x"}), "is no name for a file"),
        (make_zip({"a": "x"}, symlink), "is a link or a device"),
        (make_zip({"a": "x"}, packed_oddly), "packed in a way that platforms cannot read"),
        (make_zip({"readme.txt": "x"}), "no imsmanifest.xml"),
        (make_zip({"a/b/imsmanifest.xml": "<manifest/>"}), "no imsmanifest.xml"),
        (make_zip({"a/imsmanifest.xml": "<manifest/>", "b/imsmanifest.xml": "<manifest/>"}), "no imsmanifest.xml"),
        (make_zip({"imsmanifest.xml": ""}), "cannot be read"),
        (make_zip({"imsmanifest.xml": "<manifest>"}), "cannot be read"),
        (make_zip({"imsmanifest.xml": "<?xml version='1.0' encoding='klingon'?><manifest/>"}), "cannot be read"),
        (make_zip({"imsmanifest.xml": "<!DOCTYPE manifest><manifest/>"}), "has a DOCTYPE"),
        (make_zip({"imsmanifest.xml": "<!DOCTYPE m [<!ENTITY a 'x'>]><manifest/>".encode("utf-16")}), "a DOCTYPE"),
        (make_zip({"imsmanifest.xml": "<a>" * 200 + "</a>" * 200}), "levels deep"),
        (io.BytesIO(b"no zip at all"), "The zip is broken"),
        (io.BytesIO(b""), "The zip is broken"),
        (io.BytesIO(zipped(good_package())[:-300]), "The zip is broken"),
    ],
)
def test_hostile_and_broken_archives_are_refused_with_a_sentence(stream: io.BytesIO, message: str):
    with pytest.raises(ScormError, match=message):
        read(stream)
    (one,) = check(stream)
    assert message in one.message
    assert one.severity is Severity.ERROR


def test_a_name_that_stands_twice_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", "2")
    with pytest.raises(ScormError, match="is in the zip twice"):
        read(stream)


def test_an_encrypted_entry_is_refused():
    data = bytearray(make_zip({"imsmanifest.xml": "<manifest/>"}).getvalue())
    index = data.index(b"PK\x01\x02")
    data[index + 8] |= 1
    with pytest.raises(ScormError, match="is encrypted"):
        read(io.BytesIO(bytes(data)))


def test_overlapping_entries_are_refused():
    data = bytearray(make_zip({"imsmanifest.xml": "<manifest/>", "b.txt": "x" * 100}).getvalue())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    struct.pack_into("<I", data, second + 42, 10)
    with pytest.raises(ScormError, match="overlap"):
        read(io.BytesIO(bytes(data)))


def test_a_local_name_that_differs_from_the_index_is_refused():
    data = make_zip({"imsmanifest.xml": "<manifest/>"}).getvalue().replace(b"imsmanifest", b"imsmanifesX", 1)
    with pytest.raises(ScormError, match="broken"):
        read(io.BytesIO(data))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(entries=5), "more than 5 files"),
        (Limits(total=1000), "bigger than 1000 bytes"),
        (Limits(manifest=100), "manifest is bigger than 100 bytes"),
        (Limits(path=10), "is no name for a file"),
        (Limits(small=0, ratio=1), "grows more than 1 times"),
    ],
)
def test_limits_hold(limits: Limits, message: str):
    with pytest.raises(ScormError, match=message):
        read(io.BytesIO(zipped(good_package())), limits)


def test_a_bomb_is_refused_before_it_is_unpacked():
    stream = make_zip({"imsmanifest.xml": "<manifest/>", "bomb": b"0" * 20_000_000})
    with pytest.raises(ScormError, match="grows more than 200 times"):
        read(stream)


def test_an_index_that_lies_about_a_size_does_not_help():
    data = bytearray(make_zip({"imsmanifest.xml": "<manifest/>", "b.txt": "x" * 100_000}).getvalue())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    struct.pack_into("<I", data, second + 24, 10)
    with pytest.raises(ScormError, match="broken"):
        read(io.BytesIO(bytes(data)))
