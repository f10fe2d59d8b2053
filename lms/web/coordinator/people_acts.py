"""Acts on many people at once: first a page that says what will happen to how many, then the act."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import g, request
from werkzeug.wrappers import Response

from lms.errors import InvalidInput
from lms.intake.people_words import CATEGORIES
from lms.language import N_
from lms.reports.region_people import find_enrolments, keep_in_region, list_people
from lms.rules.letters import Kind
from lms.rules.people_filter import NOT_STATED, PeopleFilter, State
from lms.services import membership, outbox, reminders
from lms.services.regions import get_region
from lms.web import context, forms
from lms.web.coordinator import people_door, show
from lms.web.coordinator.letter_words import KINDS, REASONS
from lms.web.coordinator.people import list_courses, send_people

_LETTERS: dict[State, Kind] = {
    State.NEW: Kind.INVITATION,
    State.INVITED: Kind.NEVER_OPENED,
    State.OPENED: Kind.NOT_STARTED,
    State.EXAM: Kind.WAITING_FOR_EXAM,
}
"""Which letter fits whom; everybody else who has begun gets the one for people who stopped half-way."""
_KEEP = "keep"
_NAMES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Selection:
    """Whom an act is meant for: those who were ticked, or all of a view."""

    ids: tuple[int, ...]
    view: str
    ticked: tuple[int, ...]
    """Empty = all of the view."""


@dataclass(frozen=True, slots=True)
class LetterPart:
    """The people who get the same kind of letter."""

    kind: Kind
    label: str
    ready: tuple[reminders.Ready, ...]
    skipped: tuple[reminders.Skipped, ...]


@people_door.post("/act")
def act(region: str) -> Response | str | tuple[str, int]:
    """Say what will happen to how many; nothing is changed yet. A download happens at once."""
    chosen, wanted = _read_selection(region), request.form.get("act", "")
    if wanted == "download":
        courses, now = list_courses(), context.now()
        return send_people(list_people(region, chosen.ids, courses, now))
    return _page(wanted, chosen)


@people_door.post("/act/do")
def do(region: str) -> Response | str | tuple[str, int]:
    """Do it, if it still concerns as many people as the page said; else show the page once more."""
    chosen, wanted = _read_selection(region), request.form.get("act", "")
    if request.form.get("promised") != str(len(chosen.ids)) or not chosen.ids:
        return _page(wanted, chosen, changed=True)
    actor, now = context.person().person_id, context.now()
    try:
        match wanted:
            case "leave":
                done = {"left": membership.move_out(region, chosen.ids, actor, now)}
            case "return":
                done = {"returned": membership.bring_back(region, chosen.ids, actor, now)}
            case "change":
                done = {"changed": _change(region, chosen.ids)}
            case "write":
                done = {"written": _write(region, chosen.ids)}
            case _:
                raise InvalidInput(N_("Please choose what to do."))
    except InvalidInput as error:
        return _page(wanted, chosen, fault=context.say()(error.message, **error.values)), 400
    query = {name: value for name, value in parse_qsl(chosen.view) if name not in done}
    return context.lead_to("coordinator.people", region=region, **query, **done)


def _read_selection(region: str) -> Selection:
    view = request.form.get("view", "")[:1000]
    ticked = tuple(forms.read_ids("enrolment"))
    if ticked:
        return Selection(keep_in_region(region, ticked), view, ticked)
    courses, now = list_courses(), context.now()
    wanted = PeopleFilter.from_text(view).within(course.id for course in courses)
    return Selection(find_enrolments(region, wanted, courses, now), view, ())


def _page(wanted: str, chosen: Selection, changed: bool = False, fault: str = "") -> str:
    said, region, now = context.say(), g.region.id, context.now()
    if wanted not in ("write", "leave", "return", "change"):
        raise InvalidInput(N_("Please choose what to do."))
    note = request.form.get("note", "")
    parts = _sort_letters(region, chosen.ids) if wanted == "write" else ()
    shown = list_people(region, chosen.ids[:_NAMES_SHOWN], list_courses(), now)
    return show(
        "people_act.html",
        act=wanted,
        chosen=chosen,
        names=[row.name for row in shown],
        changed=changed,
        fault=fault,
        leaving=membership.sort_leaving(region, chosen.ids, now) if wanted == "leave" else None,
        parts=parts,
        ready=sum(len(part.ready) for part in parts),
        samples=[_sample(part, note, bool(fault)) for part in parts if part.ready],
        skipped=[(one.name, said(REASONS[one.reason])) for part in parts for one in part.skipped],
        note=note,
        longest=reminders.LONGEST_NOTE,
        categories=[(name, said(label)) for name, label in CATEGORIES.items()],
        typed={name: request.form.get(name, "") for name in ("category", "organisation")},
    )


def _sort_letters(region: str, ids: Sequence[int]) -> tuple[LetterPart, ...]:
    """Find for everybody the letter that fits, and who may have none today."""
    now, said = context.now(), context.say()
    kinds: dict[Kind, list[int]] = {}
    for row in list_people(region, ids, list_courses(), now):
        kinds.setdefault(_LETTERS.get(row.standing.state, Kind.INACTIVE), []).append(row.enrolment_id)
    parts = []
    for kind in Kind:
        if kind in kinds:
            chosen = reminders.choose(get_region(region), kinds[kind], kind, now)
            parts.append(LetterPart(kind, said(KINDS[kind]), chosen.ready, chosen.skipped))
    return tuple(parts)


def _sample(part: LetterPart, note: str, faulty: bool):  # type: ignore[no-untyped-def]
    held, actor = context.lms(), context.person().person_id
    text = "" if faulty else note
    shown = reminders.preview_letters(
        g.region.id, part.ready[:1], part.kind, text, actor, held.catalogue, held.config, context.now()
    )
    to, letter = next(iter(shown), (part.ready[0], None))
    return part, to, letter, context.page_language(to.language)


def _write(region: str, ids: Sequence[int]) -> int:
    held, now, actor = context.lms(), context.now(), context.person().person_id
    note = reminders.check_note(request.form.get("note", ""))
    written = 0
    for part in _sort_letters(region, ids):
        people = [one.enrolment_id for one in (*part.ready, *part.skipped)]
        done = reminders.write_letters(region, people, part.kind, note, actor, held.catalogue, held.config, now)
        written += len(done.sent)
    context.after_answer(lambda: outbox.deliver_due(held.config, context.now()))
    return written


def _change(region: str, ids: Sequence[int]) -> int:
    actor, now = context.person().person_id, context.now()
    category, organisation = request.form.get("category", _KEEP), request.form.get("organisation", "")
    if category == _KEEP and not organisation.strip():
        raise InvalidInput(N_("Please say what to change."))
    changes = {} if category == _KEEP else {"category": "" if category == NOT_STATED else category}
    if organisation.strip():
        changes["organisation"] = organisation
    return membership.change_facts(region, ids, changes, actor, now)
