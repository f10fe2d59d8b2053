"""A mail server for tests: it keeps what it gets, and refuses as told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Server(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it gets, and refuses recipients as told."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[str] = []
        self.refusal = ""
        self.answers: dict[str, str] = {}
        """Other answers than usual, by the word that is asked; the empty word is the greeting."""
        self.heard: list[str] = []
        """Every line of the conversations besides the letters."""
        self.hangs_up_on = ""
        """Hangs up when somebody writes to this address."""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say(self.server.answers.get("", "220 here"))
        while line := self.rfile.readline().decode():
            self.server.heard.append(line)
            word = line[:4].upper().strip()
            if word in self.server.answers:
                self.say(self.server.answers[word])
            elif word == "RCPT" and self.server.hangs_up_on and self.server.hangs_up_on in line:
                return
            elif word == "RCPT" and self.server.refusal:
                self.say(self.server.refusal)
            elif word == "DATA":
                self.say("354 go on")
                self.take_mail()
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 good")

    def take_mail(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.decode())
        self.server.mails.append("".join(lines))
        self.say("250 taken")


@contextmanager
def running() -> Iterator[Server]:
    """Run a server."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
