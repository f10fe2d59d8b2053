"""Several processes on one database: nothing lost, nothing twice, nobody locked out."""

import multiprocessing
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import func, select

from lms.db import db
from lms.errors import InvalidInput, LmsError, TooManyRequests
from lms.models import Attempt, CourseRecord, Enrolment, Message
from lms.services import enrolment, learning, outbox, quizzes, sign_in
from lms.services.people import find_identity_now
from tests.database import Database, make_config, open_database
from tests.people import NORTH, NOW, make_cast, make_trainee
from tests.small_courses import BASICS, PROGRAMME

PROCESSES = 8
SECONDS = 2.0
QUIZ = BASICS.lessons[0].quiz


@pytest.fixture(scope="module")
def pool():
    """Eight processes; spawned, because a forked child would share the parent's connections."""
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as started:
        yield started


@pytest.fixture
def together(pool, database: Database):
    """Run `act(folder, url, number, *arguments)` in all processes at once; give what they return."""

    def run(act, *arguments) -> list:
        db.session.remove()  # what we read before must not be what we read afterwards
        given = (str(database.config.var), database.config.database_url)
        return pool.starmap(act, [(*given, number, *arguments) for number in range(PROCESSES)], chunksize=1)

    return run


def answer_for_a_while(folder: str, url: str, number: int, person_ids: list[int]) -> tuple[int, int, list[str]]:
    """Answer as fast as possible, at a try of one's own and at one that all share."""
    errors: list[str] = []
    rounds = 0
    with open_database(make_config(Path(folder), url)):
        mine = find_identity_now(person_ids[number], NOW)
        shared = find_identity_now(person_ids[-1], NOW)
        ends = monotonic() + SECONDS
        while monotonic() < ends:
            rounds += 1
            now = NOW + timedelta(seconds=rounds)
            try:
                quizzes.save_answer(mine, BASICS, QUIZ, "how-many", str(rounds), now, 1)
                quizzes.save_answers(shared, BASICS, QUIZ, {"one": rounds % 3}, now, 1)
                quizzes.save_answer(shared, BASICS, QUIZ, "how-many", f"{number}-{rounds}", now, 1)
                learning.mark_page_read(shared, PROGRAMME, BASICS, BASICS.lessons[0], 1 + rounds % 2, now)
            except LmsError as error:
                errors.append(repr(error))
        return number, rounds, errors


def test_eight_processes_save_answers_and_nothing_is_lost_or_doubled(database, together):
    make_cast()
    people = [make_trainee(f"Person {n}", f"p{n}@north.example", NORTH) for n in range(PROCESSES + 1)]
    done = together(answer_for_a_while, [person.person_id for person in people])
    assert [errors for *_, errors in done if errors] == []
    for number, rounds, _ in done:
        assert rounds > 0
        state = quizzes.find_attempt(people[number].enrolment_id, QUIZ.id, 1)
        assert state.answers == {"how-many": str(rounds)}
    last = quizzes.find_attempt(people[-1].enrolment_id, QUIZ.id, 1).answers
    assert set(last) == {"one", "how-many"}
    assert last["how-many"] in {f"{number}-{rounds}" for number, rounds, _ in done}
    db.session.rollback()
    for model in (Attempt, CourseRecord):
        assert db.session.scalar(select(func.count()).select_from(model)) == PROCESSES + 1
    assert learning.find_place(people[-1].enrolment_id, "basics", "first").pages_read == (1, 2)


def answer_one_question_each(folder: str, url: str, number: int, person_id: int) -> None:
    """Put an answer of one's own into a try that all share, again and again."""
    with open_database(make_config(Path(folder), url)):
        person = find_identity_now(person_id, NOW)
        name = ("one", "many", "how-many")[number % 3]
        value = {"one": 1, "many": [0, 2], "how-many": "6,4"}[name]
        for _ in range(25):
            if number < 4:
                quizzes.save_answer(person, BASICS, QUIZ, name, value, NOW, 1)
            else:
                quizzes.save_answers(person, BASICS, QUIZ, {name: value}, NOW, 1)


def test_answers_of_two_tabs_do_not_overwrite_each_other(database, together):
    cast = make_cast()
    together(answer_one_question_each, cast.amina.person_id)
    state = quizzes.find_attempt(cast.amina.enrolment_id, QUIZ.id, 1)
    assert state.answers == {"one": 1, "many": [0, 2], "how-many": "6,4"}


def hand_in(folder: str, url: str, number: int, person_id: int) -> int | None:
    """Hand the same try in."""
    with open_database(make_config(Path(folder), url)):
        person = find_identity_now(person_id, NOW)
        return quizzes.submit_attempt(person, PROGRAMME, BASICS, QUIZ, {"one": number % 2}, NOW, 1).percent


def test_a_try_handed_in_by_several_at_once_has_one_result(database, together):
    cast = make_cast()
    assert len(set(together(hand_in, cast.amina.person_id))) == 1
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


def guess(folder: str, url: str, number: int) -> str:
    """Try a wrong code three times."""
    answers = ""
    with open_database(make_config(Path(folder), url)) as opened:
        for _ in range(3):
            try:
                sign_in.sign_in_with_code("amina@north.example", "AAAA-AAAA", "", opened.config, NOW)
            except InvalidInput:
                answers += "w"
            except TooManyRequests:
                answers += "t"
    return answers


def test_guesses_are_counted_over_all_processes(database, together):
    make_cast()
    answers = "".join(together(guess))
    assert (answers.count("w"), answers.count("t")) == (5, 19)


def use(folder: str, url: str, number: int, token: str) -> bool:
    """Use a link."""
    with open_database(make_config(Path(folder), url)) as opened:
        try:
            sign_in.sign_in_with_token(token, "", opened.config, NOW)
        except InvalidInput:
            return False
        return True


def test_a_link_used_by_several_at_once_lets_one_in(database, together):
    cast = make_cast()
    link = sign_in.make_link(cast.amina.person_id, database.config, NOW)
    assert together(use, link.url.rpartition("/")[2]).count(True) == 1


def invite_and_send(folder: str, url: str, number: int, ids: list[int]) -> tuple[int, int]:
    """Invite the same people and send what is due."""
    with open_database(make_config(Path(folder), url)) as opened:
        return enrolment.invite(ids, opened.config, NOW), outbox.deliver_due(opened.config, NOW).sent


def test_invitations_pressed_and_sent_by_several_at_once_go_out_once(database, together):
    make_cast()
    ids = [make_trainee(f"Person {n}", f"p{n}@north.example", NORTH).enrolment_id for n in range(20)]
    done = together(invite_and_send, ids)
    outbox.deliver_due(database.config, NOW)
    assert sum(written for written, _ in done) == 20
    assert len(outbox.list_outbox(database.config, 100)) == 20
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Message)) == 20


def import_the_same_list(folder: str, url: str, number: int) -> tuple[int, int]:
    """Take a list over, every process in another order."""
    rows = [enrolment.NewPerson(f"P {n}", f"p{n}@list.example", NORTH) for n in range(300)]
    with open_database(make_config(Path(folder), url)):
        done = enrolment.import_people(rows[number * 30 :] + rows[: number * 30], None, NOW)
        return len(done.created), done.unchanged


def test_the_same_list_from_eight_processes_enrols_everybody_once(database, together):
    make_cast()
    done = together(import_the_same_list)
    assert sorted(done, reverse=True) == [(300, 0)] + [(0, 300)] * (PROCESSES - 1)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 302
