"""The form that enrols one person."""

from flask import g, request
from werkzeug.wrappers import Response

from lms.intake.people_fields import LONGEST_ORGANISATION, NewPerson, one_line
from lms.intake.people_words import CATEGORIES
from lms.language import N_
from lms.services import enrolment, outside
from lms.web import context, forms
from lms.web.coordinator import enrol_door, show

_FIELDS = ("name", "email", "category", "organisation", "language")


@enrol_door.get("")
def form(region: str) -> str:
    """Show the empty form."""
    return _page(dict.fromkeys(_FIELDS, "") | {"language": g.region.languages[0]}, {})


@enrol_door.post("")
def enrol(region: str) -> Response | tuple[str, int]:
    """Enrol the person, or say at each field what is missing. Sending the form twice enrols once."""
    typed = {name: request.form.get(name, "") for name in _FIELDS}
    faults = _find_faults(typed)
    if faults:
        return _page(typed, faults), 400
    person = NewPerson(region=region, **typed)
    held, now = context.lms(), context.now()
    enrolled = enrolment.enrol(person, "form", context.person().person_id, now)
    if enrolled.created:
        outside.adopt([enrolled.enrolment_id], held.catalogue.programme, held.config, now)
    if enrolled.region != region:
        fault = N_(
            "This person is enrolled in another region already. Nothing was changed; please ask the help desk."
        )
        return _page(typed, {"email": context.say()(fault)}), 409
    notice = "enrolled" if enrolled.created else "known"
    return context.lead_to("coordinator.people", region=region, notice=notice, enrolment=enrolled.enrolment_id)


def _find_faults(typed: dict[str, str]) -> dict[str, str]:
    """Check the fields and say what is wrong, by name of the field."""
    said, faults = context.say(), forms.find_person_faults(typed)
    if len(one_line(typed["organisation"])) > LONGEST_ORGANISATION:
        faults["organisation"] = said("At most %(longest)s characters, please.", longest=LONGEST_ORGANISATION)
    if typed["language"] not in g.region.languages:
        faults["language"] = said("Please choose one of the languages in the list.")
    return faults


def _page(typed: dict[str, str], faults: dict[str, str]) -> str:
    said = context.say()
    return show(
        "enrol.html",
        typed=typed,
        faults=faults,
        categories=[(name, said(label)) for name, label in CATEGORIES.items()],
        language_options=[(code, said.language_name(code)) for code in g.region.languages],
    )
