"""A zip from outside, unpacked into memory without trusting a word of its index."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from lms.pyscorm.errors import ScormError
from lms.pyscorm.findings import Finding, error, warning
from lms.pyscorm.validate.file_names import is_astray

_CHUNK = 1 << 16
_HEADER = 30
"""Bytes of a local header before the name."""
_ENCRYPTED = 0x1
_DESCRIPTOR = 0x8
_UTF_8 = 0x800
_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a package is taken; sizes in bytes."""

    entries: int = 10_000
    total: int = 300_000_000
    """All files unpacked."""
    ratio: int = 200
    """Times that a file, or all together, may grow when unpacked, once bigger than `small`."""
    small: int = 10_000_000
    path: int = 400
    """Characters of a path."""
    manifest: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Unzipped:
    """What came out of a zip."""

    files: dict[str, bytes]
    """Path -> contents."""
    findings: tuple[Finding, ...]
    """What readers of some platforms refuse, although this one did not."""


def unzip(stream: IO[bytes], limits: Limits) -> Unzipped:
    """Unpack all files. Raises ScormError for broken, too big, or deceitful archives."""
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_index(entries, limits)
            names = _names(entries)
            files = _inflate(archive, entries, names, limits)
            return Unzipped(files, tuple(_faults(entries, names)))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as fault:
        raise ScormError("The zip is broken: %(fault)s", fault=fault) from fault


def _check_index(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise ScormError("The zip holds more than %(limit)d files.", limit=limits.entries)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.total:
        raise ScormError("Unpacked, the zip is bigger than %(limit)d bytes.", limit=limits.total)
    if unpacked > limits.small and unpacked > limits.ratio * max(packed, 1):
        # Many files, each below the limit, can be a bomb together.
        raise ScormError("The zip grows more than %(ratio)d times when unpacked.", ratio=limits.ratio)
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        _check_entry(entry, limits)
        if entry.header_offset < end:
            raise ScormError("The files in the zip overlap, which no honest zip does.")
        end = entry.header_offset + _HEADER + len(entry.orig_filename.encode()) + entry.compress_size


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    name = entry.orig_filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise ScormError("%(name)r in the zip is a link or a device.", name=name)
    if entry.flag_bits & _ENCRYPTED:
        raise ScormError("%(name)r in the zip is encrypted.", name=name)
    if entry.compress_type not in _KINDS:
        raise ScormError("%(name)r in the zip is packed in a way that platforms cannot read.", name=name)
    if len(name) > limits.path or _CONTROL.search(name):
        raise ScormError("%(name)r is no name for a file.", name=name)
    if entry.file_size > limits.small and entry.file_size > limits.ratio * max(entry.compress_size, 1):
        raise ScormError("%(name)r grows more than %(ratio)d times when unpacked.", name=name, ratio=limits.ratio)


def _names(entries: list[zipfile.ZipInfo]) -> list[str]:
    """Name each entry; backslashes are read as slashes only in archives that know no slash (made on Windows)."""
    names = [entry.orig_filename for entry in entries]
    if not any("/" in name for name in names):
        names = [name.replace("\\", "/") for name in names]
    seen: set[str] = set()
    for name in names:
        if is_astray(name):
            raise ScormError("%(name)r leads out of the package.", name=name)
        if name in seen:
            raise ScormError("%(name)r is in the zip twice.", name=name)
        seen.add(name)
    return names


def _faults(entries: list[zipfile.ZipInfo], names: list[str]) -> Iterator[Finding]:
    for entry, name in zip(entries, names, strict=True):
        if entry.compress_type == zipfile.ZIP_STORED and entry.flag_bits & _DESCRIPTOR:
            yield error(
                name,
                "The file %(path)s is stored in a way that stream readers refuse.",
                "Write the zip into a file that can be rewound, then send it.",
                path=name,
            )
        if not name.isascii() and not entry.flag_bits & _UTF_8:
            yield error(
                name,
                "The zip does not say in which letters the name %(path)r is written.",
                "Rename the file with the letters A to Z.",
                path=name,
            )
    if any("\\" in entry.orig_filename for entry in entries):
        yield warning(
            "package",
            "The folders in the zip are written with backslashes.",
            "Zip the folder with another program: some platforms cannot open it.",
        )


def _inflate(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], names: list[str], limits: Limits
) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    total = 0
    for entry, name in zip(entries, names, strict=True):
        parts = []
        with archive.open(entry) as packed:
            while part := packed.read(_CHUNK):
                total += len(part)
                # The index may lie about sizes, so what really comes out is counted as well.
                if total > limits.total:
                    raise ScormError("Unpacked, the zip is bigger than %(limit)d bytes.", limit=limits.total)
                parts.append(part)
        found[name] = b"".join(parts)
    return found
