"""Who may do what."""

import pytest

from lms.rules.permissions import Action, Grant, Role, may, regions_of

CHEN = [Grant(Role.COORDINATOR, "north")]
AMINA = [Grant(Role.TRAINEE, "north")]
FEN = [Grant(Role.PROGRAMME)]


def test_a_coordinator_sees_the_own_region_and_no_other() -> None:
    assert may(CHEN, Action.SEE_REGION, "north")
    assert not may(CHEN, Action.SEE_REGION, "south")


def test_the_programme_office_sees_every_region_but_enrols_nobody() -> None:
    assert may(FEN, Action.SEE_REGION, "south")
    assert may(FEN, Action.SEE_PROGRAMME)
    assert not may(FEN, Action.ENROL, "south")


def test_a_trainee_learns_and_nothing_else() -> None:
    assert [action for action in Action if may(AMINA, action, "north")] == [Action.LEARN]


def test_a_trainer_teaches_and_sees_no_people() -> None:
    bruno = [Grant(Role.TRAINER)]
    assert may(bruno, Action.TEACH)
    assert not may(bruno, Action.SEE_REGION, "north")


@pytest.mark.parametrize("action", list(Action))
def test_nobody_without_a_role_may_do_anything(action: Action) -> None:
    assert not may([], action, "north")


def test_an_administrator_does_all_but_learn() -> None:
    emil = [Grant(Role.ADMINISTRATOR)]
    assert [action for action in Action if not may(emil, action, "north")] == [Action.LEARN]


def test_regions_are_those_that_somebody_coordinates() -> None:
    grants = [Grant(Role.COORDINATOR, "south"), *CHEN, Grant(Role.LAB_PARTICIPANT, "west"), Grant(Role.PROGRAMME)]
    assert regions_of(grants) == ("north", "south")
