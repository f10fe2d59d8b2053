"""Static files: read once at the start, since they are few and small, and answered without asking the disk."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, request

from lms.errors import NotFound

_FOR_A_YEAR = f"public, max-age={365 * 86_400}, immutable"
"""An address with a version never stands for anything else."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file."""

    data: bytes
    mark: str
    """Digest of the data: the entity tag, and its beginning the version in addresses."""
    kind: str
    """Media type."""


def read_assets(folder: Path) -> dict[str, Asset]:
    """Read all files below a folder: path with forward slashes -> asset."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            found[path.relative_to(folder).as_posix()] = Asset(data, hashlib.sha256(data).hexdigest()[:32], kind)
    return found


def list_addresses(assets: dict[str, Asset], prefix: str) -> dict[str, str]:
    """Give the address of each file, with a version, so that browsers may keep it for a year."""
    return {name: f"{prefix}/static/{name}?v={asset.mark[:10]}" for name, asset in assets.items()}


def register(app: Flask, assets: dict[str, Asset]) -> None:
    """Answer Flask's own address for static files from memory."""

    def send(filename: str) -> Response:
        asset = assets.get(filename)
        if asset is None:
            raise NotFound("There is no such page.")
        is_known = request.if_none_match.contains(asset.mark)
        response = Response(status=304) if is_known else Response(asset.data, mimetype=asset.kind)
        response.set_etag(asset.mark)
        response.headers["Cache-Control"] = _FOR_A_YEAR if "v" in request.args else "no-cache"
        return response

    app.view_functions["static"] = send
