"""The zip: the same package gives the same bytes, and the pickiest unzip library can read them."""

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import IO

from . import manifest_1_2, manifest_2004
from .markup import MANIFEST
from .package import Package, Version

_TIME = (1980, 1, 1, 0, 0, 0)
_REGULAR_0644 = 0o100644 << 16
_UNIX = 3
_LEVEL = 6
_COMPRESSED = re.compile(
    r"\.(avif|docx|epub|gif|gz|jpe?g|mp[34]|od[pst]|ogg|png|pptx|web[mp]|woff2?|xlsx|zip)", re.IGNORECASE
)
"""Endings of kinds that are compressed already: deflating them again costs time and saves nothing."""


def manifest(package: Package, version: Version | str) -> str:
    """Write the manifest of the package for a version; raises ScormError if that cannot be done.

    Content Aggregation Model 1.2, section 2.3; 2004, section 3.
    """
    edition = Version(version)
    return manifest_2004.manifest(package, edition) if edition.is_2004 else manifest_1_2.manifest(package)


def write(package: Package, stream: IO[bytes], version: Version | str) -> None:
    """Write the package as a zip to `stream`, which need not be seekable; raises ScormError before that.

    A Package Interchange File (Content Aggregation Model, content packaging): the manifest at the root,
    entries deflated or stored. Made in memory first: written to a stream that cannot seek, entries would
    carry data descriptors, and the stream readers of some platforms refuse those.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, MANIFEST, manifest(package, version).encode())
        for file in sorted(package.files, key=lambda file: file.path):
            _add(archive, file.path, file.data)
    with buffer.getbuffer() as zipped:
        stream.write(zipped)


def _add(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(path, _TIME)
    entry.create_system = _UNIX
    entry.external_attr = _REGULAR_0644
    stored = _COMPRESSED.fullmatch(PurePosixPath(path).suffix)
    archive.writestr(entry, data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, _LEVEL)
