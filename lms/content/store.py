"""Rendered HTML kept by digest, in memory and in files, so that a page view and a second start render nothing."""

import hashlib
import json
import os
import tempfile
from pathlib import Path

_HEADER = "lms-html-1"
_MANY = 8
"""More files than this are joined into one."""


class Store:
    """Pieces of HTML by the digest of what they were made of.

    Each `save` adds one file with all new pieces; a file that is damaged, or made by other rules, is not read.
    Several processes may use one folder: files are written whole under another name and then renamed.
    """

    def __init__(self, folder: Path | None, rules: str) -> None:
        self.folder = folder
        self.rules = rules
        """Digest of the rules by which the pieces were made."""
        self._pieces: dict[str, str] = {}
        self._new: dict[str, str] = {}
        if folder is not None:
            self._load(folder)

    def __len__(self) -> int:
        return len(self._pieces)

    def find(self, digest: str) -> str | None:
        """Find a kept piece."""
        return self._pieces.get(digest)

    def keep(self, digest: str, html: str) -> None:
        """Keep a piece in memory until `save` writes it."""
        self._pieces[digest] = html
        self._new[digest] = html

    def save(self) -> None:
        """Write the new pieces, if there are any; where that fails, the next start renders them again."""
        if self.folder is None or not self._new:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            older = sorted(self.folder.glob("*.kept"))
            if len(older) >= _MANY:
                self._write(self.folder, self._pieces)
                for path in older:
                    path.unlink(missing_ok=True)
            else:
                self._write(self.folder, self._new)
        except OSError:
            return
        self._new = {}

    def keep_only(self, digests: set[str]) -> None:
        """Forget all other pieces, and write what remains as one file if that saves much."""
        stale = len(self._pieces) - len(digests & self._pieces.keys())
        if self.folder is None or stale <= len(digests):
            return
        self._pieces = {digest: html for digest, html in self._pieces.items() if digest in digests}
        older = sorted(self.folder.glob("*.kept"))
        try:
            written = self._write(self.folder, self._pieces)
            for path in older:
                if path != written:
                    path.unlink(missing_ok=True)
        except OSError:
            return
        self._new = {}

    def _load(self, folder: Path) -> None:
        for path in sorted(folder.glob("*.kept")):
            self._pieces.update(self._read(path))

    def _read(self, path: Path) -> dict[str, str]:
        try:
            header, _, body = path.read_bytes().partition(b"\n")
        except OSError:
            return {}
        expected = f"{_HEADER} {self.rules} {hashlib.sha256(body).hexdigest()}"
        if header != expected.encode():
            path.unlink(missing_ok=True)
            return {}
        return json.loads(body)

    def _write(self, folder: Path, pieces: dict[str, str]) -> Path:
        body = json.dumps(pieces, ensure_ascii=False, sort_keys=True).encode()
        digest = hashlib.sha256(body).hexdigest()
        path = folder / f"{digest[:24]}.kept"
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(f"{_HEADER} {self.rules} {digest}\n".encode() + body)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        return path
