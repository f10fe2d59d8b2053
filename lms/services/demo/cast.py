"""Invent the people of one region: coordinator, trainer, and about 150 trainees with their progress."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from unicodedata import combining, normalize

from lms.content.model import Course, Quiz
from lms.content.model import Region as RegionFile
from lms.services.demo.life import Life, Temper, invent_life
from lms.services.demo.names import ORGANISATIONS, WEIGHTS, first_names, last_names
from lms.services.demo.roles import DEMO_DOMAIN, HOME

WEEKS = 12
"""How long the demo programme has been running."""


@dataclass(frozen=True)
class Invented:
    """One invented person."""

    row: dict[str, Any]
    roles: tuple[tuple[str, str], ...] = ()
    """Pairs of role and region ("" where the role is not regional)."""
    enrolment: dict[str, Any] | None = None
    life: Life | None = None

    @property
    def email(self) -> str:
        """The address that tells people apart."""
        return self.row["email"]


@dataclass(frozen=True)
class Cast:
    """The people of one region."""

    staff: list[Invented]
    trainees: list[Invented]


def invent_cast(
    region: RegionFile, courses: list[Course], surveys: dict[str, Quiz], now: datetime, chance: Random
) -> Cast:
    """Invent a region's people; the same generator and day give the same people."""
    namer = _Namer(region, now, chance)
    roles = [(("coordinator", region.id),), (("trainer", ""),)]
    if region.id == HOME:
        roles += [(("programme", ""),), (("administrator", ""),)]
    staff = [Invented(namer.person(region.languages[0]), role) for role in roles]
    # Regions differ: how many were asked, how keen they are, how much time they have.
    asked = region.target + chance.randint(-8, 24)
    keen = chance.uniform(0.55, 1.6)
    trainees = [_trainee(namer, courses, surveys, now, keen, chance) for _ in range(asked)]
    return Cast(staff, trainees)


class _Namer:
    """Gives every invented person a name and an address of their own."""

    def __init__(self, region: RegionFile, now: datetime, chance: Random) -> None:
        self.region, self.chance, self.taken = region, chance, set()
        self.created_at = now - timedelta(weeks=WEEKS, days=3)

    def person(self, language: str = "") -> dict[str, Any]:
        """A new person's row; without a language it is one of the region's."""
        language = language or self.chance.choice(self.region.languages)
        first = self.chance.choice(first_names(language))
        last = self.chance.choice(last_names(language))
        stem = _ascii(f"{first}.{last}")
        address, count = f"{stem}.{self.region.id}@{DEMO_DOMAIN}", 1
        while address in self.taken:
            count += 1
            address = f"{stem}{count}.{self.region.id}@{DEMO_DOMAIN}"
        self.taken.add(address)
        return {
            "email": address,
            "name": f"{first} {last}",
            "language": language,
            "created_at": self.created_at,
            "session_version": 0,
        }


def _ascii(text: str) -> str:
    plain = text.translate(str.maketrans({"Ł": "L", "ł": "l", "ı": "i", "ø": "o", "ß": "ss", " ": "-", "'": "-"}))
    return "".join(c for c in normalize("NFKD", plain) if not combining(c)).lower()


def _trainee(
    namer: _Namer, courses: list[Course], surveys: dict[str, Quiz], now: datetime, keen: float, chance: Random
) -> Invented:
    category = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    start = now - timedelta(weeks=WEEKS)
    invited = start + timedelta(
        days=chance.choice((0, 0, 1, 7, 8, 14, 21, 28, 35, 49)), hours=chance.uniform(0, 6)
    )
    enrolment: dict[str, Any] = {
        "category": category,
        "organisation": chance.choice(ORGANISATIONS[category]),
        "source": "demo",
        "created_at": invited - timedelta(hours=2),
        "invited_at": invited,
        "opened_at": None,
        "started_at": None,
        "completed_at": None,
        "last_active_at": None,
    }
    opened = invited + timedelta(days=chance.expovariate(1 / 4), hours=1)
    if chance.random() > 0.92 or opened >= now:
        return Invented(namer.person(), (), enrolment)
    temper = Temper(
        skill=min(0.95, max(0.45, chance.gauss(0.79, 0.1))),
        pace=chance.uniform(1.2, 4.8),
        tiring=chance.choice((0.004, 0.012, 0.03, 0.09)) * keen,
    )
    life = invent_life(courses, surveys, opened, now, temper, chance)
    enrolment |= {
        "opened_at": opened,
        "started_at": life.started_at,
        "completed_at": life.completed_at,
        "last_active_at": life.last_active_at,
    }
    return Invented(namer.person(), (), enrolment, life)
