"""A connection stays open after an answer without a body, and is closed when the visitor asks for that."""

import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection

import pytest
from waitress.channel import HTTPChannel
from waitress.server import create_server

from lms.cli.connections import KeepingTask, keep_connections


def answer(environ, start_response):
    status = environ["PATH_INFO"].strip("/")
    start_response({"304": "304 NOT MODIFIED", "204": "204 NO CONTENT"}.get(status, "200 OK"), [("ETag", '"a"')])
    return [] if status in ("204", "304") else iter([b"text without ", b"a length"])


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(HTTPChannel, "task_class", HTTPChannel.task_class)
    keep_connections()
    server = create_server(answer, host="127.0.0.1", port=0, threads=1, clear_untrusted_proxy_headers=False)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    with suppress(OSError):  # the loop may close the server between hearing of it and being woken for it
        server.trigger.pull_trigger(server.close)
    thread.join(timeout=10)
    assert not thread.is_alive()


def ask(connection: HTTPConnection, path: str, **headers: str) -> tuple[int, bytes, bool]:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response.status, response.read(), response.will_close


def test_the_class_is_put_in_place(port: int) -> None:
    assert HTTPChannel.task_class is KeepingTask


@pytest.mark.parametrize("status", [204, 304])
def test_a_connection_is_used_again_after_an_answer_without_a_body(port: int, status: int) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        assert ask(connection, f"/{status}") == (status, b"", False)
        socket = connection.sock
        assert ask(connection, f"/{status}") == (status, b"", False)
        assert connection.sock is socket


def test_who_asks_for_it_gets_the_connection_closed(port: int) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        assert ask(connection, "/304", Connection="close") == (304, b"", True)


def test_an_answer_with_a_body_of_unknown_length_still_arrives_whole(port: int) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        status, body, closes = ask(connection, "/200")
        assert (status, body) == (200, b"text without a length")
        assert closes
