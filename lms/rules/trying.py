"""May somebody try again? So many tries, then a pause, then the tries begin anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.content.model import Quiz


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a person may do next with a quiz."""

    tries_left: int | None
    """Tries before the next pause; None = as many as wanted; 0 = wait until `opens_at`."""
    opens_at: datetime | None = None
    """When the next try is possible; None = now."""

    @property
    def now(self) -> bool:
        """Whether a try may begin now."""
        return self.opens_at is None


def next_attempt(quiz: Quiz, submitted: Sequence[datetime], now: datetime) -> Allowed:
    """Decide from the times of the attempts submitted so far, the oldest first."""
    if quiz.attempts is None:
        return Allowed(None)
    pause = timedelta(hours=quiz.pause_hours)
    used = 0
    opens = None
    for at in submitted:
        if opens and at >= opens:
            used, opens = 0, None
        used += 1
        if used >= quiz.attempts:
            opens = at + pause
    if opens and now < opens:
        return Allowed(0, opens)
    if opens:
        used = 0
    return Allowed(quiz.attempts - used)
