"""The programme's indicators as data. A changed definition is a new version: a test pins each one by digest.

A report prints the version and the definitions it was counted by; frozen reports keep theirs for good.
"""

from dataclasses import dataclass

from lms.language import N_


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that the programme counts."""

    id: str
    name: str
    """A message id, as are definition, unit and `once`."""
    definition: str
    unit: str
    breakdowns: tuple[str, ...] = ()
    """Ids of `rules.background` topics, `category`, `language`, `region`."""
    target: str = ""
    """Where the target stands, such as `region.target`; empty = there is none."""
    source: str = ""
    """Tables that it is counted from."""
    once: str = N_("Each person counts once, in the region in which they are enrolled.")


_FORMS = N_("Each form counts once; forms carry no names, so one person can count once per module.")
_PEOPLE, _POINTS = N_("people"), N_("points")
_WHO = ("gender", "age_band", "organisation_level", "sector", "language", "region")

VERSION = 1
"""The version by which figures are counted now."""
INDICATORS = (
    Indicator(
        "reached",
        N_("People reached"),
        N_("People who gave a first answer or have read a first lesson to its end, here or elsewhere."),
        _PEOPLE,
        (*_WHO, "category"),
        source="enrolment, outside_person",
    ),
    Indicator(
        "module_completed",
        N_("Completed a module"),
        N_("People who did all lessons of the version they took, passed the exam, and sent or skipped the form."),
        _PEOPLE,
        ("region",),
        target="region.target",
        source="course_record, outside_result",
    ),
    Indicator(
        "training_completed",
        N_("Completed the training"),
        N_("People who completed all modules and the self-assessment afterwards. A part of it does not count."),
        _PEOPLE,
        (*_WHO, "category"),
        target="region.target",
        source="enrolment, outside_person",
    ),
    Indicator(
        "knowledge",
        N_("Self-assessment before and after"),
        N_(
            "Mean per part, 1 to 5, over the people who sent it both before and after the course. What people say"
            " of themselves is no measurement; who learns more is often stricter with themselves."
        ),
        _POINTS,
        ("region",),
        source="private_answer",
        once=N_("Each person counts once, as a pair of before and after."),
    ),
    Indicator(
        "useful",
        N_("Useful for my work"),
        N_("People who chose 4 or 5 of 5 for “The module was useful for my work”, of those who answered it."),
        _PEOPLE,
        ("region",),
        source="survey_answer",
        once=_FORMS,
    ),
    Indicator(
        "recommend",
        N_("Would recommend"),
        N_("Mean of 0 to 10 for recommending the module to a colleague, of those who answered it."),
        _POINTS,
        ("region",),
        source="survey_answer",
        once=_FORMS,
    ),
    Indicator(
        "exam_mean",
        N_("Mean exam result"),
        N_("Mean of each person's best attempt, unanswered questions count 0, over people who finished the exam."),
        N_("%"),
        ("region",),
        source="course_record",
    ),
)
"""In the order in which reports print them."""
