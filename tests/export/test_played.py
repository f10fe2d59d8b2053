"""A package that was played once is not played again, and nobody can tell the difference."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lms import pyscorm
from lms.content.render import Renderer
from lms.export import played
from lms.export.making import Made, make
from lms.pyscorm.remarks import remark
from lms.pyscorm.simulator import Outcome, Scenario, SimulationReport
from tests.small_courses import make_course

HONEST = pyscorm.simulate


class Platform:
    """The built-in platform, which counts how often it plays and may be told what it finds."""

    def __init__(self) -> None:
        self.times = 0
        self.fault: pyscorm.Remark | None = None

    def simulate(self, data: bytes, version: pyscorm.Version) -> SimulationReport:
        """Play, or find the fault."""
        self.times += 1
        if self.fault is None:
            return HONEST(data, version)
        scenario = Scenario("opened", "one", remark("It opens."), Outcome.FAILED, (self.fault,), ())
        return SimulationReport(version, (scenario,))


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """Watch the platform."""
    watched = Platform()
    monkeypatch.setattr(pyscorm, "simulate", watched.simulate)
    played._play.cache_clear()
    yield watched
    played._play.cache_clear()


def hand_out(folder: Path | None, **changes: object) -> Made:
    """Make the small course as a process does that has just begun."""
    played._play.cache_clear()
    told = {"contact": "help@region.example", "play": True, "played": folder} | changes
    return make((make_course(),), pyscorm.Version.SCORM_1_2, Renderer(None), **told)  # type: ignore[arg-type]


def test_the_second_process_does_not_play_and_hands_out_the_same_bytes(platform, tmp_path):
    first = hand_out(tmp_path / "played")
    assert platform.times == 1
    second = hand_out(tmp_path / "played")
    assert platform.times == 1
    assert first.ready
    assert first.data == second.data == hand_out(None).data


def test_another_content_or_another_edition_is_played(platform, tmp_path):
    hand_out(tmp_path)
    hand_out(tmp_path, contact="else@region.example")
    assert platform.times == 2
    data = hand_out(tmp_path, play=False).data
    played.play(data, pyscorm.Version.SCORM_1_2, tmp_path)
    played.play(data, pyscorm.Version.SCORM_1_2, tmp_path)
    assert platform.times == 3
    played.play(data, pyscorm.Version.SCORM_2004, tmp_path)
    assert platform.times == 4


def test_red_stays_red_and_says_why(platform, tmp_path):
    platform.fault = remark("The status %(status)s came too late.", status="passed")
    first = hand_out(tmp_path)
    platform.fault = None
    second = hand_out(tmp_path)
    assert platform.times == 1
    assert not second.ready
    assert [str(finding) for finding in second.findings] == [str(finding) for finding in first.findings]
    assert "The status passed came too late." in str(second.findings[0])


@pytest.mark.parametrize("harm", ["cut", "changed", "empty", "swapped"])
def test_a_damaged_outcome_is_as_good_as_none(platform, tmp_path, harm):
    hand_out(tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    if harm == "swapped":
        hand_out(tmp_path, contact="else@region.example")
        (other,) = set(tmp_path.iterdir()) - {kept}
        kept.write_bytes(other.read_bytes())
        other.unlink()
    else:
        kept.write_bytes({"cut": whole[:-9], "changed": whole.replace(b"passed", b"failed"), "empty": b""}[harm])
    before = platform.times
    assert hand_out(tmp_path).ready
    assert platform.times == before + 1
    assert kept.read_bytes() == whole


def test_what_another_simulator_found_counts_no_more_and_is_removed(platform, tmp_path, monkeypatch):
    hand_out(tmp_path)
    (older,) = tmp_path.iterdir()
    monkeypatch.setattr(played, "simulator_digest", lambda: "another")
    hand_out(tmp_path)
    assert platform.times == 2
    assert not older.exists()
    assert [path.name.partition("-")[0] for path in tmp_path.iterdir()] == ["another"]


def test_a_fault_that_a_busy_machine_may_have_caused_is_not_kept(platform, tmp_path):
    platform.fault = remark("The script %(place)s broke off: %(fault)s", place="driver.js", fault="interrupted")
    assert not hand_out(tmp_path).ready
    platform.fault = None
    assert hand_out(tmp_path).ready


def test_a_folder_that_cannot_be_written_only_costs_time(platform, tmp_path):
    (tmp_path / "played").write_text("no folder", encoding="ascii")
    assert hand_out(tmp_path / "played").ready
    assert hand_out(tmp_path / "played").ready
    assert platform.times == 2


def test_there_are_never_more_outcomes_than_can_be_looked_through(platform, tmp_path, monkeypatch):
    monkeypatch.setattr(played, "_MOST", 3)
    for number in range(6):
        hand_out(tmp_path, contact=f"help{number}@region.example")
    assert len(list(tmp_path.iterdir())) <= 3
