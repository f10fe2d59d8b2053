"""Following every link of the trainers' pages."""

import html
import re

from lms.content.catalogue import load_catalogue


def follow(client):
    """Open every page of the door that links lead to; give the pages by address."""
    found, waiting = {}, ["/teach"]
    while waiting:
        address = waiting.pop()
        if address not in found:
            answer = client.get(address)
            assert answer.status_code == 200, address
            found[address] = answer.text
            waiting += [html.unescape(link) for link in re.findall(r'href="(/teach[^"#]*)', answer.text)]
    return found


def test_no_link_leads_into_nothing(bruno):
    pages = follow(bruno)
    assert any("/preview/exam" in address for address in pages)
    assert any("/preview/second/1?" in address for address in pages)


def test_where_everything_is_wrong_every_problem_is_shown_and_no_page_breaks(broken_site):
    pages = follow(broken_site.client(broken_site.cast.bruno))
    shown = set(re.findall(r'problem-place">([^<]*)<', "".join(pages.values())))
    problems = load_catalogue(broken_site.courses, broken_site.quizzes).problems
    assert len(problems) > 40
    assert {html.escape(f"{one.place.file}:{one.place.line}") for one in problems} <= shown
