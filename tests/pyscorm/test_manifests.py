"""The manifests, against the official schemas and against the habits of platforms."""

import re
from dataclasses import replace

import pytest
from lxml import etree

from lms.pyscorm import File, Item, Package, ScormError, manifest
from tests.pyscorm.samples import good_package, with_item
from tests.pyscorm.schemas import schema_errors

VERSIONS = pytest.mark.parametrize("version", ["1.2", "2004", "2004-3rd"])
AWKWARD = "Ж & Ж — R&D <b>\"x\"</b> ]]> 'é' \U0001f393"


def two_items() -> Package:
    package = good_package()
    second = Item("foundations-2", "Second", "pages/second.html", pass_mark=80)
    return replace(package, items=(*package.items, second))


@VERSIONS
@pytest.mark.parametrize("mark", [None, 0, 70, 100])
def test_manifests_are_valid_by_the_official_schemas(version: str, mark: int | None):
    assert schema_errors(manifest(with_item(pass_mark=mark), version), version) == []


def test_several_items_in_one_manifest_are_valid():
    assert schema_errors(manifest(two_items(), "1.2"), "1.2") == []


@VERSIONS
def test_the_schemas_do_find_faults(version: str):
    broken = manifest(good_package(), version).replace("<title>Why regions?</title>", "<name>x</name>", 1)
    assert schema_errors(broken, version)


@VERSIONS
def test_titles_come_back_as_they_were(version: str):
    text = manifest(replace(with_item(title=AWKWARD), title=AWKWARD), version)
    titles = etree.fromstring(text.encode()).iter("{*}title")
    assert [title.text for title in titles] == [AWKWARD, AWKWARD]
    assert schema_errors(text, version) == []


@VERSIONS
def test_titles_hold_no_references_because_platforms_show_them_raw(version: str):
    text = manifest(replace(with_item(title=AWKWARD), title=AWKWARD), version)
    for title in re.findall(r"<title>(.*?)</title>", text):
        assert re.sub(r"<!\[CDATA\[.*?\]\]>", "", title) == ""
    assert "&#" not in text


@VERSIONS
def test_nothing_points_to_schemas_that_are_not_in_the_package(version: str):
    text = manifest(good_package(), version)
    assert "schemaLocation" not in text
    assert "xml:base" not in text
    assert "mapInfo" not in text


@pytest.mark.parametrize(
    ("version", "written"), [("1.2", "1.2"), ("2004", "2004 4th Edition"), ("2004-3rd", "2004 3rd Edition")]
)
def test_the_edition_is_written_exactly_as_moodle_compares_it(version: str, written: str):
    assert f"<schemaversion>{written}</schemaversion>" in manifest(good_package(), version)


@VERSIONS
def test_prefixes_are_literal_for_readers_that_know_no_namespaces(version: str):
    text = manifest(with_item(pass_mark=70), version)
    attribute = 'adlcp:scormtype="sco"' if version == "1.2" else 'adlcp:scormType="sco"'
    assert attribute in text
    plain = ("manifest", "metadata", "organizations", "organization", "item", "title", "resources", "resource")
    assert all(f"<{name}" in text for name in plain)


@VERSIONS
def test_every_file_is_listed_exactly_once_and_the_launch_file_first(version: str):
    package = good_package()
    listed = re.findall(r'<file href="([^"]+)"', manifest(package, version))
    assert sorted(listed) == sorted(file.path for file in package.files)
    assert listed[0] == "index.html"


def test_shared_files_stand_once_when_there_are_several_items():
    package = two_items()
    text = manifest(package, "1.2")
    listed = re.findall(r'<file href="([^"]+)"', text)
    assert sorted(listed) == sorted(file.path for file in package.files)
    assert listed[:2] == ["index.html", "pages/second.html"]
    assert text.count('<dependency identifierref="shared-files"/>') == 2
    assert text.count("<adlcp:masteryscore>") == 1


def test_items_with_one_launch_file_share_its_resource():
    package = good_package()
    second = Item("foundations-2", "Second", "index.html", parameters="?part=2")
    text = manifest(replace(package, items=(*package.items, second)), "1.2")
    assert text.count('identifierref="foundations-1-res"') == 2
    assert text.count('<file href="index.html"/>') == 1


def test_a_pass_mark_is_told_only_where_there_is_one():
    assert "masteryscore" not in manifest(good_package(), "1.2")
    assert "<adlcp:masteryscore>70</adlcp:masteryscore>" in manifest(with_item(pass_mark=70), "1.2")
    assert "primaryObjective" not in manifest(good_package(), "2004")
    assert "<imsss:minNormalizedMeasure>0.07<" in manifest(with_item(pass_mark=7), "2004")


def test_in_2004_the_content_alone_says_what_is_done():
    text = manifest(good_package(), "2004")
    assert '<imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>' in text
    assert text.count("hideLMSUI>continue<") == text.count("hideLMSUI>previous<") == 1


def test_in_2004_a_second_item_is_refused():
    with pytest.raises(ScormError, match="one item"):
        manifest(two_items(), "2004")


def test_the_3rd_edition_holds_nothing_that_only_the_4th_knows():
    third, fourth = (manifest(with_item(pass_mark=70), version) for version in ("2004-3rd", "2004"))
    assert "sharedDataGlobalToSystem" in fourth
    assert "sharedDataGlobalToSystem" not in third
    assert schema_errors(fourth, "2004-3rd")
    assert schema_errors(third, "2004") == []


def test_prerequisites_are_written_for_1_2_and_read_back():
    package = two_items()
    locked = replace(package.items[1], prerequisites='foundations-1="passed"&~foundations-1')
    text = manifest(replace(package, items=(package.items[0], locked)), "1.2")
    assert schema_errors(text, "1.2") == []
    assert text.index("adlcp:prerequisites") < text.index("adlcp:masteryscore")
    assert "prerequisites" not in manifest(with_item(prerequisites="x"), "2004")


@VERSIONS
def test_addresses_are_percent_encoded_and_parameters_escaped(version: str):
    package = Package(
        "p",
        "T",
        "en",
        items=(Item("i", "T", "a b.html", parameters="?a=1&b=2"),),
        files=(File("a b.html", b""), File("ü?#.txt", b"")),
    )
    text = manifest(package, version)
    assert '<file href="a%20b.html"/>' in text
    assert '<file href="%C3%BC%3F%23.txt"/>' in text
    assert 'parameters="?a=1&amp;b=2"' in text
    assert schema_errors(text, version) == []


@VERSIONS
@pytest.mark.parametrize(
    ("package", "sentence"),
    [
        (good_package(items=()), "no item"),
        (with_item(href="none.html"), "none.html is not in the package"),
        (good_package(files=(*good_package().files, File("scorm.js", b""))), "scorm.js is in the package twice"),
        (good_package(title="a\x07b"), "characters that a manifest cannot carry"),
    ],
)
def test_what_cannot_be_written_is_refused_with_a_sentence(version: str, package: Package, sentence: str):
    with pytest.raises(ScormError, match=sentence):
        manifest(package, version)
