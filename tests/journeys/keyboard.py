"""A person who has a keyboard and no mouse, and who looks where the focus is at every step."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page

from lms.content.model import Question, QuestionKind

_LOOK = """
([mark]) => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return { nowhere: true };
  const name = `${at.tagName} ${at.name ?? ''} ${(at.textContent ?? '').trim().slice(0, 40)}`;
  const faults = [];
  const ringed = [at, at.closest('label')].filter(Boolean).some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  if (!ringed && at.id !== 'main') faults.push('no visible focus');
  const shown = at.closest('label') && at.matches('[type=radio], [type=checkbox]') ? at.closest('label') : at;
  const box = shown.getClientRects()[0];
  if (!box || box.width < 2 || box.height < 2) faults.push('nothing to be seen');
  else {
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (bottom <= top || box.left >= innerWidth || box.right <= 0) faults.push('outside of the window');
    else {
      if (box.height <= innerHeight && (box.top < -1 || box.bottom > innerHeight + 1)) faults.push('cut off');
      const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 1), innerWidth - 1);
      // Of a tall field it is the line with the caret that the browser brings into view.
      for (const y of box.height > 100 ? [top + 2] : [top + 2, bottom - 2]) {
        const over = document.elementFromPoint(x, y);
        if (over && over !== shown && !shown.contains(over) && !over.contains(shown)) {
          faults.push('covered by ' + over.className);
        }
      }
    }
  }
  return { name, faults, there: at.dataset.target === mark };
}
"""
_MOST_STOPS = 120


class Keyboard:
    """Presses keys on a page and keeps every fault of the focus that was met."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.stops = 0
        self._marks = 0

    def go(self, target: Locator, back: bool = False) -> None:
        """Press Tab (or Shift+Tab) until the focus is on the target."""
        self._marks += 1
        mark = str(self._marks)
        target.evaluate("(element, mark) => { element.dataset.target = mark; }", mark)
        for _ in range(_MOST_STOPS):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            if self._look(mark):
                return
        raise AssertionError(f"the keyboard does not reach {target} on {self.page.url}")

    def _look(self, mark: str) -> bool:
        seen = self.page.evaluate(_LOOK, [mark])
        if seen.get("nowhere"):
            return False
        self.stops += 1
        self.faults += [f"{fault}: {seen['name']} on {self.page.url}" for fault in seen["faults"]]
        return seen["there"]

    def press(self, target: Locator, key: str = "Enter", back: bool = False) -> None:
        """Go to a link or a button and press it; wait for the page that follows."""
        self.go(target, back)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def type(self, target: Locator, text: str) -> None:
        """Go to a field and write."""
        self.go(target)
        self.page.keyboard.type(text)

    def choose(self, box: Locator, at: int) -> None:
        """Choose a radio of a group: Tab leads to the group, arrows lead on, Space presses the first."""
        radios = box.locator("input[type=radio]")
        self.go(radios.first)
        if at == 0:
            self.page.keyboard.press("Space")
        for _ in range(at):
            self.page.keyboard.press("ArrowDown")
        assert radios.nth(at).is_checked()

    def answer(self, box: Locator, question: Question, value: Any) -> None:
        """Answer a question."""
        match question.kind:
            case QuestionKind.SINGLE:
                values = [radio.get_attribute("value") for radio in box.locator("input[type=radio]").all()]
                self.choose(box, values.index(str(value)))
            case QuestionKind.SCALE:
                self.choose(box, value - question.scale.low if question.scale else 0)
            case QuestionKind.MULTIPLE:
                for position in self._in_order(box, value):
                    self.go(box.locator(f"input[value='{position}']"))
                    self.page.keyboard.press("Space")
            case QuestionKind.MATCHING:
                for left, position in enumerate(value):
                    self._pick(box.locator("select").nth(left), str(position))
            case QuestionKind.ORDERING:
                for row in box.locator("select").all():
                    position = int(row.get_attribute("data-position") or 0)
                    self._pick(row, str(value.index(position) + 1))
            case _:
                self.type(box.locator("input, textarea").first, str(value))

    def _in_order(self, box: Locator, values: list[int]) -> list[str]:
        shown = [field.get_attribute("value") or "" for field in box.locator("input[type=checkbox]").all()]
        return [value for value in shown if int(value) in values]

    def _pick(self, field: Locator, value: str) -> None:
        self.go(field)
        values = [option.get_attribute("value") for option in field.locator("option").all()]
        at = values.index(field.input_value())
        for _ in range(abs(values.index(value) - at)):
            self.page.keyboard.press("ArrowDown" if values.index(value) > at else "ArrowUp")
        assert field.input_value() == value


def right_answer(question: Question) -> Any:
    """The answer that earns all points; something to write or choose where there is no right one."""
    positions = range(len(question.choices))
    match question.kind:
        case QuestionKind.SINGLE:
            return next(at for at in positions if question.choices[at].right)
        case QuestionKind.MULTIPLE:
            return [at for at in positions if question.choices[at].right]
        case QuestionKind.MATCHING | QuestionKind.ORDERING:
            return list(positions)
        case QuestionKind.NUMBER:
            assert question.number
            return question.number[0]
        case QuestionKind.SCALE:
            assert question.scale
            return question.scale.low
        case _:
            return "What do you need?"


def survey_answers(questions: Mapping[str, Question]) -> dict[str, Any]:
    """An answer for every question of a survey, which knows no right and wrong."""
    answers: dict[str, Any] = {}
    for name, question in questions.items():
        if question.kind is QuestionKind.SINGLE:
            answers[name] = 0
        elif question.kind is QuestionKind.MULTIPLE:
            answers[name] = [0]
        else:
            answers[name] = right_answer(question)
    return answers
