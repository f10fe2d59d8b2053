"""Commands about people: `lms people add`, `import`, `list`, `grant`, `end-role`, `deactivate`, `sign-in-link`."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from lms.config import Config
from lms.errors import LmsError
from lms.export.csv_files import CsvStyle
from lms.export.list_files import list_to_csv
from lms.intake.people_file import Frame, PeopleFile, faulty_rows, read_people
from lms.intake.people_words import CATEGORIES
from lms.intake.table_file import limits_of
from lms.language import DEFAULT, LANGUAGES, words
from lms.rules.permissions import Role
from lms.services import enrolment, outbox, outside, people, sign_in
from lms.services.people import PersonRow
from lms.services.regions import get_region, list_regions

_ROLES = click.Choice([role.value for role in Role if role is not Role.TRAINEE])
_PREVIEW = 200
"""Problems shown on the screen; all of them are in the file."""


class _Sentences(click.Group):
    """Tells our own errors as sentences, with exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except LmsError as error:
            raise click.ClickException(str(error)) from error


@click.group("people", cls=_Sentences)
def group() -> None:
    """Add, import and list people; give roles; make sign-in links."""


@group.command("add")
@click.argument("name")
@click.argument("address")
@click.option("--region", default="", help="Enrol the person as a trainee in this region.")
@click.option("--category", default="", type=click.Choice(["", *CATEGORIES]), help="Kind of stakeholder.")
@click.option("--language", default="", type=click.Choice(["", *LANGUAGES]), help="Language of pages and letters.")
@click.option("--invite", is_flag=True, help="Send the invitation at once.")
@with_appcontext
def add(name: str, address: str, region: str, category: str, language: str, invite: bool) -> None:
    """Add a person; with --region also enrol them."""
    now = _now()
    if not region:
        person = people.create_person(name, address, language or "en", now)
        click.echo(f"{person.name} <{person.email}> is there, without an enrolment.")
        return
    row = enrolment.NewPerson(name, address, region, category, "", language)
    done = enrolment.enrol(row, "form", None, now)
    if done.region != region:
        raise click.ClickException(f"This person is enrolled in {done.region} already; nothing was changed.")
    _adopt([done.enrolment_id], now)
    click.echo("Enrolled." if done.created else "Was enrolled already; nothing was changed.")
    if invite:
        _invite([done.enrolment_id], now)


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", default="", help="Region of the rows that name none.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--strict", is_flag=True, help="Take over nothing if any row is wrong.")
@click.option("--invite", is_flag=True, help="Send invitations to those who have none yet.")
@with_appcontext
def import_file(file: Path, region: str, dry_run: bool, strict: bool, invite: bool) -> None:
    """Enrol the people of a list (XLSX, ODS, CSV). The same list again changes nothing; nobody is ever removed."""
    now = _now()
    if region:
        get_region(region)
    found = read_people(file.read_bytes(), list_regions(), region, limits=limits_of(_config()))
    _show(found)
    if dry_run:
        click.echo("Nothing was written (--dry-run).")
        return
    if found.problems and strict:
        raise click.ClickException("Nothing was written: mend the rows above, or leave out --strict.")
    done = enrolment.import_people(found.rows, None, now)
    _adopt(done.created, now)
    click.echo(f"Created {len(done.created)}, roles given {done.granted}, unchanged {done.unchanged}.")
    for row in done.elsewhere:
        click.echo(f"Line {row.line}: {row.email} is enrolled in another region already; left there.")
    if found.problems:
        click.echo(f"The rows that could not be used are in {_write_bad_rows(file, found)}.")
    if invite:
        _invite(done.enrolled, now)
    if found.problems:
        raise SystemExit(1)


@group.command("list")
@click.argument("region")
@with_appcontext
def list_command(region: str) -> None:
    """List the people of a region."""
    get_region(region)
    for person in people.list_people(region):
        mark = "  (deactivated)" if person.deactivated else ""
        click.echo(f"{person.id}\t{person.name}\t{person.email}\t{person.language}{mark}")


@group.command("grant")
@click.argument("address")
@click.argument("role", type=_ROLES)
@click.option("--region", default="", help="For coordinators and lab participants: where.")
@with_appcontext
def grant(address: str, role: str, region: str) -> None:
    """Give a role to a person."""
    if region:
        get_region(region)
    changed = people.grant_role(_get_person(address).id, Role(role), region, None, _now())
    click.echo("Granted." if changed else "Held already; nothing was changed.")


@group.command("end-role")
@click.argument("address")
@click.argument("role", type=_ROLES)
@click.option("--region", default="")
@with_appcontext
def end_role(address: str, role: str, region: str) -> None:
    """End a role; it counts at the person's next request."""
    people.end_role(_get_person(address).id, Role(role), region, None, _now())
    click.echo("Ended.")


@group.command("deactivate")
@click.argument("address")
@with_appcontext
def deactivate(address: str) -> None:
    """Keep a person out from the next request on; what they did stays."""
    people.deactivate(_get_person(address).id, None, _now())
    click.echo("Deactivated.")


@group.command("sign-in-link")
@click.argument("address")
@with_appcontext
def sign_in_link(address: str) -> None:
    """Make a link and a code for somebody whom no mail reaches. Both work once, for 24 hours."""
    link = sign_in.make_link(_get_person(address).id, _config(), _now())
    click.echo(link.url)
    click.echo(f"Code: {link.code}")


commands = (group,)


def _now() -> datetime:
    return datetime.now(UTC)


def _config() -> Config:
    return current_app.config["LMS"]


def _get_person(address: str) -> PersonRow:
    person = people.find_person_by_email(people.normalise_email(address))
    if person is None:
        raise click.ClickException(f"Nobody has the address {address}.")
    return person


def _show(found: PeopleFile) -> None:
    said = words(DEFAULT)
    click.echo(f"{len(found.rows)} rows can be used, {len(found.bad_lines)} cannot.")
    if found.ignored:
        click.echo(f"Columns that are not taken over: {', '.join(found.ignored)}.")
    for problem in found.problems[:_PREVIEW]:
        reason, suggestion = problem.say(said)
        click.echo(f"Line {problem.line}, {problem.column}: {problem.value!r}: {reason} {suggestion}".rstrip())
    if len(found.problems) > _PREVIEW:
        click.echo(f"... and {len(found.problems) - _PREVIEW} more.")


def _write_bad_rows(file: Path, found: PeopleFile) -> Path:
    """Write the rows that cannot be used beside the list, with the reasons; for spreadsheets with a mark."""
    path = file.with_name(f"{file.stem}-not-taken.csv")
    path.write_bytes(list_to_csv(*faulty_rows(found, Frame(()), words(DEFAULT)), CsvStyle.EXCEL))
    return path


def _adopt(enrolment_ids: list[int] | tuple[int, ...], now: datetime) -> None:
    """Fold in what is known of new people from elsewhere."""
    held = current_app.extensions["lms"]
    outside.adopt(enrolment_ids, held.catalogue.programme, held.config, now)


def _invite(enrolment_ids: list[int] | tuple[int, ...], now: datetime) -> None:
    written = enrolment.invite(enrolment_ids, _config(), now)
    sent = outbox.deliver_due(_config(), now).sent
    click.echo(f"Invitations written: {written}, letters sent: {sent}.")
