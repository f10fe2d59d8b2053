"""The few errors of the house, each carrying a sentence for the person who reads it."""


class LmsError(Exception):
    """Root of all our errors; `str(error)` is a sentence in the reader's words.

    `message` is a message id for `lms.language` with `values` to fill in, so that the web can translate it.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


class NotFound(LmsError):
    """The thing asked for does not exist, or is not for this person to see."""


class NotAllowed(LmsError):
    """The person may not do this."""


class NotEnrolled(LmsError):
    """The person is not enrolled in the programme."""


class NoAttemptsLeft(LmsError):
    """All tries are used and the pause is not over."""


class InvalidInput(LmsError):
    """What was handed in cannot be used; the sentence says what, where, and what to do."""


class TooManyRequests(LmsError):
    """Someone tried too often; `retry_after` is the number of seconds to wait."""

    def __init__(self, message: str, retry_after: int, **values: object) -> None:
        super().__init__(message, **values)
        self.retry_after = retry_after


class NotSaved(LmsError):
    """The database could not take the change (disk full, connection gone); nothing was written."""


class InvalidConfig(LmsError):
    """The settings cannot be used; `complaints` lists all of them."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("The service cannot start:\n" + "\n".join(f"- {line}" for line in complaints))
        self.complaints = complaints
