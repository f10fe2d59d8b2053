"""A private PostgreSQL for the tests: started once per test process, thrown away afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

_MISSING = (
    "These tests need PostgreSQL: initdb and pg_ctl were found neither on the PATH nor in "
    "/usr/lib/postgresql. Install the Debian package `postgresql`."
)
_NO_ACCOUNT = (
    "PostgreSQL refuses to run as root and there is no account `postgres` to run it as. "
    "Install the Debian package `postgresql`, or run the tests as another user."
)


@contextmanager
def private_server() -> Iterator[str]:
    """Run a server on a socket in a temporary folder; give the address of its empty database."""
    folder = Path(tempfile.mkdtemp(prefix="lms-pg-"))  # short: the path of a socket has room for 100 characters
    owner = _owner()
    if owner:
        shutil.chown(folder, owner)
    data = folder / "data"
    try:
        _run(owner, _program("initdb"), "-D", data, "-U", "lms", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        _run(owner, _program("pg_ctl"), "-D", data, "-l", folder / "log", "-o", settings, "-w", "start")
        try:
            yield f"postgresql+psycopg://lms@/postgres?host={quote(str(folder))}"
        finally:
            _run(owner, _program("pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise RuntimeError(_MISSING)
    return path


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.parts[-3].split(".") if part.isdigit())


def _owner() -> str | None:
    """The account to run the server as; None = our own."""
    if os.geteuid() != 0:
        return None
    _program("initdb")  # a missing package is the clearer complaint
    try:
        import pwd

        pwd.getpwnam("postgres")
    except KeyError:
        raise RuntimeError(_NO_ACCOUNT) from None
    return "postgres"


def _run(owner: str | None, *command: object) -> None:
    words = [str(word) for word in command]
    if owner:
        words = ["runuser", "-u", owner, "--", *words]
    # The server keeps its standard output open: captured through a pipe it would never end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", check=False)
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(words)} failed:\n{output.read().decode(errors='replace')}")
