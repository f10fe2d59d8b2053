"""Three tiny modules with all kinds of questions, so that a whole programme is walked through in seconds."""

from pathlib import Path

MODULES = ("arriving", "asking", "planning")

_LESSON = """---
title: {title}
minutes: 5
quiz: {module}-quiz
---
## The station

Rosa steps off the train and looks for **the town hall**, see <https://town.example/way>.

!!! answer "Compare with our answer"
    Walk with her.

## The way

It takes two minutes.

!!! {note} "Your line"
    What will you do tomorrow?
"""

_QUIZ = """---
title: About {module}
---
## first-door

Which door is the first?

- ( ) health
    > Health is the second.
- (x) registration
    > Yes, the others send you back.
- ( ) school
    > School comes later.

## offices

Which of these are offices?

- [x] registration
    > Yes.
- [ ] the station
    > Trains stop there.
- [x] health
    > Yes.

## days

Match office and day.

- registration => Monday
- health => Tuesday
- school => Friday

## doors

Put the doors into order.

1) registration
2) health
3) school

## visitors

How many visitors come on Monday?

= 40

## words

What would you say to Rosa?

____
"""

_EXAM = """---
title: Exam of {module}
---
## door ({lesson})

Which door comes first?

- ( ) health
    > It is the second.
- (x) registration
    > Yes.

## trains ({lesson})

Where do trains stop?

- (x) at the station
    > Yes.
- ( ) at the school
    > No rails lead there.
"""

_NEEDS = """---
title: What do you need?
intro: A few questions. Your answers carry no name.
---
## office

Where do you work?

- ( ) in a town
- ( ) in a region

## wish

What do you wish?

____
"""

_SELF = """---
title: Your picture, {when}
---
# Attitudes

## curious

I am curious.

(1..5) never | rarely | sometimes | often | always | ~ does not apply

## patient

I am patient.

(1..5) never | rarely | sometimes | often | always | ~ does not apply
"""

_FORM = """---
title: How was it?
---
## useful

I can use this at work.

(1..5) not at all | very much | ~ does not apply

## one-thing

What will you try?

____
"""

_REGION = """---
name: North
country: IE
languages: en, ga
zone: Europe/Dublin
target: 150
lab_target: 20
active: yes
contact: welcome@north.example
---
"""

_PROGRAMME = f"""---
courses: {", ".join(MODULES)}
needs: needs
before: before
after: after
---
"""


def write(folder: Path) -> tuple[Path, Path]:
    """Write the modules and their quizzes below `folder`; give the folders of the two."""
    courses, quizzes = folder / "courses", folder / "quizzes"
    _put(courses / "programme.md", _PROGRAMME)
    _put(courses / "regions" / "north" / "region.md", _REGION)
    for place, module in enumerate(MODULES):
        requires = f"requires: {MODULES[place - 1]}\n" if place else ""
        facts = f"---\noriginal: en\nexam: {module}-exam\nform: form\n{requires}---\n"
        title = module.capitalize()
        _put(courses / module / "course.md", facts)
        _put(courses / module / "en" / "index.md", f"---\ntitle: {title}\nsummary: One lesson.\n---\nWelcome.\n")
        note = "sheet" if place == 2 else "reflect"
        lesson = _LESSON.format(title=f"{title} well", module=module, note=note)
        _put(courses / module / "en" / f"01-{module}-well.md", lesson)
        _quiz(quizzes / f"{module}-quiz", "kind: quiz\nshuffle: yes", _QUIZ.format(module=module))
        rules = "kind: exam\npass_mark: 70\nattempts: 3\npause_hours: 24\nshuffle: yes"
        _quiz(quizzes / f"{module}-exam", rules, _EXAM.format(module=module, lesson=f"{module}-well"))
    _quiz(quizzes / "needs", "kind: survey\nanswers: anonymous\noptional: yes", _NEEDS)
    _quiz(quizzes / "form", "kind: survey\nanswers: anonymous\noptional: yes", _FORM)
    for when in ("before", "after"):
        _quiz(quizzes / when, "kind: survey\nanswers: private", _SELF.format(when=when))
    return courses, quizzes


def _quiz(folder: Path, facts: str, text: str) -> None:
    _put(folder / "quiz.md", f"---\noriginal: en\n{facts}\n---\n")
    _put(folder / "en.md", text)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
