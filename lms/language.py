"""The one place for words: messages, plurals, dates and numbers in ten languages. No Flask.

English texts are the message ids; other languages come from `translations/<language>.po`, read when first needed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers

LANGUAGES = ("en", "ca", "es", "eu", "pl", "it", "ro", "de", "sv", "ga")
"""The ten languages of the service."""
_OWN_NAMES = {
    "en": "English",
    "ca": "Català",
    "es": "Español",
    "eu": "Euskara",
    "pl": "Polski",
    "it": "Italiano",
    "ro": "Română",
    "de": "Deutsch",
    "sv": "Svenska",
    "ga": "Gaeilge",
}
"""What Babel calls them: every page shows these names, and each locale loaded for one would take a megabyte."""
DEFAULT = "en"
CATALOGUES = Path(__file__).parent / "translations"
"""The folder of the catalogues: one `.po` file per language besides English."""


def N_(text: str) -> str:  # noqa: N802
    """Mark a text for translation where it stands; it is translated where it is shown."""
    return text


def N_many(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """Mark a text that depends on a count, for `Words.plural` in another place."""
    return one, many


@dataclass(frozen=True)
class Words:
    """Everything that is said in one language. Call it with an English text to get the text of its language."""

    language: str
    catalogue: NullTranslations

    def __call__(self, text: str, /, **values: object) -> str:
        """Translate `text` and fill in `%(name)s` values."""
        said = self.catalogue.gettext(text)
        return said % values if values else said

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Translate a text that depends on a count; `%(count)s` is the count in the language's digits."""
        said = self.catalogue.ngettext(one, many, count)
        return said % {"count": self.number(count), **values}

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number as the language does."""
        if value < 0 and abs(value) <= 0.5 / 10**decimals:
            value = 0  # "-0.0" would say that something fell
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return _number(self.language, value, pattern)

    def percent(self, share: float, decimals: int = 0) -> str:
        """Write a share (0.64) as a percentage (64 %)."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + "\u00a0%"
        return _percent(self.language, share, pattern)

    def date(self, value: date | datetime, zone: str = "UTC") -> str:
        """Write a calendar date, such as 22 November 2026; a point in time is shown in `zone`."""
        if isinstance(value, datetime):
            value = value.astimezone(ZoneInfo(zone)).date()
        return _date(self.language, value)

    def day(self, value: date) -> str:
        """Write a calendar date with its day of the week, such as Monday 30 November 2026."""
        return dates.format_date(value, "full", locale=self.locale)

    def weekday(self, number: int) -> str:
        """Name a day of the week; 0 is Monday."""
        name = self.locale.days["stand-alone"]["wide"][number]
        return name[:1].upper() + name[1:]

    def time(self, value: datetime, zone: str = "UTC") -> str:
        """Write a point in time with its date, in `zone`."""
        return f"{self.date(value, zone)}, {value.astimezone(ZoneInfo(zone)):%H:%M}"

    def language_name(self, code: str) -> str:
        """The name of a language in its own words."""
        if code in _OWN_NAMES:
            return _OWN_NAMES[code]
        name = Locale.parse(code).get_language_name(code) or code
        return name[:1].upper() + name[1:]

    @property
    def locale(self) -> Locale:
        """The Babel locale."""
        return _locale(self.language)


@cache
def _locale(language: str) -> Locale:
    # Dates as Europe writes English: the day before the month.
    return Locale.parse("en_IE" if language == "en" else language)


# Babel takes its time, and pages say the same numbers and days again and again.


@lru_cache(maxsize=4096)
def _number(language: str, value: float, pattern: str) -> str:
    return numbers.format_decimal(value, pattern, locale=_locale(language))


@lru_cache(maxsize=4096)
def _percent(language: str, share: float, pattern: str) -> str:
    return numbers.format_percent(share, pattern, locale=_locale(language))


@lru_cache(maxsize=4096)
def _date(language: str, value: date) -> str:
    return dates.format_date(value, "long", locale=_locale(language))


@cache
def words(language: str) -> Words:
    """The words of a language; English where a text is not translated yet."""
    path = CATALOGUES / f"{language}.po"
    return Words(language, _compile(path) if path.is_file() else NullTranslations())


def _compile(path: Path) -> GNUTranslations:
    """Read a catalogue as translators write it: 20 ms once, and no compiled file that could be out of date."""
    # Loaded here because most commands and processes speak English alone.
    from babel.messages import mofile, pofile  # noqa: PLC0415

    compiled = BytesIO()
    with path.open("rb") as stream:
        mofile.write_mo(compiled, pofile.read_po(stream, locale=path.stem))
    compiled.seek(0)
    return GNUTranslations(compiled)


def choose_language(wanted: Iterable[str], available: Iterable[str] = LANGUAGES) -> str:
    """Pick the first wanted language that is available ("de-AT" counts as "de"), else English."""
    have = set(available)
    for tag in wanted:
        code = tag.replace("_", "-").split("-")[0].lower()
        if code in have:
            return code
    return DEFAULT


FUNDING = N_(
    "Co-funded by the European Union through the Asylum, Migration and Integration Fund. "
    "What is said here are the views of its authors; the Union does not answer for them."
)
"""The co-funding line that stands on site, mails, packages and files (one setting switches it)."""


def funding_line(said: Words, shown: bool) -> str:
    """The co-funding line in a language, or nothing where the setting says so."""
    return said(FUNDING) if shown else ""


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
"""Letters that are no base letter with an accent, as people type them who have not got them."""
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]")
"""The marks of European letters: most names are plain letters without them, and long lists have many names."""


def fold(text: str) -> str:
    """Bring a text to the form in which it is searched and put in order: small, without accents, one blank."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = _ACCENTS.sub("", normalize("NFKD", text.casefold().translate(_LETTERS)))
    if not bare.isascii():
        bare = "".join(character for character in bare if not combining(character))
    return " ".join(bare.split())
