"""Commands that start the service: `lms demo`, `lms serve`, `lms clean-demo`, `lms upgrade`."""

import multiprocessing
import os
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from waitress import serve as serve_forever

from lms.cli.connections import keep_connections
from lms.cli.editions import count_edition
from lms.cli.tick import Ticker
from lms.config import Config, from_env
from lms.content.prepare import prepare_everything
from lms.services import certificates, demo, first_administrator
from lms.services.counters_rebuilding import fill_if_empty
from lms.services.regions import load_regions
from lms.services.schema import upgrade

_QUIET_SECONDS = 2
"""What takes longer than this says how far it is."""
_DEMO_FILES = ("demo.sqlite", "demo.sqlite-wal", "demo.sqlite-shm", "demo.sqlite.lock")

_port = click.option("--port", default=8000, show_default=True, help="Port to listen on.")
_host = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")


@click.command("demo")
@_host
@_port
@click.option("--prepare-only", is_flag=True, help="Make the demo data and stop.")
@click.pass_context
def demo_command(context: click.Context, host: str, port: int, prepare_only: bool) -> None:
    """Start the service with invented people and twelve weeks of progress; a second start keeps the data."""
    os.environ["LMS_DEMO"] = "yes"
    os.environ.setdefault("LMS_BASE_URL", f"http://{host}:{port}")
    info = context.ensure_object(ScriptInfo)
    if prepare_only:
        _prepare_demo(info)
        return
    _do_apart(_prepare_demo, info)
    _serve(info.load_app(), host, port)


@click.command("serve")
@_host
@_port
@click.pass_context
def serve_command(context: click.Context, host: str, port: int) -> None:
    """Start the service; prints a one-time sign-in link while no administrator has signed in yet."""
    os.environ.setdefault("LMS_BASE_URL", f"http://{host}:{port}")
    info = context.ensure_object(ScriptInfo)
    _do_apart(_prepare_app, info)
    app = info.load_app()
    with app.app_context():
        link = first_administrator.make_first_link(app.config["LMS"], datetime.now(UTC))
        if link:
            click.echo("No administrator has signed in yet. This link works once, for 24 hours:")
            click.echo(f"  {link}")
    _serve(app, host, port)


@click.command("clean-demo")
def clean_demo_command() -> None:
    """Remove the demo data, so that the next demo starts over."""
    config = from_env(demo=True)
    for name in _DEMO_FILES:
        (config.var / name).unlink(missing_ok=True)
    outbox = config.var / "outbox"
    for letter in outbox.glob("*.eml") if outbox.is_dir() else ():
        letter.unlink()
    click.echo("The demo data are gone.")


@click.command("upgrade")
@with_appcontext
def upgrade_command() -> None:
    """Bring the database to the newest shape, load the regions, and count people if nobody has."""
    _prepare(current_app)


commands = (demo_command, serve_command, clean_demo_command, upgrade_command)


def _do_apart(act: Callable[[ScriptInfo], object], info: ScriptInfo) -> None:
    """Do something in a process of its own: what it needs of memory is free again when serving begins."""
    from_env()  # wrong settings are told here, as sentences
    process = multiprocessing.get_context("fork").Process(target=act, args=(info,), daemon=True)
    process.start()
    process.join()
    if process.exitcode:
        raise click.ClickException("The service could not be prepared; the reason stands above.")


def _prepare_demo(info: ScriptInfo) -> None:
    app = _prepare_app(info)
    with app.app_context():
        if not demo.has_world():
            click.echo("Inventing people of eleven regions ...")
            count = demo.create_world(_catalogue(app), datetime.now(UTC), _Progress())
            held = app.extensions["lms"]
            demo.bring_results(held.catalogue, held.config, datetime.now(UTC))
            certificates.issue_due(held.catalogue, held.config, datetime.now(UTC), write=False)
            count_edition(held.catalogue, held.config.hidden_below, datetime.now(UTC))
            click.echo(f"{count:,} trainees are there.")


def _prepare_app(info: ScriptInfo) -> Flask:
    app = info.load_app()
    with app.app_context():
        _prepare(app)
    return app


def _prepare(app: Flask) -> None:
    config: Config = app.config["LMS"]
    catalogue = _catalogue(app)
    upgrade(config)
    now = datetime.now(UTC)
    load_regions(catalogue.regions.values(), now)
    fill_if_empty(now)
    for course_id in catalogue.unpublished:
        click.echo(f"The course {course_id!r} has faults and is not published: run `lms check`.", err=True)
    prepare_everything(catalogue, app.extensions["lms"].renderer, _Progress())


def _catalogue(app: Flask):  # type: ignore[no-untyped-def]
    return app.extensions["lms"].catalogue


def _serve(app: Flask, host: str, port: int) -> None:
    config: Config = app.config["LMS"]
    click.echo(f"Ready: {config.base_url}  (stop with Ctrl+C)")
    keep_connections()
    # waitress stands slow clients: they wait in its buffers, not in a thread.
    with Ticker(app):
        serve_forever(app, host=host, port=port, threads=8, ident=None, clear_untrusted_proxy_headers=False)


class _Progress:
    """Says how far something is once it has taken longer than two seconds."""

    def __init__(self) -> None:
        self.began = monotonic()

    def __call__(self, what: str, count: int, total: int) -> None:
        if monotonic() - self.began > _QUIET_SECONDS:
            click.echo(f"  {count} of {total}: {what}")
