"""How far a folder of packages is, who is making it, and how to stop that: one at a time, over all processes."""

import fcntl
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from lms.errors import InvalidInput
from lms.export.bulk.whole import write_whole
from lms.language import N_

INDEX = "index.csv"
_LOCK = ".lock"
_STANDING = ".standing.json"


class State(StrEnum):
    """What goes on in a folder."""

    EMPTY = "empty"
    RUNNING = "running"
    STOPPED = "stopped"
    """Begun and not finished: stopped, broken off, or the machine was switched off. It can be taken up."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a folder is."""

    state: State = State.EMPTY
    done: int = 0
    of: int = 0
    faults: tuple[str, ...] = ()
    """Packages that could not be made, each with the reason."""


@contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Have a folder for oneself; raises `InvalidInput` when another process makes packages there.

    The lock ends with the process, however it ends.
    """
    with (folder / _LOCK).open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InvalidInput(
                N_("Packages are being made already. Wait until they are done, or stop that.")
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def note(folder: Path, standing: Standing) -> None:
    """Write down how far it is."""
    write_whole(folder / _STANDING, json.dumps(asdict(standing)).encode())


def find_standing(folder: Path) -> Standing:
    """Say how far a folder is."""
    try:
        kept = json.loads((folder / _STANDING).read_text(encoding="utf-8"))
        standing = Standing(State(kept["state"]), int(kept["done"]), int(kept["of"]), tuple(kept["faults"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        standing = Standing()
    if _find_maker(folder):
        return replace(standing, state=State.RUNNING)
    if standing.of and standing.done >= standing.of and (folder / INDEX).is_file():
        return replace(standing, state=State.DONE)
    return replace(standing, state=State.STOPPED if standing.of else State.EMPTY)


def stop(folder: Path) -> bool:
    """Stop whoever makes packages there, with all its helpers; what is finished stays. False if nobody does."""
    maker = _find_maker(folder)
    if not maker:
        return False
    try:
        # Its helpers keep the lock even when it is gone itself; they are of its group.
        if not _is_alive(maker) or os.getpgid(maker) == maker:
            os.killpg(maker, signal.SIGTERM)
        else:
            os.kill(maker, signal.SIGTERM)
    except ProcessLookupError:
        return False
    return True


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _find_maker(folder: Path) -> int:
    """Find the process that has the folder for itself; 0 if none has."""
    try:
        with (folder / _LOCK).open("r", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(lock.read() or 0)
    except (FileNotFoundError, ValueError):
        pass
    return 0
