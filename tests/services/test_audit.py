"""The audit log."""

import pytest
from sqlalchemy import select

from lms.db import db
from lms.models import AuditLine
from lms.services.audit import network_of, record
from tests.people import NOW


def test_a_line_says_who_did_what_where_and_from_which_network(database):
    record("region.refused", 7, "region:south", "north", "GET /regions/south", "192.0.2.77", NOW)
    line = db.session.scalars(select(AuditLine)).one()
    assert (line.at, line.actor_id, line.action, line.subject) == (NOW, 7, "region.refused", "region:south")
    assert (line.region_id, line.detail, line.origin) == ("north", "GET /regions/south", "192.0.2.0/24")


def test_a_line_break_cannot_forge_a_second_entry(database):
    record("person.enrolled", None, "a\nb", "", "x\r\n2026-01-01 admin granted\u2028y", "", NOW)
    line = db.session.scalars(select(AuditLine)).one()
    assert line.subject == "a b"
    assert line.detail == "x 2026-01-01 admin granted y"


@pytest.mark.parametrize(
    ("origin", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("unix:", ""),
        ("", ""),
    ],
)
def test_addresses_are_shortened_to_networks(origin, network):
    assert network_of(origin) == network
