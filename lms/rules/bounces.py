"""What the codes mean with which mail servers say that a letter could not be delivered (RFC 3463)."""

from re import compile as pattern

from lms.language import N_

_CODE = pattern(r"5\.\d{1,3}\.\d{1,3}")
_NO_MAILBOX = N_("There is no mailbox with this address (code %(code)s).")
_NO_SERVER = N_("No mail server answers for the part behind the @ (code %(code)s).")
_REFUSED = N_("The receiving server does not take our mail; its administrators can allow it (code %(code)s).")
_MEANINGS: dict[str, str] = {
    "1.1": _NO_MAILBOX,
    "1.3": _NO_MAILBOX,
    "1.6": _NO_MAILBOX,
    "1.10": _NO_MAILBOX,
    "1.2": _NO_SERVER,
    "4.1": _NO_SERVER,
    "4.4": _NO_SERVER,
    "2.1": N_("The mailbox is switched off (code %(code)s)."),
    "2.2": N_("The mailbox is full (code %(code)s)."),
}
_OTHERS = N_("The receiving server could not deliver the letter (code %(code)s).")


def explain_code(code: str) -> str | None:
    """Give the message id that says what a code means; None for what is no code."""
    if not _CODE.fullmatch(code):
        return None
    detail = code.partition(".")[2]
    return _MEANINGS.get(detail, _REFUSED if detail.startswith("7.") else _OTHERS)
