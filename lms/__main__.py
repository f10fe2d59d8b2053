"""The `lms` command: gathers the commands of all modules in lms/cli."""

import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import click

from lms import cli
from lms.errors import InvalidConfig

if TYPE_CHECKING:
    from flask import Flask

_ALONE = {"export": "lms.cli.packages"}
"""Commands that begin without the application: loading it takes longer than what they do."""


def gather() -> click.Group:
    """Put the `commands` of every module in lms/cli under `lms`.

    Commands that need the application are marked with `flask.cli.with_appcontext`; the others run without it.
    """
    return _group([module.name for module in iter_modules(cli.__path__, "lms.cli.")])


def main() -> None:
    """Run the command; wrong settings are told as sentences, with exit code 2."""
    alone = _ALONE.get(sys.argv[1]) if len(sys.argv) > 1 else None
    try:
        if alone:
            _group([alone]).main(prog_name="lms", obj=open_app)
        else:
            from flask.cli import ScriptInfo  # noqa: PLC0415 - see _ALONE

            info = ScriptInfo(create_app=open_app, set_debug_flag=False)
            gather().main(prog_name="lms", obj=info)
    except InvalidConfig as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def open_app() -> "Flask":
    """Build the application, for commands that come to need it."""
    from lms.app import create_app  # noqa: PLC0415 - see _ALONE

    return create_app()


def _group(modules: list[str]) -> click.Group:
    group = click.Group("lms", help="The EU-Belong learning service on the command line.")
    for module in modules:
        for command in getattr(import_module(module), "commands", ()):
            group.add_command(command)
    return group


if __name__ == "__main__":
    main()
