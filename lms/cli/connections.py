"""Connections that stay open after answers without a body, where waitress by itself would close them."""

from waitress.channel import HTTPChannel
from waitress.task import WSGITask


class KeepingTask(WSGITask):
    """Answers one request; after 204 and 304 the browser may go on with the same connection.

    Such answers need no length to be read to their end (RFC 9112, 6.3). A new connection for each costs more
    than the answer itself.
    """

    def set_close_on_finish(self) -> None:
        """Close the connection after this answer, unless only the missing length speaks for it."""
        asked = self.request.headers.get("CONNECTION", "").lower() == "close"
        if self.version == "1.1" and not self.has_body and not asked:
            return
        super().set_close_on_finish()


def keep_connections() -> None:
    """Let waitress answer with `KeepingTask` from now on."""
    HTTPChannel.task_class = KeepingTask
