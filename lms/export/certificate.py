"""A certificate as a document: one page, tagged, with a code and a picture of the address that checks it."""

import io
from dataclasses import dataclass
from datetime import date, datetime

from lms.export.typesetting import typeset
from lms.language import N_, Words, funding_line, words

TITLE = N_("Certificate of completion")


@dataclass(frozen=True, slots=True)
class Part:
    """One module on a certificate."""

    title: str
    minutes: int
    completed_on: date


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says."""

    name: str
    language: str
    region: str
    parts: tuple[Part, ...]
    completed_on: date
    issued_at: datetime
    zone: str
    code: str

    @property
    def minutes(self) -> int:
        """Learning time of all modules."""
        return sum(part.minutes for part in self.parts)


def make_certificate(facts: CertificateFacts, site: str, funding: bool) -> bytes:
    """Make the PDF of a certificate; `site` is the address of the service. The same facts give the same bytes."""
    said = words(facts.language)
    address = f"{site}/certificates"
    data = {
        "title": said(TITLE),
        "issuer": "EU-Belong",
        "language": facts.language,
        "programme": said("EU-Belong: intercultural integration in the regions of Europe"),
        "emblem_alt": said("Flag of the European Union"),
        "opening": said("This certificate is issued to"),
        "name": facts.name,
        "sentence": said("for completing the online programme on intercultural integration with these modules:"),
        "parts": [_say_part(part, said) for part in facts.parts],
        "facts": [
            [said("Learning time"), say_hours(facts.minutes, said)],
            [said("Region"), facts.region],
            [said("Completed on"), said.date(facts.completed_on)],
            [said("Issued on"), said.date(facts.issued_at, facts.zone)],
        ],
        "check": said("Whether this certificate is valid can be checked with its code at"),
        "address": address,
        "code": facts.code,
        "funding": funding_line(said, funding),
        "qr": draw_code(f"{address}/{facts.code}"),
        "qr_alt": said("The address at which this certificate can be checked, as a QR code"),
    }
    return typeset("certificate", data, facts.issued_at)


def say_hours(minutes: int, said: Words) -> str:
    """Say a learning time in hours; half hours are enough."""
    halves = round(minutes / 30)
    return said("%(count)s hours", count=said.number(halves / 2, halves % 2))


def draw_code(text: str) -> str:
    """Draw a text as a QR code: SVG without any size of its own."""
    import segno  # noqa: PLC0415 - few processes ever draw one

    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode("ascii")


def _say_part(part: Part, said: Words) -> str:
    return said("%(title)s (completed on %(date)s)", title=part.title, date=said.date(part.completed_on))


__all__ = ["TITLE", "CertificateFacts", "Part", "draw_code", "make_certificate", "say_hours"]
