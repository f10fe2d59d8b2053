"""People who are here twice: candidates side by side, joining them, and undoing it within thirty days."""

from flask import g, request
from werkzeug.wrappers import Response

from lms.content.model import Programme
from lms.errors import InvalidInput
from lms.language import N_
from lms.reports.duplicates import list_joined, list_likenesses
from lms.rules.duplicates import Why
from lms.services import duplicates
from lms.web import context, forms
from lms.web.coordinator import people_door, show
from lms.web.coordinator.people import list_courses
from lms.web.coordinator.people_words import say_state

_WHY: dict[str, str] = {
    Why.NAME: N_("The same name, in the same organisation or with none stated."),
    Why.ADDRESS: N_("Mail addresses that differ by one letter, and a name in common."),
    Why.SIMILAR_NAME: N_("Names that differ by one letter, in the same organisation."),
}


@people_door.get("/duplicates")
def likenesses(region: str) -> str:
    """Show who looks like whom, and who was joined."""
    return _page("")


@people_door.post("/duplicates/join")
def join(region: str) -> Response | tuple[str, int]:
    """Join two people: the one whose button was pressed is kept."""
    kept, other = _read_pair()
    try:
        duplicates.join(region, kept, other, _programme(), context.person().person_id, context.now())
    except InvalidInput as error:
        return _refuse(error)
    return _back(region, joined=1)


@people_door.post("/duplicates/undo")
def undo(region: str) -> Response | tuple[str, int]:
    """Part two people again."""
    pair = _read("pair")
    try:
        duplicates.undo_join(region, pair, _programme(), context.person().person_id, context.now())
    except InvalidInput as error:
        return _refuse(error)
    return _back(region, parted=1)


@people_door.post("/duplicates/different")
def different(region: str) -> Response:
    """Note that they are two people."""
    duplicates.keep_apart(region, *_read_pair(), context.person().person_id, context.now())
    return _back(region, different=1)


def _read_pair() -> tuple[int, int]:
    """Read a pair of the page: first who is kept, where a button says so."""
    first, second = _read("first"), _read("second")
    kept = _read("kept") if "kept" in request.form else first
    return kept, second if kept == first else first


def _read(name: str) -> int:
    number = forms.read_whole(request.form.get(name))
    if number is None:
        raise InvalidInput(N_("Something in the request was missing or damaged. Go back and try again."))
    return number


def _programme() -> Programme:
    return context.lms().catalogue.programme


def _refuse(error: InvalidInput) -> tuple[str, int]:
    return _page(context.say()(error.message, **error.values)), 400


def _back(region: str, **done: int) -> Response:
    return context.lead_to("people.likenesses", region=region, **done)


def _page(fault: str) -> str:
    said, region = context.say(), g.region.id
    found, total = list_likenesses(region, list_courses(), context.now())
    texts = {
        "joined": N_("They are one person now. You can undo it for thirty days."),
        "parted": N_("They are two people again, as they were."),
        "different": N_("Noted: they are two people. You are not asked again."),
    }
    return show(
        "duplicates.html",
        pairs=[(one, said(_WHY[one.why])) for one in found],
        total=total,
        joined=list_joined(region),
        say_state=lambda row: say_state(row.standing, said),
        notice=next((said(text) for name, text in texts.items() if name in request.args), ""),
        fault=fault,
    )
