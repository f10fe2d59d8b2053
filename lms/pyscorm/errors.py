"""The library's one error."""


class ScormError(Exception):
    """A package cannot be written or read; `str(error)` says why in a sentence.

    `message` is the sentence with gaps (`%(name)s`), `values` fills them: so a caller can translate it.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values
