"""The `lms` command: gathers the commands of all modules in lms/cli."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import click
from flask.cli import ScriptInfo

from lms import cli
from lms.app import create_app
from lms.errors import InvalidConfig


def gather() -> click.Group:
    """Put the `commands` of every module in lms/cli under `lms`.

    Commands that need the application are marked with `flask.cli.with_appcontext`; the others run without it.
    """
    group = click.Group("lms", help="The EU-Belong learning service on the command line.")
    for module in iter_modules(cli.__path__, "lms.cli."):
        for command in getattr(import_module(module.name), "commands", ()):
            group.add_command(command)
    return group


def main() -> None:
    """Run the command; wrong settings are told as sentences, with exit code 2."""
    try:
        gather().main(prog_name="lms", obj=ScriptInfo(create_app=create_app, set_debug_flag=False))
    except InvalidConfig as error:
        click.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
