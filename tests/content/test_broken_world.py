"""Many faults at once: each is told at its place, and none hides another."""

from collections import Counter

from tests.content.worlds import DATA, load_broken, write_place

EXPECTED = (DATA / "broken" / "expected.txt").read_text(encoding="utf-8").splitlines()


def test_every_planted_fault_is_reported_at_its_file_and_line_and_nothing_else() -> None:
    found = Counter(map(write_place, load_broken().problems))
    assert found == Counter(EXPECTED)


def test_there_are_many_different_faults() -> None:
    messages = {line.split(": ", 2)[2] for line in EXPECTED}
    assert len(messages) >= 100


def test_every_excerpt_is_the_line_as_it_stands() -> None:
    for problem in load_broken().problems:
        path = DATA / "broken" / problem.place.file
        if not problem.excerpt or path.suffix not in (".md", ".svg"):
            continue
        line = path.read_bytes().split(b"\n")[problem.place.line - 1].decode("utf-8", errors="replace")
        shown = problem.excerpt.removesuffix("…")
        assert line.replace("\x07", "�").strip().startswith(shown)


def test_every_problem_says_what_to_do() -> None:
    assert all(problem.fix.endswith((".", "?", "...")) for problem in load_broken().problems)


def test_a_course_without_faults_is_published_beside_the_broken_ones() -> None:
    catalogue = load_broken()
    assert list(catalogue.unpublished) == ["facts", "pages", "texts"]
    assert [course.id for course in catalogue.list_courses("en")] == ["good"]


def test_a_broken_course_is_not_found() -> None:
    catalogue = load_broken()
    assert catalogue.find_course("texts", "en") is None
    assert catalogue.find_quiz("craft", "en") is None


def test_a_region_whose_facts_are_wrong_is_left_out() -> None:
    assert load_broken().regions == {}
