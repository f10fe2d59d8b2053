"""The region page as a dashboard: bars lead to exactly the people they count, the largest step is named."""

import html
import re

import pytest
from flask import Flask

from lms.web.context import now
from tests.people import NORTH, SOUTH, Cast
from tests.reports.crowd import STEPS, add_people, add_records
from tests.web.visitor import Visitor

_BAR = re.compile(
    r'<a href="([^"]+)">([^<]*)</a></span>\s*<svg(?:(?!</li>).)*</svg>\s*<span class="bar-number">([\d,]+)', re.S
)
_ROW = re.compile(r'<th scope="row"><a href="([^"]+)">([^<]*)</a></th><td class="number">([\d,]+)</td>')
_COUNT = re.compile(r'<h2 id="list">([\d,]+) (?:person|people)</h2>')


@pytest.fixture
def region(app: Flask, cast: Cast) -> None:
    """People at all steps, in groups that are large enough to be shown."""
    with app.app_context():
        at = now()
        for number, step in enumerate(STEPS):
            values = {"category": "media" if number % 2 else "cso", "organisation": f"Office {number % 2}"}
            people = add_people(NORTH, 10 + 5 * number, step, at=at, **values)
            if step == "started":
                add_records(people[:14], NORTH, "first-steps", at=at, lessons_done=1, reached=1)
                add_records(people[14:], NORTH, "first-steps", at=at, lessons_done=2, reached=2)
            if step == "completed":
                values = {"lessons_done": 2, "reached": 2, "best_score": 80, "completed_at": at}
                add_records(people, NORTH, "first-steps", at=at, **values)


def list_links(page: str) -> list[tuple[str, str, int]]:
    """Address, words and number of everything that leads to a list."""
    found = [*_BAR.findall(page), *_ROW.findall(page)]
    return [(html.unescape(link), words, int(number.replace(",", ""))) for link, words, number in found]


def test_each_bar_leads_to_exactly_the_people_it_counts(chen: Visitor, region: None) -> None:
    page = chen.get("/regions/north").text
    links = list_links(page)
    assert {words for _, words, _ in links} >= {"Invited", "Opened", "Started", "Completed module 1", "Office 1"}
    assert len(links) >= 12
    for link, words, number in links:
        found = _COUNT.search(chen.get(link).text)
        assert found is not None, words
        assert int(found.group(1)) == number, (words, link)


def test_the_steps_only_fall(chen: Visitor, region: None) -> None:
    page = chen.get("/regions/north").text
    numbers = [number for _, words, number in list_links(page.split('id="weeks"')[0])]
    assert len(numbers) >= 5
    assert numbers == sorted(numbers, reverse=True)


def test_the_largest_drop_is_named_and_leads_to_who_stopped_there(chen: Visitor, region: None) -> None:
    page = chen.get("/regions/north").text
    assert "Largest drop: after lesson 1 (14 people)." in page
    found = re.search(r'href="([^"]+)">Who stopped there', page)
    assert found is not None
    listed = _COUNT.search(chen.get(html.unescape(found.group(1))).text)
    assert listed is not None
    assert listed.group(1) == "14"


def test_both_headline_shares_say_what_they_are_shares_of(chen: Visitor, region: None) -> None:
    page = chen.get("/regions/north").text.replace("\u00a0", " ")
    assert "55 % of those who started (30 of 55) have completed the programme" in page
    assert "of those who were invited it is 33 % (30 of 90)" in page


def test_a_hidden_number_has_no_link_and_stands_nowhere(app: Flask, chen: Visitor, cast: Cast) -> None:
    with app.app_context():
        add_people(NORTH, 40, "invited", organisation="Large")
        add_people(NORTH, 3, "completed", organisation="Tiny")
    page = chen.get("/regions/north").text
    links = list_links(page)
    assert not [link for link, _, _ in links if link.endswith("people?reached=completed")]
    assert "Tiny" not in page
    assert 3 not in [number for _, _, number in links]
    assert not _BAR.search(page.split("Completed the programme")[1].split("</li>")[0])


def test_nobody_and_more_than_the_target_both_look_right(app: Flask, chen: Visitor, cast: Cast) -> None:
    assert "finished (0\u00a0% of the target)" in chen.get("/regions/north").text
    with app.app_context():
        add_people(NORTH, 162, "completed", at=now())
    page = chen.get("/regions/north").text
    assert "finished (108\u00a0% of the target)" in page
    widths = {float(width) for width in re.findall(r'class="chart-bar" x="0" y="3" width="([\d.]+)%"', page)}
    assert widths == {100.0}


def test_the_programme_stands_beside_only_when_asked_and_without_names(
    app: Flask, chen: Visitor, region: None, cast: Cast
) -> None:
    with app.app_context():
        add_people(SOUTH, 60, "invited")
        add_people(SOUTH, 40, "completed")
    assert "Programme</th>" not in chen.get("/regions/north").text
    page = chen.get("/regions/north?compare=yes").text
    row = re.search(r"Programme</th><td class=\"number\">(.*?)</td><td class=\"number\">(.*?)</td>", page)
    assert row is not None
    assert row.groups() == ("33\u00a0%", "37\u00a0%")
    assert "South" not in page


def test_a_small_rest_of_the_programme_is_not_given_away(app: Flask, chen: Visitor, region: None) -> None:
    with app.app_context():
        add_people(SOUTH, 3, "completed")
    page = chen.get("/regions/north?compare=yes").text
    row = re.search(r"Programme</th><td class=\"number\">(.*?)</td><td class=\"number\">(.*?)</td>", page)
    assert row is not None
    assert row.groups() == ("33\u00a0%", "–")


def test_the_ways_to_the_people_carry_their_numbers(chen: Visitor, region: None) -> None:
    page = chen.get("/regions/north").text
    ways = re.search(r'<nav class="ways".*?</nav>', page, re.S)
    assert ways is not None
    for link, count in re.findall(r'href="(/regions/north/people[^"]*)">[^<(]*\((\d+)\)', ways.group()):
        found = _COUNT.search(chen.get(html.unescape(link)).text)
        assert found is not None
        assert found.group(1) == count
