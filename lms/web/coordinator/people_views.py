"""Keeping a view of the people list under a name, and removing it."""

from urllib.parse import parse_qsl

from flask import request
from werkzeug.wrappers import Response

from lms.errors import NotFound
from lms.language import N_
from lms.rules.people_filter import PeopleFilter
from lms.services import saved_views
from lms.web import context, forms
from lms.web.coordinator import door


@door.post("/people/views")
def save_view(region: str) -> Response:
    """Keep the filter that the page showed under a name."""
    wanted = PeopleFilter.from_text(request.form.get("view", "")[:1000]).view()
    saved_views.save_view(
        region, context.person().person_id, request.form.get("name", ""), wanted.to_query(), context.now()
    )
    return _back(region, wanted)


@door.post("/people/views/remove")
def remove_view(region: str) -> Response:
    """Remove a view of one's own."""
    saved = forms.read_whole(request.form.get("saved"))
    if saved is None or not saved_views.remove_view(region, context.person().person_id, saved):
        raise NotFound(N_("There is no such view."))
    return _back(region, PeopleFilter())


def _back(region: str, wanted: PeopleFilter) -> Response:
    query = dict(parse_qsl(wanted.to_query()))
    return context.lead_to("coordinator.people", region=region, **query)
