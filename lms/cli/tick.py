"""`lms tick`: what has to be done from time to time. Run it every few minutes (cron), or let `lms serve` do it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from lms.cli.editions import count_edition
from lms.config import Config
from lms.db import stop_reading
from lms.errors import LmsError
from lms.language import DEFAULT
from lms.reports.letter_needs import find_needing
from lms.services import certificates, editions, joining, outside, reminders
from lms.services.counters_rebuilding import repair_daily
from lms.services.duplicates import forget_old_joins
from lms.services.outbox import deliver_due
from lms.services.saved_views import forget_views
from lms.services.sign_in import forget_old_tokens
from lms.services.throttle import forget_old_tries
from lms.services.uploads import forget_old

_FORGET = (
    forget_old_tokens,
    forget_old_tries,
    forget_old,
    forget_old_joins,
    forget_views,
    joining.forget_requests,
)
_EVERY = 60
"""Seconds between two rounds within `lms serve`."""
_PATIENCE = 10
"""Seconds to wait for a round that is under way when the service stops."""


@dataclass(frozen=True, slots=True)
class Done:
    """What one round did."""

    sent: int
    failed: int
    plans: int
    written: int
    skipped: int
    forgotten: int
    repaired: int = 0
    """Counters of the reports that were wrong; looked at once a day."""

    def __bool__(self) -> bool:
        """Whether anything was done."""
        return any((self.sent, self.failed, self.plans, self.forgotten, self.repaired))

    def __str__(self) -> str:
        """Say it in one line."""
        plans = f" Schedules: {self.plans}, letters written: {self.written}, people skipped: {self.skipped}."
        repaired = f" Counters set right: {self.repaired}."
        return (
            f"Letters sent: {self.sent}, not sent: {self.failed}.{plans if self.plans else ''}"
            f" Old entries removed: {self.forgotten}.{repaired if self.repaired else ''}"
        )


@click.command("tick")
@with_appcontext
def tick_command() -> None:
    """Issue certificates, write and send letters that are due, forget what is over, check the counters."""
    click.echo(str(tick(datetime.now(UTC))))


commands = (tick_command,)


def tick(now: datetime) -> Done:
    """Do one round. Any number of processes may do so at the same time."""
    config: Config = current_app.config["LMS"]
    catalogue = current_app.extensions["lms"].catalogue
    outside.adopt_new(catalogue.programme, config, now)
    certificates.issue_due(catalogue, config, now)
    joining.settle(catalogue.programme, config, now)
    plans = [written for due in reminders.list_due_plans(now) if (written := _run(due, config, now))]
    delivered = deliver_due(config, now)
    if editions.is_due(now):  # after the letters: nobody waits for it
        count_edition(catalogue, config.hidden_below, now)
    return Done(
        sent=delivered.sent,
        failed=delivered.failed,
        plans=len(plans),
        written=sum(len(written.sent) for written in plans),
        skipped=sum(len(written.skipped) for written in plans),
        forgotten=sum(forget(now) for forget in _FORGET),
        repaired=len(repair_daily(now)),
    )


class Ticker:
    """Does a round every minute beside the service, on its own threads.

    Each round has a thread of its own: one that fails says so, and the next one comes all the same.
    """

    def __init__(self, app: Flask, every: float = _EVERY, say: Callable[[str], None] = click.echo) -> None:
        self._app, self._every, self._say = app, every, say
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tick", daemon=True)

    def __enter__(self) -> "Ticker":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while not self._end.wait(self._every):
            one = threading.Thread(target=self._round, name="tick-round", daemon=True)
            one.start()
            one.join()

    def _round(self) -> None:
        with self._app.app_context():
            try:
                done = tick(datetime.now(UTC))
            except (LmsError, SQLAlchemyError) as error:
                self._say(f"The letters could not be seen to this time: {type(error).__name__}.")
            else:
                if done:
                    self._say(str(done))
            finally:
                stop_reading()


def _run(due: reminders.DuePlan, config: Config, now: datetime) -> reminders.Written | None:
    """Run a schedule; nothing when another process was first."""
    catalogue = current_app.extensions["lms"].catalogue
    plan = due.plan
    ids = find_needing(plan.region, plan.kind, catalogue.list_courses(DEFAULT), now, plan.days)
    return reminders.run_plan(due, ids, catalogue, config, now)
