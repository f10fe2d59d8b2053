"""The audit log: one line per act that somebody may have to answer for. Lines are added, never changed."""

from datetime import datetime
from ipaddress import ip_address, ip_network

from lms.db import transaction
from lms.intake.people_fields import one_line
from lms.models import AuditLine
from lms.services.store import insert

_LONGEST_DETAIL = 500


def record(
    action: str,
    actor_id: int | None,
    subject: str,
    region: str,
    detail: str,
    origin: str,
    now: datetime,
) -> None:
    """Write one line. `origin` is the client's address; only its network is kept. No answers, no secrets."""
    with transaction() as session:
        insert(
            session,
            AuditLine,
            at=now,
            actor_id=actor_id,
            action=action,
            subject=one_line(subject)[:_LONGEST_DETAIL],
            region_id=region,
            detail=one_line(detail)[:_LONGEST_DETAIL],
            origin=network_of(origin),
        )


def network_of(origin: str) -> str:
    """Shorten an address to its network, such as 192.0.2.0/24 or 2001:db8:1::/48; empty if it is none."""
    try:
        address = ip_address(origin.strip())
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))
