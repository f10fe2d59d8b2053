"""The command that authors run."""

from click.testing import CliRunner

from lms.cli.content import check
from tests.content.worlds import DATA


def run(world: str, *options: str) -> tuple[int, str]:
    folder = DATA / world
    arguments = ["--courses", str(folder / "courses"), "--quizzes", str(folder / "quizzes"), *options]
    result = CliRunner().invoke(check, arguments)
    return result.exit_code, result.output


def test_warnings_alone_are_told_and_are_no_failure() -> None:
    code, output = run(".")
    assert (code, output.splitlines()[-1]) == (0, "0 errors, 3 warnings.")


def test_errors_are_told_with_place_line_and_proposal_and_fail() -> None:
    code, output = run("broken")
    assert code == 1
    assert (
        "quizzes/facts-quiz/quiz.md:5: error: `pas_mark`: unknown fact.\n"
        "    | pas_mark: 70\n"
        "    > Did you mean `pass_mark`?\n"
    ) in output
    assert "Not published: texts" in output


def test_one_folder_can_be_looked_at_alone() -> None:
    code, output = run("broken", "--only", "courses/good")
    assert (code, output.count("error:"), "courses/texts/" in output) == (0, 0, False)
