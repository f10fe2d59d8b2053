"""Packages that mean harm are refused with a sentence; those in other encodings give the same findings."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from lms.pyscorm import Limits, ScormError, Severity, check, manifest, read
from tests.pyscorm.samples import good_package, with_item, zipped
from tests.pyscorm.test_reading import make_zip, with_manifest

MANIFEST = "imsmanifest.xml"
LAUGHS = (
    '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    "]><manifest>&c;</manifest>"
)
OUTSIDE = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest><title>&x;</title></manifest>'
PARAMETER = '<!DOCTYPE m [<!ENTITY % x SYSTEM "http://a.example/x.dtd"> %x;]><manifest/>'


def kind(mode: int) -> Callable[[zipfile.ZipInfo], None]:
    def change(entry: zipfile.ZipInfo) -> None:
        entry.external_attr = mode << 16

    return change


def refused(stream: io.BytesIO, message: str, limits: Limits | None = None) -> None:
    with pytest.raises(ScormError, match=message):
        read(stream, limits)
    if limits is None:
        (one,) = check(stream)
        assert one.severity is Severity.ERROR
        assert one.fix


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "a/../../x",
        "..",
        "./x",
        "/x",
        "//server/share/x",
        "C:x",
        "c:/x",
        "C:\\x",
        "\\\\server\\share\\x",
        "..\\x",
        "a/..\\..\\x",
        "a//x",
        "a/./x",
    ],
)
def test_paths_that_climb_or_are_absolute(name: str):
    refused(make_zip({MANIFEST: "<manifest/>", "b/c": "", name: "x"}), "leads out of the package")


@pytest.mark.parametrize("name", ["a\x00.html", "a\x1b[2Jb", "a\r\nbcd", "abcd\x7f", "a/" * 200 + "x"])
def test_names_that_are_none(name: str):
    innocent = "place".ljust(len(name), "x")
    data = make_zip({MANIFEST: "<manifest/>", innocent: "x"}).getvalue()
    assert data.count(innocent.encode()) == 2
    refused(io.BytesIO(data.replace(innocent.encode(), name.encode())), "is no name for a file")


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices(mode: int):
    refused(make_zip({"a": "/etc/passwd"}, kind(mode | 0o777)), "is a link or a device")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_platforms_do_not_know(method: int):
    def change(entry: zipfile.ZipInfo) -> None:
        entry.compress_type = method

    refused(make_zip({MANIFEST: "<manifest/>"}, change), "packed in a way")


def test_a_bomb_of_many_small_files():
    stream = make_zip({f"{number}.bin": b"0" * 900_000 for number in range(12)} | {MANIFEST: "<manifest/>"})
    refused(stream, "The zip grows more than 200 times")


def test_a_bomb_in_the_manifest():
    refused(make_zip({MANIFEST: "<manifest>" + " " * 5_000_001 + "</manifest>"}), "manifest is bigger than")


def test_a_bomb_inside_a_zip_stays_a_file():
    inner = make_zip({"bomb": b"0" * 20_000_000}).getvalue()
    reading = read(make_zip({MANIFEST: manifest(good_package(), "1.2"), "more.zip": inner}))
    assert [file.data for file in reading.package.files] == [inner]


def test_too_many_files():
    refused(make_zip({f"{number}": "" for number in range(10_001)}), "more than 10000 files")


def test_files_that_share_their_bytes():
    data = bytearray(make_zip({"a": "x" * 100, "b": "y" * 100, MANIFEST: "<manifest/>"}).getvalue())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    struct.pack_into("<I", data, second + 42, struct.unpack_from("<I", data, first + 42)[0])
    refused(io.BytesIO(bytes(data)), "overlap")


@pytest.mark.parametrize("field", [16, 20, 24], ids=["checksum", "packed size", "size"])
def test_an_index_that_lies(field: int):
    data = bytearray(make_zip({"a.txt": "x" * 1000, MANIFEST: "<manifest/>"}).getvalue())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + field, 7)
    with pytest.raises(ScormError):
        read(io.BytesIO(bytes(data)))


@pytest.mark.parametrize("cut", [1, 20, 100, 500])
def test_zips_that_break_off(cut: int):
    refused(io.BytesIO(zipped(good_package())[:-cut]), "The zip is broken")


def test_damage_anywhere_ends_in_a_sentence_or_in_findings():
    good = zipped(good_package())
    for at in range(0, len(good), 97):
        data = bytearray(good)
        data[at] ^= 0xFF
        assert isinstance(check(io.BytesIO(bytes(data))), list)


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, PARAMETER])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_entities_are_refused_in_every_encoding(text: str, encoding: str):
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    refused(with_manifest(marks.get(encoding, b"") + text.encode(encoding)), "DOCTYPE")


@pytest.mark.parametrize(
    "text",
    [
        "<manifest>&undeclared;</manifest>",
        "<manifest a='1' a='2'/>",
        "<manifest/><manifest/>",
        "<manifest>\x01</manifest>",
        "<manifest>R&D</manifest>",
        "<?xml version='1.1'?><manifest>\x02</manifest>",
        "",
        "PK\x03\x04",
    ],
)
def test_broken_manifests(text: str):
    refused(with_manifest(text), "The manifest cannot be read")


def test_deep_manifests():
    refused(with_manifest("<item>" * 5000 + "</item>" * 5000), "levels deep")


def test_many_attributes_and_long_texts_are_read():
    attributes = " ".join(f"a{number}='{'x' * 100}'" for number in range(2000))
    assert check(with_manifest(f"<manifest {attributes}><title>{'y' * 1_000_000}</title></manifest>"))


FOREIGN = manifest(with_item(title="Città", pass_mark=101), "1.2").replace("<schema>ADL SCORM", "<schema>IMS")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1"])
def test_the_same_findings_in_every_encoding(encoding: str):
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    declared = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = FOREIGN.replace("UTF-8", declared)
    reading = read(with_manifest(marks.get(encoding, b"") + text.encode(encoding)))
    assert reading.package.items[0].title == "Città"
    wanted = [str(one) for one in check(with_manifest(FOREIGN))]
    assert len(wanted) == 3
    assert [str(one) for one in reading.findings if "is written in" not in one.message] == wanted
    is_told = any("is written in" in one.message for one in reading.findings)
    assert is_told is (declared != "utf-8")


@pytest.mark.parametrize("prefix", ["imscp", "cp", "ims"])
def test_prefixed_manifests_are_read_and_told(prefix: str):
    text = manifest(good_package(), "1.2")
    for name in (
        "manifest",
        "metadata",
        "schemaversion",
        "schema",
        "organizations",
        "organization",
        "item",
        "title",
    ):
        text = text.replace(f"<{name}>", f"<{prefix}:{name}>").replace(f"<{name} ", f"<{prefix}:{name} ")
        text = text.replace(f"</{name}>", f"</{prefix}:{name}>")
    reading = read(with_manifest(text.replace("xmlns=", f"xmlns:{prefix}=")))
    assert [item.href for item in reading.package.items] == ["index.html"]
    told = [one for one in reading.findings if "is not seen by platforms" in one.message]
    assert len(told) == 9
    assert all(one.fix == "Write it without a prefix." for one in told)


def test_namespaces_of_both_editions_in_one_manifest_are_told():
    text = manifest(good_package(), "1.2").replace("adlcp_rootv1p2", "adlcp_v1p3")
    findings = check(with_manifest(text))
    assert [one.message for one in findings] == [
        "The namespace of adlcp is http://www.adlnet.org/xsd/adlcp_v1p3, which does not belong to this edition."
    ]
