"""From a course to what is handed out: played, with its report and the administrator's sheet."""

import io
import zipfile
from dataclasses import replace
from hashlib import sha256

import pytest

from lms import pyscorm
from lms.content.render import Renderer
from lms.export import making
from lms.export.making import Made, make
from tests.export.conftest import translate
from tests.small_courses import make_course

CONTACT = "help@region.example"


def handed_out(**changes: object) -> Made:
    """The small course as it is handed out."""
    return make(
        (translate(make_course(), "ga"), make_course()),
        pyscorm.Version.SCORM_1_2,
        Renderer(None),
        **({"contact": CONTACT, "region": "Donegal", "play": True} | changes),  # type: ignore[arg-type]
    )


def files(made: Made) -> dict[str, bytes]:
    """What is in the zip."""
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_holds_the_sheet_in_two_languages_and_the_report_of_the_play():
    made = handed_out()
    assert made.findings == ()
    held = files(made)
    assert b'lang="ga"' in held["administrator.html"]
    assert b'lang="en"' in held["administrator.en.html"]
    assert CONTACT.encode() in held["administrator.html"]
    assert b"[" in held["report.txt"]
    assert b"FAILED" not in held["report.txt"]
    assert [str(finding) for finding in pyscorm.check(io.BytesIO(made.data))] == []


def test_the_contents_list_tells_the_truth_about_every_file():
    held = files(handed_out())
    lines = held.pop("contents.txt").decode().splitlines()
    told = {name: (digest, int(size)) for digest, size, name in (line.split() for line in lines[-len(held) :])}
    assert told == {name: (sha256(data).hexdigest(), len(data)) for name, data in held.items()}
    head = "\n".join(lines[: -len(held)])
    for fact in ("EUPL-1.2", CONTACT, "SCORM 1.2", "English (en)", "Aontas Eorpach", "digest of basics"):
        assert fact in head, fact


def test_every_file_of_the_zip_is_in_the_manifest():
    held = files(handed_out())
    manifest = held.pop("imsmanifest.xml").decode()
    assert [name for name in held if f'href="{name}"' not in manifest] == []


def test_what_is_played_red_is_not_handed_out(monkeypatch: pytest.MonkeyPatch):
    honest = pyscorm.simulate

    def spoil(data: bytes, version: pyscorm.Version) -> pyscorm.SimulationReport:
        report = honest(data, version)
        worst = replace(
            report.scenarios[0], outcome=making.Outcome.FAILED, reasons=(pyscorm.Remark("The score fell."),)
        )
        return replace(report, scenarios=(worst, *report.scenarios[1:]))

    monkeypatch.setattr(pyscorm, "simulate", spoil)
    made = handed_out(contact="other@region.example")
    assert not made.ready
    assert made.findings[0].message == "The score fell."
    assert made.findings[0].place == "basics-sco"
