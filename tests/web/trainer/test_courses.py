"""The list of courses, and one course with its problems."""

import re


def test_the_list_shows_title_size_languages_and_problems_of_each_course(page):
    text = page("/teach")
    assert "The basics" in text
    assert "2 lessons · 18 minutes" in text
    assert "The kit" in text
    assert "Materials ·" in text
    assert "English: complete" in text
    assert "Polski: begun" in text
    assert "Deutsch: not begun" in text
    assert re.search(r"Ready</span> · \d+ warnings", text)


def test_a_course_with_faults_stands_first_and_says_what_is_wrong_where_and_what_to_do(site, page):
    site.change("courses/kit/en/01-agenda.md", "We begin", "![](../images/no.svg) We begin")
    text = page("/teach")
    assert text.index("The kit") < text.index("The basics")
    assert "Kept back" in text
    assert "courses/kit/en/01-agenda.md:7" in text
    assert "We begin at nine." in text


def test_what_was_saved_is_seen_with_the_next_page_and_the_difference_to_the_site_is_said(site, page):
    assert "after the next start of the service" not in page("/teach/basics")
    site.change("courses/basics/en/02-second.md", "title: The second lesson", "title: Another second lesson")
    text = page("/teach/basics")
    assert "Another second lesson" in text
    assert "after the next start of the service" in text


def test_the_course_shows_lessons_with_pages_minutes_questions_and_previews(page):
    text = page("/teach/basics")
    assert "2 pages · 10 minutes" in text
    assert "6 questions" in text
    assert 'href="/teach/basics/preview/first/2">Think</a>' in text
    assert 'href="/teach/basics/preview/exam"' in text
    assert 'href="/teach/basics/packages"' in text


def test_errors_stand_before_warnings(site, page):
    site.change("quizzes/first/en.md", "- (x) close to home", "- ( ) close to home")
    text = page("/teach/basics")
    problems = re.findall(r'class="problem (error|warning)"', text)
    assert problems == sorted(problems)
    assert problems[0] == "error"
    assert problems[-1] == "warning"
    assert "quizzes/first/en.md:" in text


def test_a_course_that_is_kept_back_shows_its_lessons_but_neither_preview_nor_package(site, page):
    site.change("courses/basics/en/01-first.md", "../images/street.svg", "../images/road.svg")
    text = page("/teach/basics")
    assert "This course is kept back" in text
    assert "1 error keeps it" in text
    assert "Trainees still see the text without faults" in text
    assert "courses/basics/en/01-first.md:10" in text
    assert "The second lesson" in text
    assert "/preview" not in text
    assert "/packages" not in text


def test_a_course_of_which_nothing_can_be_read_is_still_listed(site, page):
    folder = site.courses / "empty"
    folder.mkdir()
    (folder / "course.md").write_bytes(b"\xff\xfe---")
    assert 'href="/teach/empty"' in page("/teach")
    assert "Kept back" in page("/teach")
    assert "This course is kept back" in page("/teach/empty")


def test_a_course_that_the_programme_does_not_name_is_marked(site, page):
    site.change("courses/programme.md", "materials: kit\n", "")
    assert "not named in programme.md" in page("/teach")
    assert "The file programme.md does not name this course" in page("/teach/kit")


def test_problems_that_belong_to_no_course_are_shown_below(site, page):
    assert "Problems outside the courses" not in page("/teach")
    site.change("courses/regions/north/region.md", "country: IE", "country: Ireland")
    text = page("/teach")
    assert "Problems outside the courses" in text
    assert "courses/regions/north/region.md:3" in text


def test_a_translation_whose_original_has_changed_is_shown_as_behind(site, page):
    for name in ("01-first", "02-second"):
        text = (site.courses / f"basics/en/{name}.md").read_text(encoding="utf-8")
        text = re.sub(r"minutes: .*\n(quiz: .*\n)?", "source: 0123456789ab\n", text)
        (site.courses / f"basics/pl/{name}.md").write_text(text, encoding="utf-8")
    for quiz in site.quizzes.iterdir():
        (quiz / "pl.md").write_text((quiz / "en.md").read_text(encoding="utf-8"), encoding="utf-8")
    assert "Polski: the original has changed since" in page("/teach")


def test_what_authors_typed_is_shown_as_text_and_never_as_markup(site, page):
    site.change("courses/kit/en/01-agenda.md", "We begin", "![<script>x</script>](../images/no.svg) We begin")
    for address in ("/teach", "/teach/kit"):
        text = page(address)
        assert "<script>x" not in text
        assert "&lt;script&gt;x" in text


def test_without_any_course_the_page_tells_the_first_step(site, page):
    (site.courses / "programme.md").unlink()
    for name in ("basics", "kit"):
        (site.courses / name).rename(site.courses / f"_{name}")
    text = page("/teach")
    assert "There are no courses yet." in text
    assert "courses/_template" in text
