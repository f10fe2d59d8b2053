"""The letters of a region: who needs one, what it says, who would be skipped, and sending."""

from dataclasses import dataclass

from flask import g, request
from werkzeug.wrappers import Response

from lms.errors import InvalidInput, NotFound
from lms.language import N_
from lms.reports.letter_needs import find_needing
from lms.rules.letters import Kind
from lms.rules.people_filter import DAYS
from lms.services import outbox, reminders
from lms.services.regions import get_region
from lms.services.reminders import Chosen, Ready
from lms.services.reminders.plans import LONGEST_DAYS
from lms.web import context, forms
from lms.web.coordinator import letter_door, show
from lms.web.coordinator.letter_plans import show_plans
from lms.web.coordinator.letter_words import KINDS, REASONS, WHO

_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class NeedView:
    """One kind of letter and how many people it would go to."""

    kind: Kind
    label: str
    who: str
    ready: int
    skipped: int


_PLAN_NOTICES = {
    "kept": N_("The schedule is kept. It stands below, with the day on which it writes next."),
    "on": N_("The schedule is switched on."),
    "off": N_("The schedule is switched off. Nothing goes out by itself until you switch it on again."),
}


@letter_door.get("")
def overview(region: str) -> str:
    """Show each kind of letter with its numbers of today, and the schedules."""
    said = context.say()
    needs = []
    for kind in Kind:
        chosen = _choose_needing(region, kind, DAYS)
        needs.append(NeedView(kind, said(KINDS[kind]), said(WHO[kind]), len(chosen.ready), len(chosen.skipped)))
    return show(
        "letters.html",
        needs=needs,
        days=DAYS,
        plans=show_plans(region),
        notice=_notice(),
    )


@letter_door.get("/write/<kind>")
def letter(region: str, kind: str) -> str:
    """Show one kind of letter: to whom it would go today, three of them in full, and who would be skipped."""
    known = _get_kind(kind)
    days = _read_days(request.args.get("days", ""), DAYS)
    return _page(known, days, _choose_needing(region, known, days), reminders.find_note(region))


@letter_door.post("/write/<kind>")
def send(region: str, kind: str) -> Response | str | tuple[str, int]:
    """Send to the people who are ticked; if they are not as many as the button said, show them once more first."""
    known = _get_kind(kind)
    days = _read_days(request.form.get("days", ""), DAYS)
    ticked = forms.read_ids("to")
    note = request.form.get("note", "")
    config, now = context.lms().config, context.now()
    needing = _choose_needing(region, known, days)
    chosen = reminders.choose(get_region(region), _within(ticked, needing), known, now)
    try:
        note = reminders.check_note(note)
    except InvalidInput as error:
        return _page(known, days, needing, note, ticked, context.say()(error.message, **error.values)), 400
    promised = request.form.get("promised", "")
    if request.form.get("act") != "send" or promised != str(len(chosen.ready)) or not chosen.ready:
        return _page(known, days, needing, note, ticked)
    ids = [one.enrolment_id for one in (*chosen.ready, *needing.skipped)]
    actor = context.person().person_id
    written = reminders.write_letters(region, ids, known, note, actor, context.lms().catalogue, config, now)
    context.after_answer(lambda: outbox.deliver_due(config, context.now()))
    return context.lead_to("letters.overview", region=region, sent=len(written.sent), skipped=len(written.skipped))


def _choose_needing(region: str, kind: Kind, days: int) -> Chosen:
    """Find who needs a letter and would get it today, and who needs one and would be skipped."""
    now = context.now()
    courses = context.lms().catalogue.list_courses(context.say().language)
    return reminders.choose(get_region(region), find_needing(region, kind, courses, now, days), kind, now)


def _read_days(text: str, usual: int) -> int:
    """Read a number of days; what cannot be one is as usual."""
    return forms.read_whole(text, LONGEST_DAYS) or usual


def _pick_samples(ready: tuple[Ready, ...]) -> tuple[Ready, ...]:
    """Pick three people to show the letter of, in as many languages as there are."""
    first: dict[str, Ready] = {}
    for one in ready:
        first.setdefault(one.language, one)
    picked = [*first.values(), *(one for one in ready if one not in first.values())]
    return tuple(picked[:_SAMPLES])


def _within(ticked: list[int], needing: Chosen) -> list[int]:
    """Keep to those who need this letter: a form can name nobody else."""
    known = {one.enrolment_id for one in needing.ready}
    return [one for one in ticked if one in known]


def _page(
    kind: Kind, days: int, needing: Chosen, note: str, ticked: list[int] | None = None, fault: str = ""
) -> str:
    """Show the page; `ticked` are those who were chosen in the form, None = everybody."""
    said, held = context.say(), context.lms()
    chosen = {one.enrolment_id for one in needing.ready} if ticked is None else set(ticked)
    ready = tuple(one for one in needing.ready if one.enrolment_id in chosen)
    shown = reminders.preview_letters(
        g.region.id,
        _pick_samples(ready),
        kind,
        "" if fault else note,
        context.person().person_id,
        held.catalogue,
        held.config,
        context.now(),
    )
    return show(
        "letter.html",
        kind=kind,
        label=said(KINDS[kind]),
        who=said(WHO[kind]),
        days=days,
        has_days=kind not in (Kind.INVITATION, Kind.WAITING_FOR_EXAM),
        people=needing.ready,
        chosen=chosen,
        count=len(ready),
        changed=ticked is not None,
        skipped=[(one.name, said(REASONS[one.reason])) for one in needing.skipped],
        samples=[(to, letter, context.page_language(to.language)) for to, letter in shown],
        note=note,
        longest=reminders.LONGEST_NOTE,
        fault=fault,
    )


def _get_kind(text: str) -> Kind:
    if text not in set(Kind):
        raise NotFound(N_("There is no letter of this kind."))
    return Kind(text)


def _notice() -> str:
    """Say what the act before this page did."""
    said = context.say()
    if plan := _PLAN_NOTICES.get(request.args.get("plan", "")):
        return said(plan)
    sent, skipped = (forms.read_whole(request.args.get(name)) for name in ("sent", "skipped"))
    if sent is None or skipped is None:
        return ""
    text = said.plural("%(count)s letter is on its way.", "%(count)s letters are on their way.", sent)
    if skipped:
        more = said.plural("%(count)s person was skipped.", "%(count)s people were skipped.", skipped)
        return f"{text} {more}"
    return text
