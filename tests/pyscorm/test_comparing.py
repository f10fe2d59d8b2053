"""May the newer package take the older one's place? One table of changes and right verdicts."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from lms.pyscorm import STRUCTURE, File, Item, Package, ScormError, Structure, Verdict, compare, read
from tests.pyscorm.samples import (
    PAGE,
    STRUCTURE_NOW,
    declared,
    good_package,
    with_files,
    with_item,
    with_lesson,
    with_question,
    zipped,
)


@dataclass(frozen=True)
class Side:
    """One of the two packages."""

    package: Package
    version: str = "1.2"

    def bytes(self) -> bytes:
        return zipped(self.package, self.version)


OLD = Side(declared(STRUCTURE_NOW))


def now(structure: Structure | None = STRUCTURE_NOW, package: Package | None = None, version: str = "1.2") -> Side:
    return Side(declared(structure, package), version)


def two(*names: str) -> Package:
    package = good_package()
    return replace(package, items=tuple(Item(name, name, "index.html", parameters="?lang=en") for name in names))


SAFE = {
    "nothing": now(),
    "a page's words": now(package=with_files(File("index.html", PAGE.replace(b"Why", b"So why")))),
    "a title": now(package=replace(with_item(title="Now"), title="Now")),
    "the revision": now(package=good_package(revision="2")),
    "a file more": now(package=with_files(File("notes.txt", b"x"))),
    "another launch file": now(
        package=replace(with_files(File("begin.html", PAGE)), items=with_item(href="begin.html").items)
    ),
    "a page appended": now(with_lesson(pages=("start", "end", "more"))),
    "a state format that is still read": now(replace(STRUCTURE_NOW, state_format="3", reads=("2",))),
}
NEW = {
    "another edition": (now(version="2004"), "from SCORM 1.2 to SCORM 2004"),
    "another package": (now(package=good_package(identifier="strategy")), "foundations became strategy"),
    "another identifier": (now(package=with_item(identifier="other")), "foundations-1 is gone"),
    "one activity more": (now(package=two("foundations-1", "b")), "There were 1 activities, now there are 2"),
    "other parameters": (
        now(package=with_item(parameters="?lang=pl")),
        "other parameters (?lang=en, now ?lang=pl)",
    ),
    "no parameters": (now(package=with_item(parameters="")), "(?lang=en, now -)"),
    "a pass mark": (now(package=with_item(pass_mark=70)), "The pass mark of foundations-1 changed (-, now 70)"),
    "prerequisites": (now(package=with_item(prerequisites="a")), "must be done before foundations-1 changed"),
    "a page removed": (now(with_lesson(pages=("start",))), "Pages of the lesson why are gone"),
    "a page inserted": (now(with_lesson(pages=("new", "start", "end"))), "stand at other places"),
    "a lesson removed": (now(replace(STRUCTURE_NOW, lessons=STRUCTURE_NOW.lessons[:1])), "lesson how is gone"),
    "lessons turned": (now(replace(STRUCTURE_NOW, lessons=STRUCTURE_NOW.lessons[::-1])), "at another place"),
    "a question renamed": (now(with_question(name="uno")), "question one of why-quiz is gone or has another name"),
    "a choice more": (now(with_question(choices=5)), "another number of choices"),
    "a question of another kind": (now(with_question(kind="multiple")), "of another kind"),
    "a state format of its own": (now(replace(STRUCTURE_NOW, state_format="9")), "written in another way"),
    "nothing declared any more": (now(None), "Nothing in the packages tells"),
}


@pytest.mark.parametrize("change", SAFE)
def test_these_changes_leave_learners_what_they_have(change: str):
    found = compare(OLD.bytes(), SAFE[change].bytes())
    assert found.reasons == ()
    assert found.is_safe
    assert found.verdict is Verdict.SAFE == "safe to replace"


@pytest.mark.parametrize("change", NEW)
def test_these_changes_need_a_new_activity_and_say_why(change: str):
    side, message = NEW[change]
    found = compare(OLD.bytes(), side.bytes())
    assert found.verdict is Verdict.NEW == "add as a new activity"
    assert any(message in reason.text for reason in found.reasons), found.reasons
    assert len(found.reasons) == (2 if change == "lessons turned" else 1)


def test_editions_of_2004_differ_too():
    found = compare(now(version="2004").bytes(), now(version="2004-3rd").bytes())
    assert [reason.text for reason in found.reasons] == ["The edition changed from SCORM 2004 to SCORM 2004-3rd."]


def test_a_pass_mark_is_seen_in_2004_as_well():
    old, new = (now(package=with_item(pass_mark=mark), version="2004").bytes() for mark in (70, 80))
    assert "(70, now 80)" in compare(old, new).reasons[0].text


def test_packages_that_declare_nothing_are_safe_only_when_their_files_are_the_same():
    bare = zipped(good_package())
    assert compare(bare, zipped(good_package(title="Other"))).is_safe
    changed = zipped(with_files(File("index.html", PAGE + b" ")))
    assert not compare(bare, changed).is_safe


def test_a_broken_declaration_is_a_reason():
    broken = zipped(with_files(File(STRUCTURE, b"{")))
    (reason,) = compare(OLD.bytes(), broken).reasons
    assert "structure.json cannot be read" in reason.text


def test_harmless_differences_are_noted():
    package = with_files(File("index.html", PAGE + b" "), File("new.txt", b""))
    package = replace(package, title="Other", files=tuple(f for f in package.files if f.path != "images/map.svg"))
    notes = [note.text for note in compare(OLD.bytes(), now(package=package).bytes()).notes]
    assert notes == [
        "Files: 1 changed, 1 new, 1 gone.",
        "The title was 'Why regions?', now it is 'Other'.",
    ]
    turned = compare(zipped(two("a", "b")), zipped(two("b", "a")))
    assert [note.text for note in turned.notes] == ["The activities stand in another order."]


def test_texts_are_message_ids_with_values():
    (reason,) = compare(OLD.bytes(), NEW["a pass mark"][0].bytes()).reasons
    assert reason.message_id % reason.values == reason.text == str(reason)
    assert "%(identifier)s" in reason.message_id


@pytest.mark.parametrize("give", [bytes, io.BytesIO, lambda data: read(io.BytesIO(data))])
def test_readings_streams_and_bytes_are_taken(give: Callable[[bytes], object]):
    assert compare(give(OLD.bytes()), give(OLD.bytes())).is_safe


def test_what_cannot_be_read_is_refused():
    with pytest.raises(ScormError):
        compare(OLD.bytes(), b"no zip")
