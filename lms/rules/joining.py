"""Who joins a region at once: whose address lies in one of its domains."""

import re
from collections.abc import Iterable

from lms.errors import InvalidInput
from lms.language import N_

MOST_DOMAINS = 50
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,}")


def read_domains(text: str) -> tuple[str, ...]:
    """Read domains as a coordinator types them, one per line or with commas; raises `InvalidInput` for others."""
    found = []
    for word in re.split(r"[\s,;]+", text.lower()):
        domain = word.removeprefix("*.").rpartition("@")[2].strip(".")
        if not domain:
            continue
        if len(domain) > 253 or not _DOMAIN.fullmatch(domain):
            raise InvalidInput(
                N_("%(domain)s is not a domain. Write what stands after the @, such as region.example."),
                domain=word[:80],
            )
        found.append(domain)
    domains = tuple(dict.fromkeys(found))
    if len(domains) > MOST_DOMAINS:
        raise InvalidInput(N_("At most %(count)s domains, please."), count=MOST_DOMAINS)
    return domains


def joins_at_once(email: str, domains: Iterable[str]) -> bool:
    """Whether an address lies in one of the domains, or below one: unit.region.example is of region.example."""
    host = email.rpartition("@")[2]
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
