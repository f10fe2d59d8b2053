"""`python -m benchmarks [names...]`: measure all targets or some of them, and print one table."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from benchmarks.measure import Row
from benchmarks.setting import FULL, TINY, Setting
from benchmarks.table import format_load, format_table, format_verdict
from benchmarks.world import World, open_world

BENCHMARKS = {
    "E1": "export_command",
    "E2": "export_speed",
    "E3": "export_growth",
    "R1": "pages",
    "W1": "learner_pages",
    "W2": "saving",
    "W3": "memory",
    "RP": "region_pages",
    "PL": "people_list",
    "D1": "writing",
    "C": "counting",
    "D2": "list_upload",
    "D3": "results_upload",
}
"""Name -> the module that measures it; each has `run(world) -> list[Row]`."""


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks named, or all. A missed target is printed; only an unknown name is an error."""
    names = [name for name in arguments if not name.startswith("--")]
    unknown = [name for name in names if name.upper() not in BENCHMARKS]
    if unknown or any(option != "--tiny" for option in arguments if option.startswith("--")):
        print(f"Usage: python -m benchmarks [--tiny] [{' '.join(BENCHMARKS)}]", file=sys.stderr)
        return 2
    before = os.getloadavg()[0]
    rows = run([name.upper() for name in names] or list(BENCHMARKS), TINY if "--tiny" in arguments else FULL)
    print(format_table(rows))
    print(format_verdict(rows))
    print(format_load(before, os.getloadavg()[0], os.cpu_count() or 1))
    return 0


def run(names: Sequence[str], setting: Setting) -> list[Row]:
    """Run benchmarks one after the other in one world."""
    with open_world(setting) as world:
        return [row for name in names for row in run_one(name, world)]


def run_one(name: str, world: World) -> list[Row]:
    """Run one benchmark and say so, since some take a while."""
    print(f"{name} ...", file=sys.stderr, flush=True)
    return import_module(f"benchmarks.{BENCHMARKS[name]}").run(world)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
