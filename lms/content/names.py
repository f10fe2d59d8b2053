"""The names that authors give to folders, files, questions and inserts; the nearest known one to a wrong one."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def is_kebab(name: str) -> bool:
    """Say whether a name is kebab-case: small letters, digits, single hyphens between them."""
    return len(name) <= 64 and _KEBAB.fullmatch(name) is not None


def is_language(code: str) -> bool:
    """Say whether a text looks like a language code, such as `en` or `pl`."""
    return _LANGUAGE.fullmatch(code) is not None


def nearest_hint(wrong: str, known: Iterable[str]) -> str:
    """Say in a sentence which known name was probably meant, or which names there are."""
    names = sorted(known)
    close = get_close_matches(wrong.casefold(), names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean `{close[0]}`?"
    if not names:
        return "There is none yet."
    return "Known are: " + ", ".join(f"`{name}`" for name in names[:12]) + ("." if len(names) <= 12 else ", ...")
