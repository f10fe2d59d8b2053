"""A platform in a box: plays the scripts of a package without a browser, before anybody else does.

Needs the library `quickjs-ng`; the rest of the package works without it.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from lms.pyscorm.package import Item, Version
from lms.pyscorm.reading import Reading, read
from lms.pyscorm.remarks import Remark, remark

from .calls import Call
from .engine import ScriptFault
from .report import Outcome, Scenario, SimulationReport
from .scenarios import SCENARIOS
from .session import find_content
from .stage import NotApplicable, Stage

__all__ = ["Call", "Outcome", "Scenario", "SimulationReport", "simulate"]


def simulate(package: Reading | IO[bytes] | bytes, version: Version | str | None = None) -> SimulationReport:
    """Play every item of a package through all scenarios.

    `package` is a reading, or its zip as bytes or a seekable stream; `version` is the edition to play it as, by
    default the one that its manifest names. Raises ScormError when the zip cannot be read, or quickjs-ng is not
    there. The platform keeps to the Run-Time Environment: 1.2, chapter 3; 2004, chapters 3 and 4.
    """
    if not isinstance(package, Reading):
        package = read(io.BytesIO(package) if isinstance(package, bytes) else package)
    if version is not None:
        package = replace(package, version=Version(version))
    scenarios = [one for item in package.package.items for one in _play(package, item)]
    if not scenarios:
        nothing = remark("The package has no item: there is nothing to open.")
        scenarios = [Scenario("opened", "", SCENARIOS["opened"][0], Outcome.FAILED, (nothing,), ())]
    return SimulationReport(package.version, tuple(scenarios))


def _play(reading: Reading, item: Item) -> Iterator[Scenario]:
    content = find_content(reading, item)
    is_part = item.pass_mark is None and any(one.pass_mark is not None for one in reading.package.items)
    broken: tuple[Remark, ...] = ()
    ends: dict[str, dict[str, str]] = {}
    for name in SCENARIOS:
        if broken:
            yield Scenario(name, item.identifier, SCENARIOS[name][0], Outcome.SKIPPED, broken, (), item.title)
            continue
        found, opens = _tell(Stage(content, ends, is_part=is_part), name)
        yield found
        if not opens:
            broken = (remark("It could not even be opened."),)


def _tell(stage: Stage, name: str) -> tuple[Scenario, bool]:
    """Play one story; the second value says whether its scripts ran to the end."""
    title, story = SCENARIOS[name]
    item = stage.content.item
    opens = True
    try:
        story(stage)
    except NotApplicable as none:
        if not stage.faults:
            return Scenario(name, item.identifier, title, Outcome.SKIPPED, (none.why,), (), item.title), True
    except ScriptFault as fault:
        opens = name != "opened"
        stage.faults.append(
            remark("The script %(place)s broke off: %(fault)s", place=fault.place, fault=fault.message)
        )
    reasons = tuple({fault.text: fault for fault in stage.faults}.values())
    outcome = Outcome.FAILED if reasons else Outcome.PASSED
    return Scenario(name, item.identifier, title, outcome, reasons, tuple(stage.calls), item.title), opens
