"""What each figure means: printed beside it wherever it is shown."""

from lms.language import N_
from lms.rules.indicators import INDICATORS

DEFINITIONS: dict[str, tuple[str, str]] = {
    "invited": (
        N_("Invited"),
        N_(
            "People whose invitation was accepted by the receiving mail server, who joined with a code, or who"
            " signed in."
        ),
    ),
    "opened": (
        N_("Opened"),
        N_("People who signed in at least once. A page view alone does not count as started."),
    ),
    "started": (
        N_("Started"),
        N_("People who gave a first answer or have read a first lesson to its end."),
    ),
    "reached": (
        N_("Reached a lesson"),
        N_("People who completed this lesson or any later lesson of the same module."),
    ),
    "completed_course": (
        N_("Completed the module"),
        N_("People who did all lessons of the version they took, passed the exam, and sent or skipped the form."),
    ),
    "completed_programme": (
        N_("Completed the programme"),
        N_("People who completed all modules and the self-assessment afterwards. A part of it does not count."),
    ),
    "certificate": (
        N_("Holds a certificate"),
        N_("People who completed the programme and have a certificate that is neither replaced nor withdrawn."),
    ),
    "elsewhere": (
        N_("From elsewhere"),
        N_(
            "People who are not enrolled here and completed it by results that a region handed in. Each counts"
            " once, in that region, and in no step from invitation to completion. The share of the target is that"
            " of all together."
        ),
    ),
    "person": (
        N_("Person"),
        N_("One human being is counted once, over this site, imported data and lab lists."),
    ),
    "source_person": (
        N_("People, each once"),
        N_("Who completed the module through at least one source. Who did so through two counts as one."),
    ),
    "source_site": (
        N_("This service"),
        N_("People who did the lessons, the exam and the form of the module here."),
    ),
    "source_moodle": (
        N_("Learning platform of the region"),
        N_("People whom a file of the region's Moodle names as having completed, or with a score that passes."),
    ),
    "source_paper": (
        N_("Signed list"),
        N_("People whom a list with signatures names; the region keeps the original."),
    ),
    "source_recorded": (
        N_("Recorded by a coordinator"),
        N_("People for whom a coordinator recorded the module, with a reason that stands in the log."),
    ),
    "source_mix": (
        N_("Overlap"),
        N_("Each person stands in exactly one line: that of all sources through which they completed the module."),
    ),
    "region": (
        N_("Region of a person"),
        N_("The region that was valid on the day of the event. Somebody who moves does not change past figures."),
    ),
    "excluded": (
        N_("Excluded"),
        N_("Active trainers, coordinators and test accounts are not counted; their number is given as excluded."),
    ),
    "average_score": (
        N_("Average score"),
        N_("Mean of each person's best attempt, unanswered questions count 0, over people who finished the exam."),
    ),
    "spread": (
        N_("Spread"),
        N_("Standard deviation of the best attempts over people who finished the exam."),
    ),
    "share": (
        N_("Share"),
        N_("Numerator and denominator are both given. A dash means not tracked, which is not the same as zero."),
    ),
    "target": (
        N_("Target"),
        N_("The number of people the region plans to reach; it stands in the region's facts."),
    ),
    "week": (
        N_("Per week"),
        N_(
            "Events in the seven days from Monday on, in the region's time. Active is who began, finished a"
            " lesson, handed in a quiz or exam, or completed a module; people can be active in several weeks."
        ),
    ),
    "receipt": (
        N_("Attempts from packages"),
        N_(
            "Attempts at packages on other platforms that sent a receipt, each once, by the furthest state it"
            " reached. They name nobody, so they are never added to people: one person can make several."
        ),
    ),
    "receipt_week": (
        N_("Receipts per week"),
        N_("New states of attempts by the week that the learner's clock named; an attempt can have several."),
    ),
    "as_of": (
        N_("As of"),
        N_("The time at which the figures were counted. What arrives later is listed in the next report."),
    ),
    "hidden": (
        N_("Hidden"),
        N_(
            "Groups of 1 to 4 people are not shown, nor other figures from which they could be computed."
            " Zero and five or more are shown. A range such as 44–48 stands for a hidden number that lies in it."
        ),
    ),
    "edition": (
        N_("Edition"),
        N_(
            "Figures to be handed on are counted at one moment for all regions together. A number that changed"
            " by fewer than five people since the edition before, or that would tell such a change, stands as it"
            " stood there; so parts can add up to a little more or less than their total."
        ),
    ),
    "background": (
        N_("Background"),
        N_(
            "What people chose to say about themselves. Who was not asked or did not answer is “not stated”; who"
            " prefers not to say is a line of its own. Neither is spread over the others."
        ),
    ),
    "late": (
        N_("Added later"),
        N_(
            "People whose completion lies before the last frozen report but came in after it, such as results"
            " handed in late. The frozen report stays as it is."
        ),
    ),
} | {indicator.id: (indicator.name, indicator.definition) for indicator in INDICATORS}
"""Id -> (term, definition); both are message ids of `lms.language`."""
