"""Courses by language and region: fallbacks, inserts, publishing."""

from pathlib import Path

import pytest

from lms.content.catalogue import Catalogue, load_catalogue
from lms.content.model import BlockKind, CourseKind, QuestionKind, Severity
from tests.content.worlds import World, list_errors, list_new, load_world


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_world()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_the_good_world_has_no_errors(catalogue: Catalogue) -> None:
    assert list_errors(catalogue) == []
    assert catalogue.unpublished == {}


def test_the_programme_gives_order_surveys_and_fallbacks(catalogue: Catalogue) -> None:
    programme = catalogue.programme
    assert (programme.courses, programme.materials) == (("first-steps",), ("kit",))
    assert (programme.needs, programme.before, programme.after) == ("needs", "before", "after")
    assert programme.fallbacks == {"ca": ("pl", "en")}


def test_a_course_carries_its_quizzes_and_its_place(catalogue: Catalogue) -> None:
    course = catalogue.find_course("first-steps", "en")
    assert course is not None
    assert (course.number, course.kind, course.minutes) == (1, CourseKind.COURSE, 25)
    assert [quiz.id for quiz in course.quizzes()] == ["arriving", "asking", "first-steps-exam"]
    assert course.form is not None
    assert course.folder.name == "first-steps"
    assert [(lesson.number, lesson.id) for lesson in course.lessons] == [(1, "arriving"), (2, "asking")]


def test_a_lesson_has_pages_with_boxes(catalogue: Catalogue) -> None:
    course = catalogue.find_course("first-steps", "en")
    assert course is not None
    pages = course.lessons[0].pages
    assert [(page.number, page.title) for page in pages][:2] == [(1, "At the station"), (2, "Three offices")]
    assert [block.kind for block in pages[0].blocks] == [BlockKind.TEXT, BlockKind.REGION, BlockKind.FACT]
    assert pages[0].blocks[1].name == "who-opens-the-door"
    assert pages[0].blocks[2].title == "Nine of ten newcomers come by train"
    assert pages[0].blocks[2].markdown.endswith("Source: Town of Valmora, 2024")
    assert [block.name for block in pages[2].blocks if block.name] == ["reflect-1", "reflect-2"]
    assert [block.title for block in pages[2].blocks if block.name] == ["", "And then"]
    assert [block.name for block in course.lessons[1].pages[0].blocks] == ["", "sheet-1"]


def test_facts_of_a_lesson_are_read(catalogue: Catalogue) -> None:
    course = catalogue.find_course("first-steps", "en")
    assert course is not None
    assert course.lessons[0].objectives == ("name three offices", "tell a permit from a registration")
    assert course.lessons[0].keywords == ("arrival", "office")
    assert course.lessons[0].source == "courses/first-steps/en/01-arriving.md"


def test_a_missing_lesson_comes_in_the_next_language(catalogue: Catalogue) -> None:
    course = catalogue.find_course("first-steps", "pl")
    assert course is not None
    assert (course.title, course.language) == ("Pierwsze kroki", "pl")
    assert [(lesson.title, lesson.language) for lesson in course.lessons] == [
        ("Przyjazd", "pl"),
        ("Asking the way", "en"),
    ]
    assert course.lessons[0].minutes == 15
    assert [lesson.quiz and lesson.quiz.language for lesson in course.lessons] == ["pl", "en"]


def test_a_language_without_texts_follows_its_chain(catalogue: Catalogue) -> None:
    course = catalogue.find_course("first-steps", "ca")
    assert course is not None
    assert [lesson.language for lesson in course.lessons] == ["pl", "en"]


def test_an_unknown_language_gets_the_original_and_is_not_kept(catalogue: Catalogue) -> None:
    course = catalogue.find_course("first-steps", "xx")
    assert course is not None
    assert (course.title, course.language) == ("First steps", "xx")
    assert catalogue.find_course("first-steps", "xx") is not course


def test_the_same_question_gives_the_same_course(catalogue: Catalogue) -> None:
    assert catalogue.find_course("first-steps", "en", "north") is catalogue.find_course(
        "first-steps", "en", "north"
    )


def insert_of(catalogue: Catalogue, language: str, region: str) -> tuple[str, str]:
    course = catalogue.find_course("first-steps", language, region)
    assert course is not None
    block = course.lessons[0].pages[0].blocks[1]
    return block.markdown.split(",")[0][:30], block.language


def test_a_region_reads_its_insert_and_no_other(catalogue: Catalogue) -> None:
    assert insert_of(catalogue, "en", "north") == ("In the North the **town hall**", "")
    assert insert_of(catalogue, "pl", "south") == ("Na Południu pierwszy otwiera *", "")


def test_a_region_without_an_insert_that_can_be_read_shows_the_neutral_text(catalogue: Catalogue) -> None:
    assert insert_of(catalogue, "en", "south")[0] == "Every town has an office that "
    assert insert_of(catalogue, "en", "")[0] == "Every town has an office that "


