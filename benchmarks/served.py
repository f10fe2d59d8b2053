"""Processes that serve over HTTP, with waitress or with gunicorn: their CPU time and their memory."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psutil

from benchmarks.world import HERE, World

_LONGEST_START = 120
_HELLO = """
from flask import Flask
from waitress import serve
app = Flask("hello")
app.add_url_rule("/", view_func=lambda: "Hello")
serve(app, host="127.0.0.1", port=PORT, threads=8, ident=None)
"""


@dataclass
class Served:
    """One process and a connection to it."""

    process: subprocess.Popen
    port: int
    divided: bool = False
    """Whether the requests are answered by processes below this one."""
    connection: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str, headers: Mapping[str, str], body: bytes | None = None) -> int:
        """Send a request, read the answer to its end, give its status."""
        connection = self.connection
        connection.request("GET" if body is None else "POST", path, body, dict(headers))
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def cpu_seconds(self) -> float:
        """CPU time of all threads so far; the kernel counts it in billionths."""
        pids = [child.pid for child in self._children()] if self.divided else [self.process.pid]
        tasks = [task for pid in pids for task in Path(f"/proc/{pid}/task").iterdir()]
        return sum(int((task / "schedstat").read_text("ascii").split()[0]) for task in tasks) / 1e9

    @property
    def memory(self) -> int:
        """Proportional set size in bytes: what is shared with other processes counts in parts."""
        return _proportional(self.process.pid)

    @property
    def memory_of_workers(self) -> list[int]:
        """The same of each process below this one."""
        return [_proportional(child.pid) for child in self._children()]

    def _children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()


def _proportional(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return 1024 * int(found.group(1)) if found else 0


@contextmanager
def serve_hello() -> Iterator[Served]:
    """Serve the smallest application."""
    port = _free_port()
    with _running([sys.executable, "-c", _HELLO.replace("PORT", str(port))], {}, port, "/") as served:
        yield served


@contextmanager
def serve_world(world: World) -> Iterator[Served]:
    """Serve the world by the command that people use."""
    world.app  # noqa: B018 - makes the database
    port = _free_port()
    command = [sys.executable, "-m", "lms", "demo", "--port", str(port)]
    with _running(command, world.environ, port, "/health") as served:
        yield served


@contextmanager
def serve_workers(world: World, workers: int) -> Iterator[Served]:
    """Serve the world as bigger sites do: gunicorn, the application loaded once and then divided among workers."""
    world.app  # noqa: B018 - makes the database
    port = _free_port()
    command = _gunicorn(port, workers, "lms.app:create_app()")
    with _running(command, {**world.environ, "LMS_DEMO": "yes"}, port, "/health", divided=True) as served:
        yield served


@contextmanager
def serve_hello_worker() -> Iterator[Served]:
    """Serve the smallest application by one worker of gunicorn."""
    port = _free_port()
    with _running(_gunicorn(port, 1, "benchmarks.hello:app"), {}, port, "/", divided=True) as served:
        yield served


def _gunicorn(port: int, workers: int, application: str) -> list[str]:
    fixed = ["--preload", "--no-control-socket", "--workers", str(workers), "--bind", f"127.0.0.1:{port}"]
    return [sys.executable, "-m", "gunicorn", *fixed, application]


@contextmanager
def _running(
    command: list[str], environ: dict[str, str], port: int, path: str, divided: bool = False
) -> Iterator[Served]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    process = subprocess.Popen(
        command, cwd=HERE, env={**kept, **environ}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        _wait(process, port)
        served = Served(process, port, divided)
        if served.get(path, {}) != 200:
            raise RuntimeError(f"{command} does not answer {path}.")
        yield served
        served.connection.close()
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _wait(process: subprocess.Popen, port: int) -> None:
    until = monotonic() + _LONGEST_START
    while monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The process ended: {_error_of(process)}")
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise RuntimeError("The process did not begin to serve.")


def _error_of(process: subprocess.Popen) -> Any:
    return process.stderr.read().decode(errors="replace")[-2000:] if process.stderr else ""


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
