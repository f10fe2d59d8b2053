"""A small course that the simulator can play: two pages, a quiz and an exam, kept in a short checked state."""

import io
from dataclasses import dataclass

from lms.pyscorm import File, Item, Package, Version, runtime_script, write

PAGE = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Played</title>
<script src="scorm.js" defer></script><script src="driver.js" defer></script>
<script src="player.js" defer data-view></script></head><body><h1>Played</h1></body></html>
"""
VIEW = b'document.getElementById("start").addEventListener("click", Course.open);'
DRIVER = """
(() => {
  "use strict";
  const asked = new URLSearchParams(window.location.search);
  const mark = asked.has("mark") ? Number(asked.get("mark")) : null;
  const STEPS = [
    { id: "why.1", kind: "page" }, { id: "why.2", kind: "page" }, { id: "why.quiz", kind: "quiz" },
  ].concat(mark === null ? [] : [{ id: "exam", kind: "exam" }]);
  const told = [];
  const tell = (notice) => told.push(notice);
  let session = null;
  let kept = { done: [], answers: "", best: -1 };

  const sum = (text) => Array.from(text).reduce((all, one) => (all * 31 + one.charCodeAt(0)) % 99991, 7);
  function encode() {
    const text = [kept.done.join(" "), kept.answers, kept.best].join("|");
    return text + "|" + sum(text);
  }
  function decode(text) {
    const parts = text.split("|");
    if (parts.length !== 4 || encodeLike(parts) !== text) return null;
    return { done: parts[0] ? parts[0].split(" ") : [], answers: parts[1], best: Number(parts[2]) };
  }
  function encodeLike(parts) {
    const text = parts.slice(0, 3).join("|");
    return text + "|" + sum(text);
  }

  function open() {
    session = Scorm.connect({
      version: asked.get("version"), passMark: mark,
      onTrouble: (kind) => tell(kind), onRecovered: () => tell("stored-again"), onClosed: () => tell("closed"),
    });
    if (!session.available) tell("no-platform");
    else if (!session.writable) tell("review");
    if (session.state) {
      const found = decode(session.state);
      if (found) kept = found; else tell("damaged");
    }
  }

  function save() {
    session.save({ state: encode(), location: kept.done[kept.done.length - 1], progress: kept.done.length / 4 });
  }

  function answer(id, how) {
    const chosen = how === "right" ? 0 : 1;
    session.answer({ id, type: "choice", response: [chosen], pattern: [0], result: chosen === 0 });
  }

  function play(id, how) {
    const step = STEPS.find((one) => one.id === id);
    if (step.kind === "exam" && kept.done.length < 3) return false;
    if (step.kind !== "page") { kept.answers = id + "=" + how; answer(id, how); }
    if (!kept.done.includes(id)) kept.done.push(id);
    if (step.kind === "exam") {
      const percent = how === "right" ? 100 : 20;
      kept.best = Math.max(kept.best, percent);
      save();
      if (percent >= mark) session.pass(percent); else session.fail(percent);
    } else {
      save();
      if (mark === null && kept.done.length === STEPS.length) session.complete();
    }
    return true;
  }

  window.Course = { open, steps: () => STEPS, play, state: () => kept, notices: () => told };
})();
"""


@dataclass(frozen=True)
class Change:
    """A fault planted in one of the two scripts."""

    old: str
    new: str
    runtime: bool = False

    def driver(self) -> str:
        assert self.runtime or self.old in DRIVER, self.old
        return DRIVER if self.runtime else DRIVER.replace(self.old, self.new)

    def script(self) -> bytes:
        text = runtime_script().decode()
        assert not self.runtime or self.old in text, self.old
        return (text.replace(self.old, self.new) if self.runtime else text).encode()


UNCHANGED = Change("", "", runtime=True)


def played_package(version: str, mark: int | None = 70, change: Change = UNCHANGED) -> Package:
    """The course for an edition, with a fault if asked for."""
    spoken = "2004" if Version(version).is_2004 else "1.2"
    asked = f"?version={spoken}" + ("" if mark is None else f"&mark={mark}")
    return Package(
        identifier="played",
        title="Played",
        language="en",
        items=(Item("played-1", "Played", "index.html", mark, asked),),
        files=(
            File("index.html", PAGE),
            File("scorm.js", change.script()),
            File("driver.js", change.driver().encode()),
            File("player.js", VIEW),
        ),
    )


def played_zip(version: str, mark: int | None = 70, change: Change = UNCHANGED) -> bytes:
    """The course as a zip."""
    stream = io.BytesIO()
    write(played_package(version, mark, change), stream, version)
    return stream.getvalue()
