"""What letters and reasons are called."""

from lms.language import N_
from lms.rules.letters import Kind, Reason

KINDS: dict[str, str] = {
    Kind.INVITATION: N_("Invitation"),
    Kind.NEVER_OPENED: N_("Reminder: never opened"),
    Kind.NOT_STARTED: N_("Reminder: not started"),
    Kind.INACTIVE: N_("Reminder: stopped half-way"),
    Kind.WAITING_FOR_EXAM: N_("Reminder: waiting for the exam"),
}
REASONS: dict[str, str] = {
    Reason.FINISHED: N_("has finished"),
    Reason.CLOSED: N_("account closed"),
    Reason.STOPPED: N_("stopped letters"),
    Reason.NO_ADDRESS: N_("no address"),
    Reason.BOUNCED: N_("the last letter came back: correct the address first"),
    Reason.ON_ITS_WAY: N_("a letter is on its way"),
    Reason.THIS_WEEK: N_("had a letter this week"),
    Reason.CHANGED: N_("has gone on since, the letter does not fit"),
}
