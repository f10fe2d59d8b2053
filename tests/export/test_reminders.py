"""The words of reminders, in every language."""

from datetime import UTC, datetime

import pytest

from lms.export import reminders
from lms.export.letters import Helper, Letter, Note, SignInWay, letter_words, without_secrets
from lms.export.reminders import Frame, Invited, Place
from lms.language import LANGUAGES, Words, funding_line

SITE = "https://learn.example"
FRAME = Frame("Amina", SITE, f"{SITE}/letters/stop/7-abc", Helper("Chen", "c@n.example"), Note(""), True)
WAY = SignInWay("https://learn.example/sign-in/" + "t0Ken-_" * 6, "K7WQ-4MTX", 24, "https://learn.example")
LATE = datetime(2026, 3, 29, 22, 30, tzinfo=UTC)
"""The day on which the clocks changed: half past midnight of the next day in Madrid."""


def all_letters(said: Words, frame: Frame = FRAME) -> list[Letter]:
    return [
        reminders.never_opened(said, frame, Invited("North", LATE, "Europe/Madrid", 20), WAY),
        reminders.never_opened(said, frame, Invited("North", None, "Europe/Madrid", 1), WAY),
        reminders.not_started(said, frame, 20),
        reminders.inactive(said, frame, Place(2, "Four principles", 12, 140)),
        reminders.inactive(said, frame, Place(2, "", 1, 1)),
        reminders.inactive(said, frame, Place(0, "", 1, 1)),
        reminders.waiting_for_exam(said, frame, 1, 70),
        reminders.waiting_for_exam(said, frame, 1, None),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reminder_can_be_stopped_names_whom_to_ask_and_who_pays(language):
    said = letter_words(language)
    for letter in all_letters(said):
        assert FRAME.stop in letter.text
        assert "c@n.example" in letter.text
        assert funding_line(said, True) in letter.text
        assert "%(" not in letter.text + letter.subject
        assert "\n" not in letter.subject


def test_somebody_who_stopped_half_way_reads_the_next_lesson_and_the_minutes_left():
    text = reminders.inactive(letter_words("en"), FRAME, Place(2, "Four principles", 12, 140)).text
    assert "Next comes the lesson “Four principles” in module 2: about 12 minutes." in text
    assert "it is about 140 minutes of reading." in text
    assert "https://learn.example/learn\n" in text


def test_the_day_of_the_invitation_is_that_of_the_region():
    letter = reminders.never_opened(letter_words("en"), FRAME, Invited("North", LATE, "Europe/Madrid", 20), WAY)
    assert "on 30 March 2026 North invited you" in letter.text


def test_a_note_is_filled_in_never_filled_out():
    text = "50 % off: %(name)s {name} {{ name }}"
    frame = Frame("Amina", "", "", Helper("Emil", "c@n.example"), Note(text, "Chen %(x)s"), False)
    for letter in all_letters(letter_words("en"), frame):
        assert f"Chen %(x)s writes: {text}\n" in letter.text


def test_only_the_letter_with_a_way_in_holds_secrets_and_they_can_be_wiped():
    for letter in all_letters(letter_words("en")):
        assert ("/sign-in/" + "t0Ken" in letter.text) == (WAY.code in letter.text)
        wiped = without_secrets(letter.text)
        assert "t0Ken" not in wiped
        assert WAY.code not in wiped
        assert FRAME.stop in wiped


def test_a_language_without_words_of_ours_is_all_english_dates_too(monkeypatch, tmp_path):
    monkeypatch.setattr("lms.language.CATALOGUES", tmp_path)
    from lms.language import words

    words.cache_clear()
    try:
        assert letter_words("pl").language == "en"
    finally:
        words.cache_clear()
