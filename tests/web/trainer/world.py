"""A tiny world of files: one module in English, begun in Polish, with an exam and a form; and materials."""

from pathlib import Path

PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 200" role="img" aria-labelledby="t d">
<title id="t">A street</title><desc id="d">Three houses.</desc><path d="M10 100h460"/></svg>
"""
COURSES = {
    "programme.md": "---\ncourses: basics\nmaterials: kit\n---\n",
    "basics/course.md": "---\noriginal: en\nexam: basics-exam\nform: closing-form\n---\n",
    "basics/images/street.svg": PICTURE,
    "basics/en/index.md": "---\ntitle: The basics\nsummary: What comes first.\n---\nWelcome to the basics.\n",
    "basics/en/01-first.md": """---
title: The first lesson
minutes: 10
quiz: first
---
## Close to home

Integration happens nearby. Go on with [the second lesson](02-second.md).

![Three houses in a street](../images/street.svg "Who runs what")

!!! region "what-we-decide"
    Ask who decides what.

## Think

!!! reflect
    When did you feel at home?
""",
    "basics/en/02-second.md": """---
title: The second lesson
minutes: 8
---
## One page

Nothing but words here.

!!! reflect
    What will you keep?
""",
    "basics/pl/index.md": "---\ntitle: Podstawy\nsummary: Od czego zacząć.\n---\nWitamy.\n",
    "kit/course.md": "---\noriginal: en\nkind: materials\n---\n",
    "kit/en/index.md": "---\ntitle: The kit\nsummary: For the lab.\n---\nFor three days.\n",
    "kit/en/01-agenda.md": "---\ntitle: The agenda\nminutes: 3\n---\n## Day one\n\nWe begin at nine.\n",
    "regions/north/region.md": """---
name: North
country: IE
languages: en
zone: Europe/Dublin
target: 150
lab_target: 20
active: yes
---
""",
    "regions/north/en.md": "## what-we-decide\n\nThe North decides on libraries.\n",
}
QUIZZES = {
    "first/quiz.md": "---\noriginal: en\nkind: quiz\nshuffle: yes\n---\n",
    "first/en.md": """---
title: About the first lesson
---
## one

Where does integration happen?

- ( ) far away from here
    > Mostly it happens nearby.
- (x) close to home
    > Yes, where people live.

> Decisions are nearby too.

## several

Who takes part in it?

- [x] people who came here lately
    > Yes, they do.
- [x] people who were born here
    > Yes, they do as well.
- [ ] nobody at all, ever
    > Everybody takes part.

## pairs

What belongs together?

- left => links
- right => rechts
- middle => mitten

> Three words.

## order

Put them in order.

1) begin
2) go on
3) end

> From the beginning.

## share

How many in a hundred?

= 6.4 +- 0.2

> It was 6.4.

## own

What do you think?

____
""",
    "basics-exam/quiz.md": """---
original: en
kind: exam
pass_mark: 70
attempts: 3
pause_hours: 24
draw: 2
shuffle: yes
---
""",
    "basics-exam/en.md": "---\ntitle: The exam\n---\n"
    + "".join(
        f"""## exam-{number} (first)

Is statement {number} true?

- ( ) No, it is false
    > It is true.
- (x) Yes, it is true
    > It is.

"""
        for number in (1, 2, 3)
    ),
    "closing-form/quiz.md": "---\noriginal: en\nkind: survey\nanswers: anonymous\n---\n",
    "closing-form/en.md": """---
title: How was it?
---
## useful

It was useful.

(1..5) not at all | very much

## length

How long was it?

- ( ) too short
- ( ) too long
""",
}


def write_world(folder: Path) -> tuple[Path, Path]:
    """Write all files; give the folders of the courses and of the quizzes."""
    for top, files in (("courses", COURSES), ("quizzes", QUIZZES)):
        for name, text in files.items():
            path = folder / top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder / "courses", folder / "quizzes"
