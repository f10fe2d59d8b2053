"""A second process of the same service: the same database, secret and content, another port."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar

from tests.journeys.site import ROOT, Site, token_on

_LONGEST_START = 60


@contextmanager
def other_process(site: Site) -> Iterator[Callable[[str], int]]:
    """Start it; give a function that tries a wrong code for an address there and returns the status."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = site.config
    settings = {
        "LMS_VAR": str(config.var),
        "LMS_COURSES": str(config.courses),
        "LMS_QUIZZES": str(config.quizzes),
        "LMS_DATABASE_URL": config.database_url,
        "LMS_SECRET_KEY": config.secret_key,
        "LMS_BASE_URL": f"http://127.0.0.1:{port}",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    command = [sys.executable, "-m", "lms", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=kept | settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        _wait(process, port)
        yield lambda email: _guess(f"http://127.0.0.1:{port}/sign-in/code", email)
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _wait(process: "subprocess.Popen[str]", port: int) -> None:
    end = time.monotonic() + _LONGEST_START
    while time.monotonic() < end:
        assert process.poll() is None, process.communicate()[0]
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the second process does not answer")


def _guess(url: str, email: str) -> int:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with opener.open(url, timeout=20) as form:
        token = token_on(form.read().decode())
    data = urllib.parse.urlencode({"csrf_token": token, "email": email, "code": "AAAA-AAAA"}).encode()
    try:
        with opener.open(url, data, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code
