"""The zip: the same bytes each time, readable by the pickiest library."""

import io
import struct
import zipfile
from dataclasses import replace

import pytest

from lms.pyscorm import File, ScormError, write
from tests.pyscorm.samples import good_package, with_files, zipped

VERSIONS = pytest.mark.parametrize("version", ["1.2", "2004", "2004-3rd"])


class Pipe(io.RawIOBase):
    """A stream that can only be written to, like an answer over the network."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.parts.append(bytes(data))
        return len(self.parts[-1])


@VERSIONS
def test_the_same_package_gives_the_same_bytes_whatever_the_order_of_its_files(version: str):
    package = good_package()
    turned = replace(package, files=package.files[::-1])
    assert zipped(package, version) == zipped(package, version) == zipped(turned, version)


def test_the_manifest_comes_first_and_the_rest_is_sorted():
    with zipfile.ZipFile(io.BytesIO(zipped(good_package()))) as archive:
        names = archive.namelist()
    assert names[0] == "imsmanifest.xml"
    assert names[1:] == sorted(names[1:])
    assert len(names) == len(good_package().files) + 1


def test_entries_carry_fixed_times_and_rights_and_no_data_descriptors():
    with zipfile.ZipFile(io.BytesIO(zipped(good_package()))) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.external_attr >> 16 == 0o100644
            assert entry.create_system == 3
            assert entry.flag_bits == 0
            assert entry.extra == b""


def test_a_stream_that_cannot_seek_gets_the_same_bytes():
    pipe = Pipe()
    write(good_package(), pipe, "1.2")
    assert b"".join(pipe.parts) == zipped(good_package())


@pytest.mark.parametrize("name", ["a.png", "a.JPG", "a.woff2", "a.zip", "a.mp4", "a.docx"])
def test_what_is_compressed_already_is_only_stored(name: str):
    package = with_files(File(name, b"0" * 1000), File("b.txt", b"0" * 1000))
    with zipfile.ZipFile(io.BytesIO(zipped(package))) as archive:
        assert archive.getinfo(name).compress_type == zipfile.ZIP_STORED
        assert archive.getinfo("b.txt").compress_type == zipfile.ZIP_DEFLATED


def test_local_headers_tell_sizes_so_that_stream_readers_can_follow():
    data = zipped(with_files(File("a.png", b"123")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        offset = archive.getinfo("a.png").header_offset
    signature, flags = struct.unpack_from("<4s2xH", data, offset)
    packed, unpacked = struct.unpack_from("<II", data, offset + 18)
    assert (signature, flags, packed, unpacked) == (b"PK\x03\x04", 0, 3, 3)


def test_nothing_is_written_when_the_package_is_refused():
    pipe = Pipe()
    with pytest.raises(ScormError):
        write(good_package(items=()), pipe, "1.2")
    assert pipe.parts == []
