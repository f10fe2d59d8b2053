"""A JavaScript engine with a window but no page: runs a package's scripts within limits of time and memory."""

import json
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from lms.pyscorm.errors import ScormError

_SECONDS = 10
"""Time that one script, or one thing that the learner does, may take."""
_MEMORY = 256_000_000
_STACK = 1_000_000
_MOST_TASKS = 100_000
"""Tasks in a row, so that a script that keeps itself busy comes to an end."""
_OURS = ("window.js", "data_model.js", "platform.js")


class ScriptFault(Exception):
    """A script of the package broke off; `place` is its file."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place
        self.message = message


@cache
def _our_script(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


@cache
def _engine() -> ModuleType:
    # Only now, so that packages can be built and read where no engine is installed.
    try:
        return import_module("quickjs")
    except ModuleNotFoundError as missing:
        raise ScormError("Packages are played by quickjs-ng, which is not installed.") from missing


class Window:
    """One window of a browser that draws nothing. The clock stands still until `wait` is called."""

    def __init__(self) -> None:
        self._context = _engine().Context()
        self._context.set_time_limit(_SECONDS)
        self._context.set_memory_limit(_MEMORY)
        self._context.set_max_stack_size(_STACK)
        for name in _OURS:
            self.run(_our_script(name), name)

    def run(self, source: str, place: str) -> None:
        """Run a script; raises ScriptFault when it breaks off."""
        self._evaluate(f"{source}\n;0", place)
        self._settle(place)

    def ask(self, expression: str, place: str, *given: object) -> Any:
        """Call a function of the script with plain values; gives its answer as plain values."""
        arguments = ",".join(json.dumps(one) for one in given)
        text = self._evaluate(f"String(JSON.stringify(({expression})({arguments})))", place)
        self._settle(place)
        return None if text == "undefined" else json.loads(text)

    def wait(self, milliseconds: int, place: str) -> None:
        """Let the time pass and do what falls due in it."""
        until = self._evaluate("sim.elapsed()", place) + milliseconds
        for _ in range(_MOST_TASKS):
            if not self._evaluate(f"sim.tick({until})", place):
                return
            self._settle(place)
        raise ScriptFault(place, "The script never comes to rest.")

    def _settle(self, place: str) -> None:
        """Do what was put off until the present task is over."""
        try:
            for _ in range(_MOST_TASKS):
                if not self._context.execute_pending_job():
                    return
        except _engine().JSException as fault:
            raise ScriptFault(place, _first_line(fault)) from fault
        raise ScriptFault(place, "The script never comes to rest.")

    def _evaluate(self, source: str, place: str) -> Any:
        try:
            return self._context.eval(source)
        except _engine().JSException as fault:
            raise ScriptFault(place, _first_line(fault)) from fault


def _first_line(fault: Exception) -> str:
    return (str(fault).strip().splitlines() or ["unknown"])[0]
