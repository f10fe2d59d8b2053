"""Every fault that is planted in a package is found, with its place and a way out."""

from dataclasses import replace

import pytest

from lms.pyscorm import File, Finding, Item, Package, Severity, problems
from tests.pyscorm.samples import PAGE, good_package, with_files, with_item

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def page(body: str) -> Package:
    """The good package with other markup in a page that is not the launch file."""
    return with_files(File("pages/second.html", f"<!doctype html><title>2</title>\n{body}".encode()))


def script(text: str) -> Package:
    return with_files(File("player.js", text.encode()))


def found(package: Package, version: str = "1.2") -> list[Finding]:
    return problems(package, version)


@pytest.mark.parametrize("version", ["1.2", "2004", "2004-3rd"])
def test_a_good_package_has_no_problems(version: str):
    assert found(good_package(), version) == []


@pytest.mark.parametrize(
    ("package", "place", "message"),
    [
        (good_package(identifier="1st"), "1st", "cannot stand in a manifest"),
        (with_item(identifier="a.b"), "a.b", "cannot stand in a manifest"),
        (with_item(identifier=""), "package", "cannot stand in a manifest"),
        (with_item(identifier="x" * 65), "x" * 65, "has 65 characters"),
        (with_item(identifier="Foundations"), "Foundations", "used twice"),
        (with_item(identifier="foundations-org"), "foundations-org", "used twice"),
        (good_package(identifier="foundations-1-res"), "foundations-1-res", "used twice"),
    ],
)
def test_identifiers(package: Package, place: str, message: str):
    assert any(one.place == place and message in one.message and one.severity is ERROR for one in found(package))


@pytest.mark.parametrize(
    ("title", "message", "severity"),
    [
        ("", "no title", ERROR),
        (" Why", "blanks at its ends", ERROR),
        ("Why\nregions", "line breaks", ERROR),
        ("ж" * 256, "256 characters", ERROR),
        ("a\x00b", "control characters", ERROR),
        ("R&#38;D", "looks like markup", WARNING),
        ("R&amp;D", "looks like markup", WARNING),
        ("<b>Why</b>", "looks like markup", WARNING),
    ],
)
def test_titles_of_items_and_packages(title: str, message: str, severity: Severity):
    for package, place in ((with_item(title=title), "foundations-1"), (good_package(title=title), "package")):
        (one,) = found(package)
        assert (one.place, one.severity) == (place, severity)
        assert message in one.message


@pytest.mark.parametrize("title", ["ж" * 255, "R&D in regions", "What if a > b?", "«Ñ» — 日本 \U0001f393"])
def test_titles_that_are_fine(title: str):
    assert found(with_item(title=title)) == []


@pytest.mark.parametrize(
    ("package", "place", "message"),
    [
        (good_package(items=()), "package", "no item"),
        (with_item(href="Index.html"), "foundations-1", "Index.html is not in the package"),
        (with_item(href="none.html"), "foundations-1", "none.html is not in the package"),
        (with_item(parameters="?a=b c"), "foundations-1", "not a query string"),
        (with_item(parameters="?" + "a" * 1000), "foundations-1", "not a query string"),
        (with_item(pass_mark=101), "foundations-1", "not between 0 and 100"),
        (with_item(pass_mark=-1), "foundations-1", "not between 0 and 100"),
        (with_item(state_size=4091), "foundations-1", "can grow to 4091 characters; SCORM 1.2 keeps 4090"),
        (good_package(revision="x" * 21), "package", "longer than 20"),
    ],
)
def test_items(package: Package, place: str, message: str):
    assert [one for one in found(package) if one.place == place and message in one.message and one.fix]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("second", "no item"),
        ("foundations-1&second", "name second, which is no item"),
        ("foundations-2", "waits for itself"),
        ("foundations-1&", "cannot be read"),
        ("&foundations-1", "cannot be read"),
        ("(foundations-1", "cannot be read"),
        ("2*{foundations-1", "cannot be read"),
        ('foundations-1="done"', "cannot be read"),
        ("foundations-1 foundations-1", "cannot be read"),
        ("foundations-1; drop", "cannot be read"),
        ("foundations-1" + "&foundations-1" * 20, "cannot be read"),
    ],
)
def test_prerequisites_that_lead_nowhere(expression: str, message: str):
    package = good_package()
    second = Item("foundations-2", "Two", "index.html", prerequisites=expression)
    (one,) = found(replace(package, items=(*package.items, second)))
    assert (one.place, one.severity) == ("foundations-2", ERROR)
    assert message in one.message


