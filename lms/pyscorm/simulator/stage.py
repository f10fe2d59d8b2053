"""Where a story is played: sessions one after the other, what they said, and what was not as it should be."""

from dataclasses import dataclass, field

from lms.pyscorm.package import Version
from lms.pyscorm.remarks import Remark, remark

from .calls import Call
from .rules import Record, broken_rules, element
from .session import Content, Session, Setting, Step


class NotApplicable(Exception):
    """The story cannot be told of this package; `why` says it in a sentence."""

    def __init__(self, why: Remark) -> None:
        super().__init__(why.text)
        self.why = why


@dataclass(slots=True)
class Stage:
    """Where one story is played: sessions one after the other, their calls, and what was wrong."""

    content: Content
    ends: dict[str, dict[str, str]] = field(default_factory=dict)
    """What platforms kept at the end of stories that others go on from; shared by the stories of one item."""
    calls: list[Call] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    is_part: bool = False
    """Nothing is graded in this item, but something in another item of the package."""

    @property
    def version(self) -> Version:
        """The edition that is spoken."""
        return self.content.version

    def begin(self, setting: Setting | None = None) -> Session:
        """Open the package."""
        session = Session(self.content, setting or Setting())
        session.open()
        return session

    def end(self, session: Session, *, is_writable: bool = True, is_failing: bool = False) -> dict[str, str]:
        """Close the package, judge what it said; gives what the platform kept."""
        kept = session.leave()
        calls = session.calls
        self.calls += calls
        if calls:
            self.faults += broken_rules(Record(calls, self.version, is_writable, is_failing))
        self.faults += [remark("The package asks for %(address)s.", address=one) for one in session.requests]
        return kept

    def check(self, is_right: bool, message: str, **values: object) -> None:
        """Note what is not as it should be."""
        if not is_right:
            self.faults.append(remark(message, **values))

    def status(self, kept: dict[str, str]) -> tuple[str, str]:
        """Completion and success; one and the same in SCORM 1.2."""
        return kept.get(element(self.version, "completion"), ""), kept.get(element(self.version, "success"), "")

    def raw(self, kept: dict[str, str]) -> float | None:
        """The score in points, if there is one."""
        text = kept.get(f"{element(self.version, 'score')}.raw", "")
        return float(text) if text else None

    def play_all(self, session: Session, exam: str = "right") -> None:
        """Do everything right, up to the exam."""
        for step in session.steps():
            taken = session.play(step, exam if step.kind == "exam" else "right")
            self.check(taken, "The step %(step)s was not taken.", step=step.id)

    def half(self, session: Session) -> tuple[Step, ...]:
        """The first half of what there is to do."""
        steps = session.steps()
        if len(steps) < 2:
            raise NotApplicable(remark("There is only one thing to do."))
        return steps[: len(steps) // 2]

    def passed(self) -> dict[str, str]:
        """What the platform kept of the story in which everything was right."""
        if "passed" not in self.ends:
            raise NotApplicable(remark("Nobody came to the end."))
        return self.ends["passed"]

    def has_exam(self) -> bool:
        """Whether something is graded."""
        return any(step.kind == "exam" for step in self.begin().steps())
