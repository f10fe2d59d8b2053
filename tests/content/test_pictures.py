"""SVG pictures draw and do nothing else."""

from pathlib import Path

import pytest

from lms.content.lint.pictures import check_picture
from lms.content.model import Problem

SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HEAD = f'<svg {SPACES} viewBox="0 0 9 9" role="img">'


def check(tmp_path: Path, text: str, name: str = "picture.svg") -> list[Problem]:
    problems: list[Problem] = []
    (tmp_path / name).write_text(text, encoding="utf-8")
    check_picture(tmp_path, tmp_path / name, problems)
    return problems


def check_inside(tmp_path: Path, inside: str) -> list[str]:
    return [one.message for one in check(tmp_path, f"{HEAD}<title>A</title>{inside}</svg>")]


def test_a_drawing_is_fine(tmp_path: Path) -> None:
    inside = '<defs><marker id="m"><path d="M0 0"/></marker></defs><path marker-end="url(#m)"/><use href="#m"/>'
    assert (
        check_inside(tmp_path, inside + "<style>@media (prefers-color-scheme: dark) { a { fill: red } }</style>")
        == []
    )


@pytest.mark.parametrize(
    "inside",
    [
        "<script/>",
        "<foreignObject/>",
        '<image href="#a"/>',
        '<a href="#a"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="x"/>',
        '<rect onload="alert(1)"/>',
        '<rect ONCLICK="alert(1)"/>',
        '<use href="other.svg#a"/>',
        '<use xlink:href="data:image/svg+xml,x"/>',
        '<use xlink:href=" #a"/>',
        '<rect fill="url(https://elsewhere.example)"/>',
        "<rect style=\"fill:url( '//elsewhere.example')\"/>",
        "<style>@import 'x'</style>",
        "<style>@im\\70ort 'x'</style>",
        "<style>a{fill:url(x)}</style>",
        "<style>a{fill:url(<![CDATA[x]]>)}</style>",
        '<p xmlns="http://www.w3.org/1999/xhtml"/>',
        "<?xml-stylesheet href='x'?>",
        "<iframe/>",
    ],
)
def test_what_does_more_than_draw_is_an_error(tmp_path: Path, inside: str) -> None:
    assert check_inside(tmp_path, inside)


def test_a_doctype_is_refused_before_it_is_read(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    problems = check(tmp_path, f"{bomb}{HEAD}<title>&b;</title></svg>")
    assert [one.message for one in problems] == ["The SVG has a DOCTYPE."]


def test_the_line_of_the_fault_is_told(tmp_path: Path) -> None:
    problems = check(tmp_path, f"{HEAD}\n<title>A</title>\n\n<script/>\n</svg>")
    assert [(one.place.file.rpartition("/")[2], one.place.line) for one in problems] == [("picture.svg", 4)]


def test_a_picture_must_name_itself(tmp_path: Path) -> None:
    assert [one.message for one in check(tmp_path, f"{HEAD}<g><title>Inner</title></g></svg>")] == [
        "The SVG has no `<title>`."
    ]


@pytest.mark.parametrize("text", ["", "<svg", "no picture", "<svg/><svg/>"])
def test_what_is_no_svg_is_an_error(tmp_path: Path, text: str) -> None:
    assert check(tmp_path, text)


def test_a_file_must_be_what_its_ending_says(tmp_path: Path) -> None:
    assert check(tmp_path, "GIF89a", "photo.png")[0].message == "This is not a PNG picture."