def test_an_unknown_region_shows_the_neutral_text(catalogue: Catalogue) -> None:
    course = catalogue.find_course("first-steps", "en", "nowhere")
    assert course is catalogue.find_course("first-steps", "en")
    assert course is not None
    assert course.region == ""


def test_an_insert_in_another_language_than_the_lesson_says_so(catalogue: Catalogue) -> None:
    assert insert_of(catalogue, "pl", "north") == ("In the North the **town hall**", "en")


def test_regions_are_read(catalogue: Catalogue) -> None:
    north = catalogue.regions["north"]
    assert (north.name, north.country, north.languages, north.zone) == (
        "North",
        "IE",
        ("en", "ga"),
        "Europe/Dublin",
    )
    assert (north.target, north.lab_target, north.active) == (150, 20, True)
    assert (north.aliases, north.contact) == (("Northland", "The North"), "welcome@north.example")
    assert not catalogue.regions["south"].active


def test_lists_are_in_the_order_of_the_programme(catalogue: Catalogue) -> None:
    assert catalogue.list_course_ids() == ("first-steps", "kit")
    assert [course.id for course in catalogue.list_courses("en", "north")] == ["first-steps"]
    assert [(course.id, course.number) for course in catalogue.list_materials("en", "")] == [("kit", 0)]
    assert catalogue.languages == ("en", "pl")


def test_quizzes_and_surveys_are_found_by_their_id(catalogue: Catalogue) -> None:
    quiz = catalogue.find_quiz("arriving", "ca")
    assert quiz is not None
    assert (quiz.title, quiz.language, quiz.shuffle) == ("Przyjazd", "pl", True)
    survey = catalogue.find_quiz("before", "en")
    assert survey is not None
    assert (survey.anonymous, survey.reverse) == (False, {"decide-quickly"})
    assert catalogue.find_quiz("nothing", "en") is None


def test_each_kind_of_question_is_read(catalogue: Catalogue) -> None:
    quiz = catalogue.find_quiz("arriving", "en")
    assert quiz is not None
    assert [question.kind for question in quiz.questions] == [
        QuestionKind.SINGLE,
        QuestionKind.MULTIPLE,
        QuestionKind.MATCHING,
        QuestionKind.ORDERING,
        QuestionKind.NUMBER,
        QuestionKind.TEXT,
    ]


def test_an_error_in_a_translation_keeps_back_that_file_only(world: World) -> None:
    world.change("courses/first-steps/pl/01-arriving.md", "Rosa wysiada", "<b>Rosa</b> wysiada")
    catalogue = world.load()
    course = catalogue.find_course("first-steps", "pl")
    assert course is not None
    assert course.lessons[0].language == "en"
    assert len(list_errors(catalogue)) == 1


def test_an_error_in_a_translated_quiz_gives_the_original(world: World) -> None:
    world.change("quizzes/arriving/pl.md", "- (x) meldunek", "- ( ) meldunek")
    quiz = world.load().find_quiz("arriving", "pl")
    assert quiz is not None
    assert quiz.language == "en"


@pytest.mark.parametrize(
    "file", ["courses/first-steps/en/02-asking.md", "quizzes/asking/en.md", "quizzes/first-steps-exam/en.md"]
)
def test_an_error_in_lesson_quiz_or_exam_keeps_the_course_back(world: World, file: str) -> None:
    world.change(file, "\n## open", "\n<b>bold</b>\n\n## open") if "quizzes" in file else world.change(
        file, "Ask, then wait.", "<b>Ask</b>"
    )
    catalogue = world.load()
    assert list(catalogue.unpublished) == ["first-steps"]
    assert catalogue.unpublished["first-steps"][0].place.file == file
    assert catalogue.list_course_ids() == ("kit",)


def test_a_broken_form_leaves_the_course_without_it(world: World) -> None:
    world.change("quizzes/course-form/en.md", "(1..5)", "(5..1)")
    course = world.load().find_course("first-steps", "en")
    assert course is not None
    assert course.form is None


def test_a_warning_keeps_nothing_back(world: World) -> None:
    world.change("courses/first-steps/en/01-arriving.md", "[the next lesson]", "[here]")
    catalogue = world.load()
    assert [problem.severity for problem in catalogue.problems if "`here`" in problem.message] == [
        Severity.WARNING
    ]
    assert catalogue.unpublished == {}


def test_a_picture_for_one_language_takes_the_place_of_the_common_one(catalogue: Catalogue) -> None:
    course = catalogue.find_course("first-steps", "pl")
    assert course is not None
    assert "../images/doors.pl.svg" in course.lessons[0].pages[0].blocks[0].markdown


def test_an_empty_folder_gives_an_empty_catalogue_and_a_problem(tmp_path: Path) -> None:
    (tmp_path / "courses").mkdir()
    catalogue = load_catalogue(tmp_path / "courses", tmp_path / "quizzes")
    assert catalogue.list_courses("en") == ()
    assert [problem.place.file for problem in catalogue.problems] == ["courses/programme.md"]


def test_windows_line_ends_and_a_byte_order_mark_are_no_fault(world: World) -> None:
    path = world.folder / "courses/first-steps/en/02-asking.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert list_new(world.load()) == []
