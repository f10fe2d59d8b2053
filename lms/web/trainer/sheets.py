"""The administrator's sheet as a page: in any language, with what only the page of a package knows of the zip."""

from dataclasses import replace

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from lms.export.sheet import SheetFacts, Verdict, sheet_body
from lms.language import LANGUAGES
from lms.web import context
from lms.web.trainer import door
from lms.web.trainer.wishes import is_possible, make_package, may_hand_out, read_wish

_LONGEST_MARK = 20


@door.get("/<course>/packages/sheet")
def sheet(course: str) -> Response | str:
    """Show the sheet of the chosen package; where there is no such package, the page of packages says why."""
    wish = read_wish(request.args)
    back = context.url("trainer.packages", course=course) + wish.query
    if not is_possible(course, wish):
        return redirect(back)
    built, foreign = make_package(course, wish)
    if built.sheet is None or not may_hand_out(built, foreign, wish):
        return redirect(back)
    chosen = request.args.get("sheet", "")
    language = chosen if chosen in LANGUAGES else context.language()
    title, body = sheet_body(_with_verdict(built.sheet), language, context.lms().renderer)
    return render_template(
        "trainer/sheet.html", back=back, title=title, body=body, sheet_language=language, name=built.name
    )


def _with_verdict(facts: SheetFacts) -> SheetFacts:
    """Add what came out when the package was compared with an older one, if it was."""
    previous, verdict = request.args.get("previous", "")[:_LONGEST_MARK], request.args.get("verdict", "")
    if not previous or verdict not in list(Verdict):
        return facts
    return replace(facts, previous=previous, verdict=Verdict(verdict))
