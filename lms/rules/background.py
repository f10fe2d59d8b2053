"""What trainees may say about themselves for statistics: a few closed questions, each of them optional."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.language import N_

UNDISCLOSED = "undisclosed"
"""Somebody was asked and prefers not to say; that is an answer, unlike no answer."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One question with its choices."""

    id: str
    question: str
    """A message id, as are the labels."""
    label: str
    """The heading of its table in reports."""
    choices: Mapping[str, str]
    """Id of the choice -> label, without "prefer not to say"."""

    @property
    def answers(self) -> dict[str, str]:
        """All that can be answered."""
        return {**self.choices, UNDISCLOSED: PREFER_NOT}


PREFER_NOT = N_("I prefer not to say")

GENDER = Topic(
    "gender",
    N_("Your gender"),
    N_("Gender"),
    {"woman": N_("Woman"), "man": N_("Man"), "other": N_("Non-binary or other")},
)
AGE = Topic(
    "age_band",
    N_("Your age"),
    N_("Age"),
    {
        "under_18": N_("Under 18"),
        "18_29": N_("18 to 29"),
        "30_44": N_("30 to 44"),
        "45_60": N_("45 to 60"),
        "over_60": N_("Over 60"),
    },
)
LEVEL = Topic(
    "organisation_level",
    N_("The level at which your organisation works"),
    N_("Level of the organisation"),
    {
        "local": N_("Local: municipality, county or city"),
        "regional": N_("Regional"),
        "national": N_("National"),
        "european": N_("European or international"),
    },
)
SECTOR = Topic(
    "sector",
    N_("The sector of your organisation"),
    N_("Sector"),
    {
        "public": N_("Public administration"),
        "public_service": N_("Public services: schools, health, social work"),
        "civil_society": N_("Civil society"),
        "economy": N_("Companies, chambers and unions"),
        "research": N_("Universities and research"),
        "media": N_("Media"),
    },
)
TOPICS = (GENDER, AGE, LEVEL, SECTOR)
"""In the order in which they are asked. What is stored are ids, so that texts can be bettered."""


def clean(given: Mapping[str, str]) -> dict[str, str]:
    """Take what fits the choices; anything else counts as not stated."""
    return {topic.id: value for topic in TOPICS if (value := given.get(topic.id, "")) and value in topic.answers}
