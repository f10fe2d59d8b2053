"""What waits for a coordinator, for pages that need it: lists of people, and people who ask to join."""

from datetime import UTC, datetime

from lms.services import joining, uploads
from lms.services.people_lists import PURPOSE
from tests.journeys.cast import HOME
from tests.journeys.site import Site

LISTS = {
    "FAULTY": "name;email;category;language;region;shoe size\n"
    "Ann Ash;ann.ash@list.example;media;en;;41\n"
    "Bob Bee;bob(at)list.example;medja;fr;Leipzig;39\n"
    ";cid@list.example;;;;\n",
    "UNKNOWN": "Who;Where;Since\nAnn Ash;ann.ash@list.example;2024\nBob Bee;bob@list.example;2025\n",
}
"""Stands in a path -> the list that it stands for."""

RESULTS = {
    "MOODLE": '"","Email address","EU-Belong module 1","","Forum",""\n'
    "Ann Ash,ann.ash@list.example,Completed,2026-11-02 10:00:00,Splněno,\n"
    "Bob Bee,bob(at)list.example,Not completed,,,\n",
    "SIGNED": "Name;Organisation;Module;Date\nAnn Ash;Parish;1;2.11.2026\nCid;;9;soon\n",
}
"""The same for files with results."""


def put_lists(site: Site, person_id: int, path: str) -> str:
    """Hand in the list that a path names, and give the path with its address."""
    for word, text in LISTS.items():
        if f"/{word}" in path:
            with site.app.app_context():
                now = datetime.now(UTC)
                name = uploads.keep(person_id, HOME, PURPOSE, "people.csv", text.encode(), now)
            path = path.replace(f"/{word}", f"/{name}")
    for word, text in RESULTS.items():
        if path.endswith(f"/{word}"):
            with site.app.app_context():
                now, choices = datetime.now(UTC), {"kind": "paper" if word == "SIGNED" else "moodle"}
                name = uploads.keep(person_id, HOME, "results", "file.csv", text.encode(), now, choices)
            path = path.replace(f"/{word}", f"/{name}")
    return path


def open_link(site: Site, person_id: int, path: str) -> str:
    """Open the region's link with somebody waiting, where a path needs it, and give the path with its code."""
    if not path.endswith(("?OPEN", "/JOIN")):
        return path
    now = datetime.now(UTC)
    with site.app.app_context():
        joining.open_link(HOME, person_id, now)
        link = joining.find_link(HOME)
        assert link is not None
        form = {"name": "Ann Ash", "email": "ann.ash@far.example", "category": "media", "language": "en"}
        joining.ask(link.code, form, "", site.config, now)
        joining.settle(site.app.extensions["lms"].catalogue.programme, site.config, now)
    return path.replace("?OPEN", "").replace("/JOIN", f"/{link.code}")
