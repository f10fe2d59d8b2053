"""What came out when the simulator played a package: for people, and for programs. It holds no times."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from lms.pyscorm.package import Version
from lms.pyscorm.remarks import Remark

from .calls import Call


class Outcome(StrEnum):
    """How a scenario ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    """It does not apply to this package."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story of a learner and a platform, played to its end."""

    id: str
    item: str
    """Identifier of the item that was played."""
    title: Remark
    outcome: Outcome
    reasons: tuple[Remark, ...]
    """Why it failed or does not apply."""
    calls: tuple[Call, ...]
    """Everything that was said to the platform, over all sessions of the story."""
    item_title: str = ""
    """What learners see in the platform's list."""


@dataclass(frozen=True, slots=True)
class SimulationReport:
    """All scenarios of a package; the same package gives the same report."""

    version: Version
    scenarios: tuple[Scenario, ...]

    @property
    def is_green(self) -> bool:
        """Whether the package may be handed out."""
        return all(scenario.outcome is not Outcome.FAILED for scenario in self.scenarios)

    def to_json(self, with_calls: bool = True) -> str:
        """Write the report for programs; without the calls it is short."""
        data = {
            "format": 1,
            "version": self.version.value,
            "green": self.is_green,
            "scenarios": [_scenario_data(scenario, with_calls) for scenario in self.scenarios],
        }
        return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def lines(self) -> tuple[Remark, ...]:
        """Give the report for people, line by line, as sentences that can be translated."""
        found = [
            Remark(
                "Played as SCORM %(version)s: everything went well."
                if self.is_green
                else "Played as SCORM %(version)s: something went wrong.",
                {"version": self.version.value},
            )
        ]
        for scenario in self.scenarios:
            found.append(_LINES[scenario.outcome])
            found.append(scenario.title)
            found += scenario.reasons
        return tuple(found)

    def text(self, translate: Callable[..., str] | None = None) -> str:
        """Write the report for people; `translate(message_id, **values)` gives another language."""
        say = translate or (lambda message, **values: message % values if values else message)
        headline = self.lines()[0]
        lines = [say(headline.message_id, **headline.values), ""]
        several = len({scenario.item for scenario in self.scenarios}) > 1
        for scenario in self.scenarios:
            outcome = _LINES[scenario.outcome]
            title = say(scenario.title.message_id, **scenario.title.values)
            where = f" ({scenario.item_title or scenario.item})" if several else ""
            lines.append(f"[{say(outcome.message_id)}] {title}{where}")
            lines += [f"    {say(reason.message_id, **reason.values)}" for reason in scenario.reasons]
        return "\n".join(lines) + "\n"


_LINES = {
    Outcome.PASSED: Remark("passed"),
    Outcome.FAILED: Remark("FAILED"),
    Outcome.SKIPPED: Remark("not played"),
}


def _scenario_data(scenario: Scenario, with_calls: bool) -> dict[str, object]:
    data: dict[str, object] = {
        "id": scenario.id,
        "item": scenario.item,
        "title": scenario.title.text,
        "outcome": scenario.outcome.value,
        "reasons": [reason.text for reason in scenario.reasons],
        "call_count": len(scenario.calls),
    }
    if with_calls:
        data["calls"] = [[one.kind, one.element, one.value, one.result, one.error] for one in scenario.calls]
    return data
