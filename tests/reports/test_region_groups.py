"""People by organisation and language, with small groups hidden."""

from lms.language import words
from lms.reports.region_groups import gather_small
from lms.reports.region_report import make_region_report
from lms.rules.figures import HIDDEN
from tests.database import Database
from tests.people import NORTH, NOW, make_regions
from tests.reports.crowd import COURSES, add_people

SAID = words("en")


def test_small_organisations_are_put_together() -> None:
    groups = {"Large": (30, 10), "Tiny": (2, 1), "Small": (4, 0), "": (6, 6)}
    assert list(gather_small(groups, 5).values()) == [(30, 10), (6, 1), (6, 6)]
    many = {f"Office {number:03}": (5 + number, 0) for number in range(40)}
    assert len(gather_small(many, 5)) == 21
    assert sum(invited for invited, _ in gather_small(many, 5).values()) == sum(5 + n for n in range(40))


def test_groups_are_counted_without_staff_and_add_up(database: Database) -> None:
    make_regions()
    add_people(NORTH, 20, "invited", organisation="Large")
    add_people(NORTH, 10, "completed", organisation="Large")
    add_people(NORTH, 8, "completed", organisation="Other")
    add_people(NORTH, 9, "enrolled", organisation="Never asked")
    report = make_region_report(NORTH, COURSES, 5, NOW, SAID)
    rows = [(row.label, *row.cells[:2]) for row in report.table("organisations").rows]
    assert rows == [("Large", 30, 10), ("Other", 8, 8)]
    assert [(row.label, row.cells[0]) for row in report.table("languages").rows] == [("English", 38)]


def test_a_small_group_and_what_would_give_it_away_are_hidden(database: Database) -> None:
    make_regions()
    add_people(NORTH, 20, "invited", organisation="Large")
    add_people(NORTH, 12, "invited", organisation="Middle")
    add_people(NORTH, 3, "invited", organisation="Tiny")
    table = make_region_report(NORTH, COURSES, 5, NOW, SAID).table("organisations")
    cells = {row.label: row.cells[0] for row in table.rows}
    assert cells["Smaller organisations together"] is HIDDEN
    assert list(cells.values()).count(HIDDEN) >= 2
    assert "Tiny" not in cells
