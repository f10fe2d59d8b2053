"""The words of one letter to one person: where they stand, their language, their region's contact."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from lms.config import Config
from lms.content.catalogue import Catalogue
from lms.export import letters, reminders
from lms.export.letters import Helper, Letter, Note, SignInWay
from lms.rules.letters import Kind
from lms.rules.next_step import StepKind
from lms.services.regions import RegionRow
from lms.services.reminders.choosing import Ready
from lms.services.standing import overview
from lms.services.stop_links import stop_link

WITH_A_WAY_IN = frozenset({Kind.INVITATION, Kind.NEVER_OPENED})
"""Letters that carry a link and a code."""


class _Learner(NamedTuple):
    """As much of an identity as an overview asks for."""

    enrolment_id: int
    language: str
    region: str


@dataclass(frozen=True)
class Composer:
    """Writes the letters of one kind for the people of one region."""

    kind: Kind
    region: RegionRow
    note: Note
    helper: Helper
    catalogue: Catalogue
    config: Config
    now: datetime
    is_preview: bool = False
    """Shown to a coordinator: the links of others are left out."""

    def compose(self, to: Ready, way: SignInWay | None) -> Letter | None:
        """Write a letter; None if it does not fit any more. `way` is for the kinds that carry one."""
        said = letters.letter_words(to.language)
        if way is not None and self.kind is Kind.INVITATION:
            return letters.invitation(
                said, to.name, self.region.name, way, self.helper, self.config.funding, self.note
            )
        if way is not None and self.kind is Kind.NEVER_OPENED:
            invited = reminders.Invited(
                self.region.name, to.invited_at, self.region.zone, self._first_minutes(to.language)
            )
            return reminders.never_opened(said, self._frame(to), invited, way)
        if self.kind is Kind.NOT_STARTED:
            return reminders.not_started(said, self._frame(to), self._first_minutes(to.language))
        return self._by_place(to)

    def _by_place(self, to: Ready) -> Letter | None:
        """Write to somebody who is under way: about the very next step."""
        said = letters.letter_words(to.language)
        view = overview(
            _Learner(to.enrolment_id, to.language, self.region.id),  # type: ignore[arg-type]
            self.catalogue,
            self.now,
        )
        step = view.next
        if step is None or (self.kind is Kind.WAITING_FOR_EXAM and step.kind is not StepKind.EXAM):
            return None
        course = next((state.course for state in view.courses if state.course.id == step.course), None)
        number = course.number if course else 0
        if course and step.kind is StepKind.EXAM:
            mark = course.exam.pass_mark if course.exam else None
            return reminders.waiting_for_exam(said, self._frame(to), number, mark)
        titles = {lesson.id: lesson.title for lesson in course.lessons} if course else {}
        place = reminders.Place(number, titles.get(step.lesson, ""), max(1, step.minutes_left), view.minutes_left)
        return reminders.inactive(said, self._frame(to), place)

    def _frame(self, to: Ready) -> reminders.Frame:
        return reminders.Frame(
            name=to.name,
            site=self.config.base_url,
            stop=f"{self.config.base_url}/letters/stop/…" if self.is_preview else stop_link(to.id, self.config),
            helper=self.helper,
            note=self.note,
            funding=self.config.funding,
        )

    def _first_minutes(self, language: str) -> int:
        """Give the length of the first lesson."""
        courses = self.catalogue.list_courses(language, self.region.id)
        return courses[0].lessons[0].minutes if courses and courses[0].lessons else 20
