"""Pages and boxes, with the lines they stand on."""

from lms.content.blocks import read_pages
from lms.content.model import Block, BlockKind, Page, Problem
from lms.content.source_text import Source


def read(text: str) -> tuple[tuple[Page, ...], list[Problem]]:
    problems: list[Problem] = []
    return read_pages(Source("file.md", tuple(text.split("\n")), problems), 1), problems


def blocks_of(text: str) -> tuple[Block, ...]:
    pages, problems = read("## Page\n" + text)
    assert problems == []
    return pages[0].blocks


def test_text_and_boxes_keep_their_order_and_their_lines() -> None:
    blocks = blocks_of('\nFirst.\n\n!!! scenario "A case"\n    What now?\n\n    And then?\n\nLast.\n')
    assert [(block.kind, block.markdown, block.line) for block in blocks] == [
        (BlockKind.TEXT, "First.", 3),
        (BlockKind.SCENARIO, "What now?\n\nAnd then?", 6),
        (BlockKind.TEXT, "Last.", 10),
    ]


def test_a_box_may_hold_lists_tables_and_quotations() -> None:
    body = '!!! answer "A"\n    - one\n        - two\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |\n\n    > three'
    assert blocks_of(body)[0].markdown == "- one\n    - two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> three"


def test_boxes_follow_each_other_without_a_blank_line() -> None:
    blocks = blocks_of('!!! scenario "A"\n    One.\n!!! answer "B"\n    Two.\nText.')
    assert [block.kind.value for block in blocks] == ["scenario", "answer", "text"]


def test_a_tab_indents_like_four_blanks() -> None:
    assert blocks_of('!!! scenario "A"\n\tOne.')[0].markdown == "One."


def test_a_title_may_hold_quotation_marks() -> None:
    assert blocks_of('!!! scenario "Say "no" politely"\n    Text.')[0].title == 'Say "no" politely'


def test_notes_are_counted_through_the_lesson() -> None:
    pages, _ = read('## A\n!!! reflect\n    1\n!!! sheet "S"\n    2\n## B\n!!! reflect "R"\n    3')
    assert [block.name for page in pages for block in page.blocks] == ["reflect-1", "sheet-1", "reflect-2"]


def test_headings_below_a_page_belong_to_its_text() -> None:
    assert blocks_of("### Part\n\nText.")[0].markdown == "### Part\n\nText."


def test_a_page_may_end_its_heading_with_signs() -> None:
    assert read("## Title ##\nText.")[0][0].title == "Title"


def test_a_box_that_cannot_be_read_does_not_swallow_what_follows() -> None:
    pages, problems = read("## A\n!!! fact “curly”\n    Text.\n\nAfter.\n\n## B\nText.")
    assert [page.title for page in pages] == ["A", "B"]
    assert [block.markdown for block in pages[0].blocks] == ["After."]
    assert [one.place.line for one in problems] == [2]


def test_a_lesson_without_pages_gives_none() -> None:
    pages, problems = read("")
    assert (pages, [one.message for one in problems]) == ((), ["The lesson has no page."])
