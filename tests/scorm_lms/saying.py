"""Words for the tests of the runtime script: letting the tiny course say things, and looking at what arrived."""

from tests.scorm_lms.host import Play

STATUS = {"1.2": ("cmi.core.lesson_status",) * 2, "2004": ("cmi.completion_status", "cmi.success_status")}
RAW = {"1.2": "cmi.core.score.raw", "2004": "cmi.score.raw"}
LOCATION = {"1.2": "cmi.core.lesson_location", "2004": "cmi.location"}
ANSWER = """session.answer({
    id: "why-regions.two-way", type: "choice", response: [1], pattern: [0], result: "wrong", weighting: 1,
    seconds: 12.4, description: "Two-way\\nprocess" })"""


def say(play: Play, script: str) -> object:
    """Let the course say something and wait until it has been stored or refused."""
    return play.frame.evaluate("async script => { const said = await eval(script); return said; }", script)


def statuses(play: Play, version: str) -> list[str]:
    """Every status that was set, in order."""
    names = set(STATUS[version])
    return [call.value for call in play.calls if call.kind == "set" and call.element in names]
