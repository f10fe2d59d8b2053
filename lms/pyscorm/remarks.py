"""A sentence that can be translated: the text with gaps, and what fills them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence; `message_id` is the English text with gaps (`%(name)s`), `values` fills them."""

    message_id: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The finished English sentence."""
        return self.message_id % self.values if self.values else self.message_id

    def __str__(self) -> str:
        return self.text


def remark(message: str, /, **values: object) -> Remark:
    """Make a sentence."""
    return Remark(message, values)
