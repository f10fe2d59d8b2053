"""As whom a trainer looks at a course: language and region, carried in the address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from lms.content.model import Region
from lms.errors import NotFound
from lms.language import LANGUAGES, Words, words
from lms.web import context
from lms.web.trainer import desk


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a preview or a package is made."""

    language: str
    region: str

    @property
    def words(self) -> Words:
        """The words a trainee with this language gets."""
        return words(context.page_language(self.language))

    @property
    def query(self) -> str:
        """The end of an address that keeps the choice."""
        return "?" + urlencode({"language": self.language, "region": self.region})


def get_reader() -> Reader:
    """Read the choice from the address, or say that there is no such language or region."""
    language = request.args.get("language") or context.language()
    region = request.args.get("region", "")
    if language not in LANGUAGES or (region and region not in desk.catalogue().regions):
        raise NotFound("There is no such language or region.")
    return Reader(language, region)


def choices(reader: Reader) -> dict[str, Any]:
    """Give templates what the two lists to choose from need."""
    return {"reader": reader, "query": reader.query, "all_languages": LANGUAGES, "all_regions": list_regions()}


def list_regions() -> list[Region]:
    """List the regions by name."""
    return sorted(desk.catalogue().regions.values(), key=lambda region: region.name)
