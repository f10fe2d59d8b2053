"""What the script of a package says, in one language."""

from lms.language import Words


def player_words(words: Words) -> dict[str, str]:
    """Give the texts of the player by the names that the script uses; `%(name)s` is filled in there."""
    return {
        "begin": words("Begin"),
        "go_on": words("Continue where you were"),
        "next": words("Next page"),
        "to_quiz": words("To the quiz"),
        "to_exam": words("To the exam"),
        "last_page": words("I have read this page"),
        "done": words("done"),
        "begun": words("begun"),
        "progress": words("%(count)s of %(total)s lessons done"),
        "right": words("Right"),
        "wrong": words("Not right"),
        "partly": words("Partly right"),
        "open": words("Not answered"),
        "right_answer": words("Right is:"),
        "right_answers": words("Right are:"),
        "back_to": words("Back to the lesson: %(title)s"),
        "question_count": words("Question %(number)s of %(total)s"),
        "quiz_result": words("Your result: %(percent)s %%. This quiz is done; try again as often as you like."),
        "begin_exam": words("Begin the exam"),
        "try_again": words("Try again"),
        "exam_closed": words("The exam opens when all lessons are done. Lessons still open: %(count)s."),
        "exam_pause": words("All tries are used for now. The next one opens on %(time)s."),
        "tries_left": words("Tries left: %(count)s of %(total)s."),
        "best_so_far": words("Your best result so far: %(percent)s %%."),
        "exam_passed": words("Passed with %(percent)s %%. The module is completed."),
        "exam_failed": words("%(percent)s %%: the mark is %(mark)s %%. Read the reasons below, then try again."),
        "no_platform": words(
            "This page is not connected to a learning platform. You can read and try everything, "
            "but nothing is stored."
        ),
        "not_stored": words(
            "Not stored in your learning platform yet. We keep trying; please leave this page open."
        ),
        "state_too_long": words("Your learning platform has no room for all answers. Your score is still stored."),
        "damaged": words(
            "What your learning platform kept of your last visit could not be read. You start with a clean "
            "page; results that it has stored already stay."
        ),
        "migrated": words(
            "The module has been renewed since your last visit. Your place, answers and results are kept wherever "
            "they still fit."
        ),
        "review": words("You are looking at a finished attempt. Nothing you do here changes your result."),
        "preview": words("This is a preview, or a visit that does not count: nothing you do here is stored."),
        "attempt_closed": words(
            "This attempt is closed in your learning platform, so nothing is stored here. To try again, leave, "
            "and begin a new attempt there. Your best result so far stays."
        ),
        "debug": words("What the module says to the learning platform"),
        "debug_copy": words("Copy for support"),
        "closed": words("This session is closed. Open the module again from your learning platform."),
    }
