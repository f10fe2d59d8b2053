"""`lms tick`: what has to be done from time to time; run it every few minutes (cron)."""

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.services import certificates, joining
from lms.services.duplicates import forget_old_joins
from lms.services.outbox import deliver_due
from lms.services.sign_in import forget_old_tokens
from lms.services.throttle import forget_old_tries
from lms.services.uploads import forget_old

_FORGET = (forget_old_tokens, forget_old_tries, forget_old, forget_old_joins, joining.forget_requests)


@click.command("tick")
@with_appcontext
def tick_command() -> None:
    """Issue certificates, send letters that are due, and forget tries, links and uploaded files that are over."""
    now = datetime.now(UTC)
    held = current_app.extensions["lms"]
    certificates.issue_due(held.catalogue, held.config, now)
    joining.settle(held.config, now)
    delivered = deliver_due(current_app.config["LMS"], now)
    forgotten = sum(forget(now) for forget in _FORGET)
    click.echo(f"Letters sent: {delivered.sent}, not sent: {delivered.failed}. Old entries removed: {forgotten}.")


commands = (tick_command,)
