"""The page on which trainees may say something about themselves."""

from tests.web.visitor import Visitor


def test_nothing_is_required_and_nothing_is_chosen_beforehand(amina: Visitor) -> None:
    page = amina.get("/learn/background").text
    assert "required" not in page.split("<main", 1)[1]
    assert page.count("checked") == page.count(">No answer<") == 4
    assert 'type="text"' not in page
    assert "<textarea" not in page


def test_answers_are_kept_changed_and_removed(amina: Visitor) -> None:
    said = amina.post(
        "/learn/background", {"gender": "woman", "age_band": "undisclosed"}, follow_redirects=True
    ).text
    assert "Your answers are saved." in said
    assert 'name="gender" value="woman" checked' in said
    assert 'name="age_band" value="undisclosed" checked' in said
    gone = amina.post("/learn/background", {"remove": "yes"}, follow_redirects=True).text
    assert "Your answers are removed." in gone
    assert "Remove my answers" not in gone


def test_the_page_is_found_from_the_overview_and_the_needs_questionnaire(amina: Visitor) -> None:
    assert 'href="/learn/background"' in amina.get("/learn").text
    assert 'href="/learn/background"' in amina.get("/learn/survey/needs").text
    assert 'href="/learn/background"' not in amina.get("/learn/survey/before").text
