"""How large a table may be that somebody hands in; the settings say it, and every refusal names the number."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read; what is larger is refused before it takes memory."""

    megabytes: int = 10
    unpacked_megabytes: int = 100
    """Size of a spreadsheet once its packing is undone."""
    rows: int = 20_000
    columns: int = 150

    @property
    def bytes(self) -> int:
        """Size of the file."""
        return self.megabytes * 1024 * 1024

    @property
    def unpacked_bytes(self) -> int:
        """Size of a spreadsheet, unpacked."""
        return self.unpacked_megabytes * 1024 * 1024
