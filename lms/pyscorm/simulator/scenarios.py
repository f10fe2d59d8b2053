"""The stories that every package is played through: what learner and platform do, and what must come out."""

from collections.abc import Callable, Iterator

from lms.pyscorm.remarks import Remark, remark

from .rules import RANKS
from .session import Session, Setting, Step
from .stage import NotApplicable, Stage

_STATE = "cmi.suspend_data"
_LATER = 10
"""Days until the learner comes back; longer than pauses between tries."""


def _opened(stage: Stage) -> None:
    kept = stage.end(stage.begin())
    completion, success = stage.status(kept)
    stage.check(completion == "incomplete", "After opening the status is %(status)r.", status=completion)
    stage.check(
        success in ("", "unknown", "incomplete"), "After opening the result is %(result)r.", result=success
    )
    stage.check(stage.raw(kept) is None, "After opening there is a score.")


def _play_and_kill(stage: Stage, session: Session, steps: tuple[Step, ...]) -> None:
    """Do some steps; after each, somebody whose browser was killed there looks what is left."""
    for step in steps:
        taken = session.play(step)
        stage.check(taken, "The step %(step)s was not taken.", step=step.id)
        again = stage.begin(Setting(kept=session.kept, day=_LATER))
        stage.check(
            again.state() == session.state(),
            "When the browser is killed after %(step)s, something else is found again.",
            step=step.id,
        )


def _resumed(stage: Stage) -> None:
    session = stage.begin()
    first = stage.half(session)
    _play_and_kill(stage, session, first)
    before = session.state()
    kept = stage.end(session)
    completion, _ = stage.status(kept)
    stage.check(completion == "incomplete", "Half done, the status is %(status)r.", status=completion)
    again = stage.begin(Setting(kept=kept, day=_LATER))
    stage.check(again.state() == before, "Half done and closed, something else is found again.")
    stage.check("damaged" not in again.notices(), "What was kept is called damaged.")
    _play_and_kill(stage, again, again.steps()[len(first) :])
    stage.end(again)


def _failed(stage: Stage) -> None:
    if not stage.has_exam():
        raise NotApplicable(remark("Nothing is graded."))
    if stage.content.item.pass_mark == 0:
        raise NotApplicable(remark("Nobody can fail: the pass mark is 0."))
    session = stage.begin()
    stage.play_all(session, exam="wrong")
    kept = stage.end(session)
    completion, success = stage.status(kept)
    stage.check(success == "failed", "With everything wrong the result is %(result)r.", result=success)
    stage.check(completion != "completed", "With everything wrong it counts as completed.")
    raw, mark = stage.raw(kept), stage.content.item.pass_mark
    stage.check(raw is not None, "With everything wrong there is no score.")
    if raw is not None and mark is not None:
        stage.check(raw < mark, "With everything wrong the score is %(raw)g.", raw=raw)


def _passed(stage: Stage) -> None:
    is_graded = stage.has_exam()
    session = stage.begin()
    stage.play_all(session)
    kept = stage.end(session)
    completion, success = stage.status(kept)
    wanted = ("passed",) if is_graded and not stage.version.is_2004 else ("completed",)
    stage.check(completion in wanted, "With everything right the status is %(status)r.", status=completion)
    if is_graded:
        stage.check(success == "passed", "With everything right the result is %(result)r.", result=success)
    raw, mark = stage.raw(kept), stage.content.item.pass_mark
    if stage.is_part and not is_graded:
        stage.check(
            raw is None,
            "A part without an exam gives the score %(raw)s: as the highest it would be the grade.",
            raw=raw,
        )
    else:
        stage.check(raw is not None, "With everything right there is no score: grade books would show 0.")
    if raw is not None and mark is not None:
        stage.check(raw >= mark, "With everything right the score is %(raw)g.", raw=raw)
    stage.ends["passed"] = kept


def _no_worse(stage: Stage, before: dict[str, str], after: dict[str, str]) -> None:
    for old, new in zip(stage.status(before), stage.status(after), strict=True):
        stage.check(
            RANKS.index(new) >= RANKS.index(old), "The status went back from %(old)s to %(new)s.", old=old, new=new
        )
    old_raw, new_raw = stage.raw(before), stage.raw(after)
    stage.check(old_raw is None or (new_raw or 0) >= old_raw, "The score fell.")


