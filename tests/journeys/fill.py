"""Answers a question with the mouse."""

from typing import Any

from playwright.sync_api import Locator

from lms.content.model import Question, QuestionKind


def fill(box: Locator, question: Question, value: Any) -> None:
    """Put an answer into the fields of a question."""
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.SCALE:
            box.locator(f"input[value='{value}']").check()
        case QuestionKind.MULTIPLE:
            for position in value:
                box.locator(f"input[value='{position}']").check()
        case QuestionKind.MATCHING:
            for left, position in enumerate(value):
                box.locator("select").nth(left).select_option(str(position))
        case QuestionKind.ORDERING:
            for place, position in enumerate(value, start=1):
                box.locator(f"select[data-position='{position}']").select_option(str(place))
        case _:
            box.locator("input, textarea").first.fill(str(value))
