"""Regions in the database."""

import pytest

from lms.errors import NotFound
from lms.services import regions
from tests.people import NOW, make_region, make_regions


def test_loading_again_changes_what_the_files_changed(database):
    make_regions()
    changed = make_region("north", "The North", languages=("ga", "en"), target=200, contact="office@north.example")
    regions.load_regions([changed], NOW)
    found = regions.get_region("north")
    assert (found.name, found.languages, found.target, found.contact) == (
        "The North",
        ("ga", "en"),
        200,
        "office@north.example",
    )
    assert found.aliases == ()


def test_a_region_whose_file_is_gone_stays(database):
    make_regions()
    regions.load_regions([], NOW)
    assert [region.id for region in regions.list_regions()] == ["north", "south"]
    assert regions.get_region("north").aliases == ("Northland",)


def test_a_closed_region_is_not_among_the_active_ones(database):
    make_regions()
    regions.load_regions([make_region("south", "South", active=False)], NOW)
    assert [region.id for region in regions.list_regions()] == ["north"]
    assert [region.id for region in regions.list_regions(active_only=False)] == ["north", "south"]


def test_an_unknown_region_is_not_found(database):
    with pytest.raises(NotFound):
        regions.get_region("nowhere")
