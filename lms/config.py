"""All settings, read once from the environment, with every mistake told at once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lms.errors import InvalidConfig

_TRUE = {"1", "yes", "true", "on"}
_FALSE = {"0", "no", "false", "off", ""}
_SHORTEST_SECRET = 32
_KNOWN_SECRETS = {"dev", "secret", "changeme", "secret-key"}


@dataclass(frozen=True)
class Config:
    """The settings of one running service. README.md describes each of them."""

    secret_key: str
    var: Path
    """The one folder for all state: database, kept pages, outbox, secret."""
    courses: Path
    quizzes: Path
    database_url: str
    base_url: str = "http://127.0.0.1:8000"
    """Address under which people reach the service, with its prefix; links in mails begin with it."""
    demo: bool = False
    mail_server: str = ""
    """smtp://user:password@host:port or smtps://...; empty = letters go to the outbox folder."""
    mail_from: str = "learning@eu-belong.example"
    contact: str = "help@eu-belong.example"
    """Whom to write to when a region names nobody."""
    trusted_proxies: int = 0
    """How many proxies in front of us may set X-Forwarded headers."""
    hidden_below: int = 5
    """Groups smaller than this are hidden in every figure."""
    funding: bool = True
    """Whether the co-funding line of the Union is shown."""
    session_hours: int = 12
    """A session ends after so many hours without a request."""
    list_megabytes: int = 10
    """The most that is read of a table that somebody hands in."""
    list_unpacked_megabytes: int = 100
    list_rows: int = 20_000
    list_columns: int = 150

    @property
    def secure(self) -> bool:
        """Whether people reach us over https."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def prefix(self) -> str:
        """Path under which the service lies behind a proxy, without a closing slash; mostly empty."""
        return urlsplit(self.base_url).path.rstrip("/")


def from_env(environ: Mapping[str, str] | None = None, **overrides: object) -> Config:
    """Read the settings from the environment; raise `InvalidConfig` with every complaint at once."""
    environ = os.environ if environ is None else environ
    complaints: list[str] = []
    var = Path(environ.get("LMS_VAR", "var")).absolute()
    values: dict[str, object] = {
        "var": var,
        "courses": _folder(environ, "LMS_COURSES", "courses", complaints),
        "quizzes": _folder(environ, "LMS_QUIZZES", "quizzes", complaints),
        "database_url": "",
        "base_url": _base_url(environ, complaints),
        "demo": _flag(environ, "LMS_DEMO", False, complaints),
        "mail_server": _mail_server(environ, complaints),
        "mail_from": _address(environ, "LMS_MAIL_FROM", Config.mail_from, complaints),
        "contact": _address(environ, "LMS_CONTACT", Config.contact, complaints),
        "trusted_proxies": _number(environ, "LMS_TRUSTED_PROXIES", 0, 0, 5, complaints),
        "hidden_below": _number(environ, "LMS_HIDDEN_BELOW", 5, 3, 50, complaints),
        "funding": _flag(environ, "LMS_FUNDING", True, complaints),
        "session_hours": _number(environ, "LMS_SESSION_HOURS", 12, 1, 24 * 14, complaints),
        "list_megabytes": _number(environ, "LMS_LIST_MEGABYTES", 10, 1, 100, complaints),
        "list_unpacked_megabytes": _number(environ, "LMS_LIST_UNPACKED_MEGABYTES", 100, 1, 1000, complaints),
        "list_rows": _number(environ, "LMS_LIST_ROWS", 20_000, 100, 1_000_000, complaints),
        "list_columns": _number(environ, "LMS_LIST_COLUMNS", 150, 10, 1000, complaints),
    }
    values["database_url"] = _database_url(environ, var / ("demo" if values["demo"] else "lms"), complaints)
    complaints += _unknown(environ)
    secret = _secret(environ, complaints)
    if complaints:
        raise InvalidConfig(complaints)
    values["secret_key"] = secret or kept_secret(var)
    return Config(**(values | overrides))  # type: ignore[arg-type]


def kept_secret(var: Path) -> str:
    """Give the secret kept in the state folder, made on the first start; two processes agree on one."""
    path = var / "secret-key"
    var.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = var / f"secret-key.{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(draft, path)  # fails if another process was first; never overwrites
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


KNOWN = frozenset(
    {
        "LMS_BASE_URL",
        "LMS_CONTACT",
        "LMS_COURSES",
        "LMS_DATABASE_URL",
        "LMS_DEMO",
        "LMS_FUNDING",
        "LMS_HIDDEN_BELOW",
        "LMS_LIST_COLUMNS",
        "LMS_LIST_MEGABYTES",
        "LMS_LIST_ROWS",
        "LMS_LIST_UNPACKED_MEGABYTES",
        "LMS_MAIL_FROM",
        "LMS_MAIL_SERVER",
        "LMS_QUIZZES",
        "LMS_SECRET_KEY",
        "LMS_SESSION_HOURS",
        "LMS_TRUSTED_PROXIES",
        "LMS_VAR",
    }
)
"""Every setting there is; a test checks that README.md describes each."""


def _unknown(environ: Mapping[str, str]) -> list[str]:
    names = (name for name in environ if name.startswith("LMS_") and name not in KNOWN)
    return [f"{name}: there is no such setting. README.md lists them all." for name in sorted(names)]


def _folder(environ: Mapping[str, str], name: str, default: str, complaints: list[str]) -> Path:
    path = Path(environ.get(name, default)).absolute()
    if not path.is_dir():
        complaints.append(f"{name}: there is no folder {path}. Name the folder that holds the {default}.")
    return path


def _database_url(environ: Mapping[str, str], stem: Path, complaints: list[str]) -> str:
    # Invented people never share a file with real ones.
    url = environ.get("LMS_DATABASE_URL") or f"sqlite:///{stem}.sqlite"
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        complaints.append("LMS_DATABASE_URL: write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.")
    return url


def _base_url(environ: Mapping[str, str], complaints: list[str]) -> str:
    url = environ.get("LMS_BASE_URL", Config.base_url).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        complaints.append(f"LMS_BASE_URL: {url!r} is no address such as https://learning.example.eu/path.")
    return url


def _mail_server(environ: Mapping[str, str], complaints: list[str]) -> str:
    url = environ.get("LMS_MAIL_SERVER", "")
    if url and (urlsplit(url).scheme not in ("smtp", "smtps") or not urlsplit(url).hostname):
        complaints.append("LMS_MAIL_SERVER: write smtp://USER:PASSWORD@HOST:PORT or smtps://...")
    return url


def _address(environ: Mapping[str, str], name: str, default: str, complaints: list[str]) -> str:
    address = environ.get(name, default).strip()
    if address.count("@") != 1 or any(character in address for character in " \r\n<>,;"):
        complaints.append(f"{name}: {address!r} is no mail address.")
    return address


def _flag(environ: Mapping[str, str], name: str, default: bool, complaints: list[str]) -> bool:
    text = environ.get(name)
    if text is None:
        return default
    if text.strip().lower() not in _TRUE | _FALSE:
        complaints.append(f"{name}: {text!r} is neither yes nor no.")
    return text.strip().lower() in _TRUE


def _number(
    environ: Mapping[str, str], name: str, default: int, low: int, high: int, complaints: list[str]
) -> int:
    text = environ.get(name, str(default)).strip()
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        complaints.append(f"{name}: {text!r} is no whole number from {low} to {high}.")
        return default
    return int(text)


def _secret(environ: Mapping[str, str], complaints: list[str]) -> str:
    secret = environ.get("LMS_SECRET_KEY", "")
    if secret and (len(secret) < _SHORTEST_SECRET or secret.lower() in _KNOWN_SECRETS):
        complaints.append(
            f"LMS_SECRET_KEY: needs at least {_SHORTEST_SECRET} random characters; leave it out to have one made."
        )
    return secret
