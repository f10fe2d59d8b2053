"""Handing in a file with results: shown first with everything that would happen, written after a second press."""

from flask import Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from lms.errors import InvalidInput, NotFound
from lms.intake.moodle_results_fields import Holds
from lms.intake.paper_list import from_pasted
from lms.intake.table_file import limits_of
from lms.language import N_
from lms.rules.sources import MATRIX
from lms.services import imports, uploads
from lms.services.imports import MOODLE, PAPER, PURPOSE, Waiting
from lms.services.outside_plan import WRITES, Outcome
from lms.services.uploads import UploadRow
from lms.web import context, forms
from lms.web.coordinator import enrol_door, show
from lms.web.coordinator.results_words import KINDS, say_numbers, say_person

_MOST_SHOWN = 500
_ORDER = tuple(Outcome)


@enrol_door.get("/results")
def hand_in_results(region: str) -> str:
    """Ask for a file of the platform, or for a signed list."""
    return _ask("", "", "")


@enrol_door.post("/results")
def keep_results(region: str) -> AnyResponse | tuple[str, int]:
    """Keep the file until the second press; nothing of it is written."""
    kind = PAPER if request.form.get("kind") == PAPER else MOODLE
    text = request.form.get("text", "") if kind == PAPER else ""
    sent, data, name = request.files.get("file"), b"", ""
    if sent:
        data, name = sent.read(limits_of(context.lms().config).bytes + 1), sent.filename or ""
        sent.close()
    said, now, person = context.say(), context.now(), context.person().person_id
    try:
        if not data and text.strip():
            data, name = from_pasted(text), said("Pasted lines")
        if not data:
            raise InvalidInput(N_("Please choose a file."))
        choices = {"kind": kind}
        _open(UploadRow("", person, region, PURPOSE, name, data, choices, now))
        upload = uploads.keep(person, region, PURPOSE, name, data, now, choices)
    except InvalidInput as error:
        return _ask(kind, forms.say_refusal(error), text), 400
    return _to(upload)


@enrol_door.get("/results/<upload>")
def preview_results(region: str, upload: str) -> str | tuple[str, int]:
    """Show how the file is understood and what would happen."""
    try:
        waiting = _open(_get(upload))
    except NotFound:
        return _ask("", "", "", gone=True), 404
    return _show(waiting)


@enrol_door.post("/results/<upload>")
def choose_results(region: str, upload: str) -> AnyResponse | tuple[str, int]:
    """Keep what was chosen and show the preview anew."""
    try:
        waiting = _open(_get(upload))
    except NotFound:
        return _ask("", "", "", gone=True), 404
    imports.choose(waiting, request.form, context.now())
    return _to(upload)


@enrol_door.post("/results/<upload>/take-over")
def take_over_results(region: str, upload: str) -> AnyResponse | tuple[str, int]:
    """Take the file over. The same file again changes nothing."""
    held, now = context.lms(), context.now()
    try:
        waiting = _open(_get(upload))
    except NotFound:  # a double press: the first one has taken it over
        return _ask("", "", "", gone=True), 404
    try:
        found = imports.take_over(waiting, held.catalogue, held.config, context.person().person_id, now)
    except InvalidInput as error:
        return _show(waiting, context.say()(error.message, **error.values)), 400
    notice = "taken-over" if found else "nothing-new"
    return context.lead_to("coordinator.results", region=region, notice=notice)


@enrol_door.post("/results/<upload>/put-away")
def put_away_results(region: str, upload: str) -> AnyResponse:
    """Throw the file away without taking anything over."""
    uploads.remove(_get(upload))
    return context.lead_to("enrol.hand_in_results", region=region)


def _get(upload: str) -> UploadRow:
    return uploads.get(upload, context.person().person_id, g.region.id, PURPOSE, context.now())


def _open(upload: UploadRow) -> Waiting:
    held = context.lms()
    return imports.open_waiting(upload, held.catalogue, context.say().language, held.config, context.now())


def _show(waiting: Waiting, fault: str = "") -> str:
    said = context.say()
    planned = sorted(waiting.planned, key=lambda item: _ORDER.index(item.outcome))
    counts = {outcome.value: sum(1 for item in planned if item.outcome is outcome) for outcome in Outcome}
    enrolled = imports.list_enrolled(g.region.id) if waiting.is_paper else ()
    return show(
        "results_preview.html",
        waiting=waiting,
        fault=fault,
        kind=said(KINDS[waiting.file.kind]),
        columns=[
            (column, imports.heading_of(waiting.upload, waiting.file, column), column.holds is Holds.SCORE)
            for column in waiting.file.columns
        ],
        unknown=[(word, waiting.file.unknown[word]) for word in sorted(waiting.file.unknown)],
        counts=counts,
        facts=say_numbers(counts, said),
        writes=sum(counts[outcome] for outcome in WRITES),
        people=[say_person(item, waiting.courses, said) for item in planned[:_MOST_SHOWN]],
        more=max(0, len(planned) - _MOST_SHOWN),
        problems=[(problem, *problem.say(said)) for problem in waiting.file.problems[:_MOST_SHOWN]],
        nameless=[(told, imports.suggest(told, enrolled)) for told in waiting.people if not told.email][
            :_MOST_SHOWN
        ],
        enrolled=enrolled,
        matrix=[tuple(map(said, line)) for line in MATRIX],
    )


def _ask(kind: str, fault: str, text: str, gone: bool = False) -> str:
    return show(
        "results_hand_in.html",
        kind=kind,
        fault=fault,
        text=text,
        gone=gone,
        limits=limits_of(context.lms().config),
    )


def _to(upload: str) -> Response:
    return context.lead_to("enrol.preview_results", region=g.region.id, upload=upload)
