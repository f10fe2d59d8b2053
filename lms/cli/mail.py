"""`lms mail`: what comes back to the address that letters are sent from."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from lms.intake.bounces import list_mails, read_bounces
from lms.services.bounces import Noted, note_bounces

group = click.Group("mail", help="What comes back to the address that letters are sent from.")


@group.command("bounces")
@click.argument("places", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@with_appcontext
def bounces(places: tuple[Path, ...]) -> None:
    """Note which letters came back, from mails in files (.eml, mbox) or folders (Maildir, .eml files).

    Only reports of mail servers count (RFC 3464), and only failures that are final. Nothing is changed in the
    mailbox, and reading the same mails again changes nothing: cron may do it every hour.
    """
    now, mails, found = datetime.now(UTC), 0, Counter[Noted]()
    for place in places:
        for data in list_mails(place):
            mails += 1
            found += note_bounces(read_bounces(data), now)
    click.echo(
        f"Mails read: {mails}. Letters that came back: {found[Noted.NEW]}, noted before: {found[Noted.KNOWN]}, "
        f"of no letter of ours: {found[Noted.STRANGE]}."
    )


commands = (group,)