@pytest.mark.parametrize(
    "expression",
    [
        "foundations-1",
        'foundations-1="passed"',
        "~foundations-1 | (foundations-1 & foundations-1)",
        "1*{foundations-1,foundations-1}",
        "foundations-1<>failed",
    ],
)
def test_prerequisites_that_are_fine(expression: str):
    package = good_package()
    two = replace(package, items=(*package.items, Item("two", "Two", "index.html", prerequisites=expression)))
    assert found(two) == []
    assert "knows no prerequisites" in found(with_item(prerequisites=expression), "2004")[0].message


def test_a_launch_file_in_other_letters_is_named_in_the_fix():
    assert found(with_item(href="INDEX.html"))[0].fix == "Write it as the file is written: index.html."


def test_2004_has_room_for_a_longer_state_but_not_for_a_second_item():
    assert found(with_item(state_size=63_994), "2004") == []
    assert "SCORM 2004 keeps 63994" in found(with_item(state_size=63_995), "2004")[0].message
    package = good_package()
    two = replace(package, items=(*package.items, Item("foundations-2", "Two", "index.html")))
    assert found(two, "1.2") == []
    for version in ("2004", "2004-3rd"):
        (one,) = found(two, version)
        assert one.message == "A SCORM 2004 package with 2 items: Moodle cannot start a second one."
        assert one.fix == "Put everything into one item, write one package per item, or choose SCORM 1.2."


@pytest.mark.parametrize(
    ("path", "message", "severity"),
    [
        ("", "leads out of the package", ERROR),
        ("/a.txt", "leads out of the package", ERROR),
        ("../a.txt", "leads out of the package", ERROR),
        ("a/./b.txt", "leads out of the package", ERROR),
        ("a//b.txt", "leads out of the package", ERROR),
        ("a\\b.txt", "leads out of the package", ERROR),
        ("C:/b.txt", "leads out of the package", ERROR),
        ("ñ.txt", "more than the letters", ERROR),
        ("a b.txt", "more than the letters", ERROR),
        ("a~1.txt", "more than the letters", ERROR),
        ("notes./a.txt", "cannot exist on Windows", ERROR),
        ("aux.txt", "cannot exist on Windows", ERROR),
        ("COM1/a.txt", "cannot exist on Windows", ERROR),
        ("a/" * 99 + "a.txt", "longer than 200", ERROR),
        ("data/imsmanifest.xml", "is called data/imsmanifest.xml", ERROR),
        ("IMSMANIFEST.XML", "is called IMSMANIFEST.XML", ERROR),
        ("a.php", "refused by upload forms", ERROR),
        ("a.SHTML", "refused by upload forms", ERROR),
        ("a.cst", "refused by upload forms", ERROR),
        (".DS_Store", "hidden", WARNING),
        ("__MACOSX/x.txt", "hidden", WARNING),
        ("SCORM.JS", "have one name", ERROR),
        ("scorm.js", "have one name", ERROR),
        ("other/Map.svg", "differ in their folder only", WARNING),
    ],
)
def test_file_names(path: str, message: str, severity: Severity):
    package = good_package()
    findings = found(replace(package, files=(*package.files, File(path, b""))))
    assert [one for one in findings if message in one.message and one.severity is severity]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<a href="third.html">x</a>', "third.html leads to no file"),
        ('<a href="../../index.html">x</a>', "leads to no file"),
        ('<a href="../Index.html">x</a>', "leads to no file"),
        ('<a href="../pages/">x</a>', "leads to no file"),
        ('<img src="map.svg" alt="">', "leads to no file"),
        ('<img srcset="../images/map.svg 1x, big.svg 2x" alt="">', "big.svg leads to no file"),
        ('<video poster="p.png"></video>', "leads to no file"),
        ('<p style="background: url(x.png)">x</p>', "leads to no file"),
        ("<style>p { background: url(y.png) }</style>", "leads to no file"),
        ('<a href="/index.html">x</a>', "is absolute"),
        ('<a href="file:///c/index.html">x</a>', "is absolute"),
        ('<a href="..\\index.html">x</a>', "is absolute"),
        ('<script src="https://cdn.example/x.js"></script>', "from another host"),
        ('<link rel="stylesheet" href="//fonts.example/x.css">', "from another host"),
        ('<iframe src="http://video.example/1"></iframe>', "from another host"),
        ('<form action="https://survey.example/"></form>', "from another host"),
        ("<style>@import 'https://fonts.example/x.css';</style>", "from another host"),
        ('<a href="https://[broken">x</a>', "cannot be read"),
        ('<base href="../">', "<base> element"),
    ],
)
def test_links_in_pages(body: str, message: str):
    (one,) = found(page(body))
    assert one.place == "pages/second.html:2"
    assert message in one.message
    assert one.severity is ERROR


