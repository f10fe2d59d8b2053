"""What letters, reasons and outcomes are called."""

from lms.language import N_, Words
from lms.reports.letter_log import LogLine, Outcome
from lms.rules.bounces import explain_code
from lms.rules.letters import Kind, Reason

KINDS: dict[str, str] = {
    Kind.INVITATION: N_("Invitation"),
    Kind.NEVER_OPENED: N_("Reminder: never opened"),
    Kind.NOT_STARTED: N_("Reminder: not started"),
    Kind.INACTIVE: N_("Reminder: stopped half-way"),
    Kind.WAITING_FOR_EXAM: N_("Reminder: waiting for the exam"),
}
WHO: dict[str, str] = {
    Kind.INVITATION: N_("To people who have no invitation yet. It carries a link and a code to get in."),
    Kind.NEVER_OPENED: N_(
        "To people who were invited and never signed in: the invitation once more, with a new link and code."
    ),
    Kind.NOT_STARTED: N_("To people who signed in and have not begun a module."),
    Kind.INACTIVE: N_(
        "To people who began and have done nothing for a while: it names their next lesson and the minutes left."
    ),
    Kind.WAITING_FOR_EXAM: N_("To people who have done all lessons of a module and not passed its exam."),
}
REASONS: dict[str, str] = {
    Reason.FINISHED: N_("has finished"),
    Reason.CLOSED: N_("account closed"),
    Reason.STOPPED: N_("stopped letters"),
    Reason.NO_ADDRESS: N_("no address"),
    Reason.BOUNCED: N_("the last letter came back: enrol the person with the right address, then join the two"),
    Reason.ON_ITS_WAY: N_("a letter is on its way"),
    Reason.THIS_WEEK: N_("had a letter this week"),
    Reason.CHANGED: N_("has gone on since, the letter does not fit"),
}
OUTCOMES: dict[str, str] = {
    Outcome.SENT: N_("sent"),
    Outcome.WAITING: N_("on its way"),
    Outcome.BOUNCED: N_("came back"),
    Outcome.EXPIRED: N_("could not be sent"),
    Outcome.WITHDRAWN: N_("taken back"),
    Outcome.SKIPPED: N_("skipped"),
}


def say_why(line: LogLine, said: Words) -> str:
    """Say why a letter was not sent: our reasons and codes in words, an answer of the mail server as it came."""
    if meaning := explain_code(line.why):
        return said(meaning, code=line.why)
    return said(REASONS[line.why]) if line.why in REASONS else line.why


def say_by(line: LogLine, said: Words) -> str:
    """Say who had a letter written."""
    return said("Schedule") if line.by_plan else line.by