def _reopened(stage: Stage) -> None:
    kept = stage.passed()
    session = stage.begin(Setting(kept=kept, day=_LATER))
    for step in session.steps():
        session.play(step, "wrong")
    _no_worse(stage, kept, stage.end(session))


def _reviewed(stage: Stage) -> None:
    kept = stage.passed()
    for setting in (
        Setting("review", "no-credit", kept, day=_LATER),
        Setting("browse", "no-credit", {}, day=_LATER),
        Setting("normal", "no-credit", kept, day=_LATER),
    ):
        session = stage.begin(setting)
        stage.check("review" in session.notices(), "The learner is not told that nothing is stored.")
        for step in session.steps():
            session.play(step, "wrong")
        after = stage.end(session, is_writable=False)
        stage.check(after == setting.kept, "A session that does not count changed what is kept.")


def _failing(stage: Stage) -> None:
    session = stage.begin(Setting(failing=True))
    for step in stage.half(session):
        session.play(step)
    session.wait(120)
    stage.check("not-stored" in session.notices(), "The learner is not told that nothing is stored.")
    stage.check(session.kept == {}, "Something was kept although the platform failed.")
    session.fail(False)
    session.wait(120)
    again = stage.begin(Setting(kept=session.kept, day=_LATER))
    stage.check(again.state() == session.state(), "When the platform works again, not everything is stored.")
    stage.end(session, is_failing=True)
    lost = stage.begin(Setting(failing=True))
    lost.leave()


def _damages(state: str) -> Iterator[str]:
    middle = len(state) // 2
    yield state[:middle]
    other = "#" if state[middle] != "#" else "!"
    yield state[:middle] + other + state[middle + 1 :]
    yield state + state
    yield '{"page": 3}'
    yield "1;" + "%" * 40


def _damaged(stage: Stage) -> None:
    fresh = stage.begin().state()
    session = stage.begin()
    for step in stage.half(session):
        session.play(step)
    kept = session.leave()
    state = kept.get(_STATE, "")
    if not state:
        raise NotApplicable(remark("The package keeps no state."))
    for damaged in _damages(state):
        again = stage.begin(Setting(kept=kept | {_STATE: damaged}, day=_LATER))
        stage.check(again.state() == fresh, "A damaged state is used: %(state)s", state=damaged[:60])
        stage.check("damaged" in again.notices(), "The learner is not told that the state was damaged.")
        _no_worse(stage, kept, stage.end(again))


def _forgotten(stage: Stage) -> None:
    kept = stage.passed()
    forgetful = {name: value for name, value in kept.items() if name != _STATE}
    session = stage.begin(Setting(kept=forgetful, day=_LATER))
    for step in session.steps()[:1]:
        session.play(step)
    _no_worse(stage, forgetful, stage.end(session))


def _alone(stage: Stage) -> None:
    session = stage.begin(Setting(present=False))
    stage.check("no-platform" in session.notices(), "The learner is not told that there is no platform.")
    for step in session.steps():
        session.play(step)
    stage.end(session)


SCENARIOS: dict[str, tuple[Remark, Callable[[Stage], None]]] = {
    "opened": (remark("Opened and closed: incomplete, no score"), _opened),
    "resumed": (remark("Half done, killed after each step, closed, resumed: everything is found again"), _resumed),
    "failed": (remark("Everything wrong: failed, not completed"), _failed),
    "passed": (remark("Everything right: completed, then passed, with a score"), _passed),
    "reopened": (remark("Passed, reopened, everything wrong: nothing goes back"), _reopened),
    "review": (remark("Review, preview, without credit: nothing is written"), _reviewed),
    "failing": (remark("The platform stores nothing, then works again: told, then stored"), _failing),
    "damaged": (remark("The kept state is damaged: a clean start, and a notice"), _damaged),
    "forgotten": (remark("The platform forgets the state of a passed attempt: nothing goes back"), _forgotten),
    "alone": (remark("Opened without a platform: readable, and a notice"), _alone),
}
"""Identifier -> title and story, in the order of the report."""