def test_an_address_is_told_once_but_loading_it_is_told_besides():
    body = '<a href="https://a.example/x.svg">x</a> <a href="none.svg">a</a>\n<a href="none.svg">b</a>'
    findings = found(page(body + '\n<img src="https://a.example/x.svg" alt="">'))
    assert [one.place for one in findings] == ["pages/second.html:2", "pages/second.html:4"]


@pytest.mark.parametrize(
    "body",
    [
        "<IMG SRC=none.png>",
        "<img src = 'none.png'>",
        "<p title='a > b'><img alt='<' src='none.png'>",
        "<img/src=none.png>",
    ],
)
def test_careless_markup_is_read_as_browsers_do(body: str):
    assert ["none.png leads to no file" in one.message for one in found(page(body))] == [True]


@pytest.mark.parametrize("body", ["<a href='", '<a href="x', "<!-- <img src=x>", "<style>p{}", "<", "<a <a <a"])
def test_markup_that_breaks_off_is_passed_over(body: str):
    assert found(page(body)) == []


def test_a_link_in_other_letters_names_the_file():
    assert found(page('<a href="../Index.html">x</a>'))[0].fix == "Write it as the file is written: index.html."


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://ec.europa.eu/">Source</a> <a href="mailto:a@example.org">Write</a>',
        '<a href="#top">Up</a>',
        '<img src="data:image/png;base64,AAAA" alt="">',
        '<a href="../index.html?page=2#end">On</a> <a href="">Here</a>',
        '<a href="..%2Findex.html">On</a>',
        "<!-- <img src='none.png'> -->",
        '<script type="application/json">{"a": "<img src=x>"}</script>',
        '<svg><use href="#dot"/></svg>',
    ],
)
def test_links_that_are_fine(body: str):
    assert found(page(body)) == []


def test_links_in_style_sheets_and_pictures():
    (one,) = found(with_files(File("style/lesson.css", b"p { background: url(none.png) }")))
    assert (one.place, one.severity) == ("style/lesson.css", ERROR)
    (one,) = found(with_files(File("images/map.svg", b'<svg><image xlink:href="https://a.example/x.png"/></svg>')))
    assert "another host" in one.message


@pytest.mark.parametrize(
    "body",
    [
        "<script>start()</script>",
        '<button onclick="start()">x</button>',
        '<a href="javascript:start()">x</a>',
        '<a href=" JavaScript:start()">x</a>',
        '<svg onload="start()"></svg>',
    ],
)
def test_scripts_in_pages_are_told(body: str):
    (one,) = found(page(body))
    assert "A script stands in the page" in one.message
    assert one.severity is WARNING


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\nwindow.addEventListener("beforeunload", save);', "waits for unload"),
        ("\nwindow.onunload = save;", "waits for unload"),
        ("\nconst x = eval(text);", "runs text as a program"),
        ("\nnew Function(text)();", "runs text as a program"),
        ('\napi.LMSGetValue("cmi.core.student_name");', "reads who the learner is"),
        ('\nalert("Saved");', "opens a dialogue of the browser"),
        ('\nif (window.confirm("Sure?")) go();', "opens a dialogue of the browser"),
        ('\nwindow.open("help.html");', "opens a window of its own"),
        ('\nlocalStorage.setItem("page", 3);', "keeps something in the browser"),
        ("\ndocument.cookie = 'page=3';", "keeps something in the browser"),
        ("\ndocument.domain = 'a.example';", "changes document.domain"),
    ],
)
def test_habits_of_scripts_are_told(text: str, message: str):
    (one,) = found(script(text))
    assert (one.place, one.severity) == ("player.js:2", WARNING)
    assert message in one.message


@pytest.mark.parametrize("text", ["session.alert(1);", "const confirmed = 1;", "menu.open();", "alerts(2)"])
def test_habits_that_are_fine(text: str):
    assert found(script(text)) == []


def test_a_launch_file_without_the_runtime_is_refused():
    silent = PAGE.replace(b'<script src="scorm.js" defer></script>', b"")
    (one,) = found(with_files(File("index.html", silent)))
    assert (one.place, one.severity) == ("index.html", ERROR)
    assert "loads no script that talks to the platform" in one.message


def test_a_runtime_of_the_other_edition_is_refused():
    package = with_files(File("scorm.js", b'window.API_1484_11.Initialize("")'))
    assert found(package, "2004") == []
    assert "loads no script" in found(package, "1.2")[0].message


def test_a_package_that_plain_servers_refuse_for_its_size_is_told():
    (one,) = found(with_files(File("film.mp4", bytes(8_000_001))))
    assert one.severity is WARNING
    assert "8.0 MB" in one.message


def test_all_faults_are_told_at_once():
    package = good_package(identifier="1", title="", items=(), files=(File("ü.php", b""),))
    assert len(found(package)) >= 4
