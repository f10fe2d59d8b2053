"""What counts when sources disagree."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.intake.moodle_results_fields import FileKind, Reading, ResultLine, ResultsFile
from lms.intake.table_file import Table
from lms.rules.gathering import Choices, Result, gather, name_key
from lms.rules.sources import MATRIX, Said, Source, Standing, State, best, decide, judge_score

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
EARLIER, LATER = DAY - timedelta(days=3), DAY + timedelta(days=3)
STARTED, FAILED, COMPLETED = State
TABLE = Table((), (), ",", "utf-8", "csv")


def moodle(state: State, at: datetime = DAY) -> Said:
    return Said(Source.MOODLE, state, at)


@pytest.mark.parametrize(
    ("own", "said", "joined"),
    [
        (Standing(), moodle(STARTED), Standing(DAY)),
        (Standing(), moodle(FAILED), Standing(DAY)),
        (Standing(), moodle(COMPLETED), Standing(DAY, DAY, Source.MOODLE)),
        (Standing(EARLIER), moodle(COMPLETED), Standing(EARLIER, DAY, Source.MOODLE)),
        (Standing(EARLIER, DAY), moodle(STARTED), Standing(EARLIER, DAY)),
        (Standing(EARLIER, LATER), moodle(COMPLETED), Standing(EARLIER, DAY, Source.MOODLE)),
        (Standing(EARLIER, DAY), moodle(COMPLETED), Standing(EARLIER, DAY)),
        (Standing(EARLIER, DAY), moodle(COMPLETED, LATER), Standing(EARLIER, DAY)),
        (Standing(DAY, DAY, Source.RECORDED), moodle(COMPLETED), Standing(DAY, DAY, Source.MOODLE)),
        (Standing(LATER), moodle(STARTED), Standing(DAY)),
    ],
)
def test_two_sources_are_joined_as_the_matrix_says(own: Standing, said: Said, joined: Standing):
    assert decide(own, [said]) == joined


def test_the_matrix_has_a_line_for_each_case():
    assert len(MATRIX) == 7
    assert all(cell.strip() for line in MATRIX for cell in line)


_times = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
_said = st.builds(Said, st.sampled_from([Source.MOODLE, Source.PAPER]), st.sampled_from(State), _times)
_own = st.builds(Standing, st.none() | _times, st.none() | _times)


@given(_own, st.lists(_said, max_size=5))
def test_nothing_is_ever_lowered_and_order_does_not_matter(own: Standing, said: list[Said]):
    joined = decide(own, said)
    assert joined == decide(own, said[::-1])
    assert decide(joined, said) == joined
    if own.started_at:
        assert joined.started_at is not None
        assert joined.started_at <= own.started_at
    if own.completed_at:
        assert joined.completed_at is not None
        assert joined.completed_at.date() <= own.completed_at.date()
    assert (joined.completed_at is not None) == bool(
        own.completed_at or any(item.state is COMPLETED for item in said)
    )


def test_a_score_counts_as_completed_from_the_pass_mark_on():
    assert (judge_score(70, 70), judge_score(69, 70)) == (COMPLETED, STARTED)


def test_of_several_states_the_best_one_counts():
    assert (best([FAILED, STARTED]), best([STARTED, COMPLETED, FAILED]), best([])) == (FAILED, COMPLETED, None)


def file_of(kind: FileKind, *lines: ResultLine) -> ResultsFile:
    return ResultsFile(kind, (), lines, (), (), {}, TABLE)


def test_several_attempts_of_one_person_count_as_the_best():
    lines = (
        ResultLine(2, "Ann", "ann@n.example", readings=(Reading(5, percent=40),)),
        ResultLine(3, "Ann", "ann@n.example", readings=(Reading(5, percent=80),)),
    )
    told = gather(file_of(FileKind.SCORM, *lines), Choices({5: "basics"}, {"basics": 70}))
    assert [(item.lines, dict(item.results)) for item in told] == [((2, 3), {"basics": Result(COMPLETED)})]


def test_the_earliest_day_of_a_completion_counts():
    first, second = date(2026, 11, 1), date(2026, 11, 9)
    lines = [
        ResultLine(
            2,
            "Ann",
            "ann@n.example",
            readings=(Reading(3, "completed", on=second), Reading(5, "failed", on=first)),
        )
    ]
    told = gather(file_of(FileKind.ACTIVITIES, *lines), Choices({3: "basics", 5: "basics"}))
    assert told[0].results == {"basics": Result(COMPLETED, second)}


def test_columns_that_are_none_of_our_modules_say_nothing():
    line = ResultLine(2, "Ann", "ann@n.example", readings=(Reading(3, "completed"),))
    assert gather(file_of(FileKind.ACTIVITIES, line), Choices())[0].results == {}


def test_people_without_an_address_are_told_apart_by_name_and_organisation():
    day = date(2026, 11, 1)
    lines = [
        ResultLine(2, "Ann Byrne", "", "County", modules={"basics": day}),
        ResultLine(3, "BYRNE, Ann", "", "county", modules={"further": None}),
        ResultLine(4, "Ann Byrne", "", "Parish"),
    ]
    told = gather(file_of(FileKind.PAPER, *lines), Choices(modules=("basics",), day=date(2026, 11, 5)))
    assert [item.lines for item in told] == [(2, 3), (4,)]
    assert told[0].results == {"basics": Result(COMPLETED, day), "further": Result(COMPLETED, date(2026, 11, 5))}
    assert told[1].results == {"basics": Result(COMPLETED, date(2026, 11, 5))}


def test_a_name_is_the_same_in_any_order_of_its_words():
    assert name_key("Ó Briain, Séan") == name_key("sean o briain") != name_key("Sean Briain")
