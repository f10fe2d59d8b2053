"""Receipts: what one says, who can have written it, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from lms.errors import InvalidInput
from lms.rules.receipts import Receipt, State, package_key, read_receipt, write_receipt

SECRET = "a secret of the tests, long enough for the rule"
TODAY = date(2026, 11, 27)
RECEIPT = Receipt("donegal", "foundations", "en", State.PASSED, "2026-W48", "3fa9c1d2", "K7Q2M9XD")
KEY = package_key(SECRET, "donegal", "foundations", "3fa9c1d2")
LINE = write_receipt(RECEIPT, KEY)


def test_what_a_package_wrote_is_read_as_it_was_meant():
    assert LINE.startswith("EUB1 donegal foundations en passed 2026-W48 3fa9c1d2 K7Q2M9XD ")
    assert read_receipt(LINE, SECRET, TODAY) == RECEIPT


@pytest.mark.parametrize(
    "typed",
    [
        LINE.lower(),
        LINE.upper(),
        f"  {LINE.replace(' ', '   ')}\n",
        LINE[:-12] + "-".join(LINE[-12:][at : at + 4] for at in (0, 4, 8)),
        LINE[:-12] + " ".join(LINE[-12:][at : at + 4] for at in (0, 4, 8)),
        LINE[:-12] + LINE[-12:].replace("0", "O").replace("1", "l"),
    ],
)
def test_it_may_be_typed_as_people_type(typed: str):
    assert read_receipt(typed, SECRET, TODAY) == RECEIPT


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("region", "leipzig"),
        ("course", "strategy"),
        ("language", "de"),
        ("state", State.COMPLETED),
        ("week", "2026-W47"),
        ("mark", "3fa9c1d3"),
        ("attempt", "K7Q2M9XE"),
    ],
)
def test_a_change_in_any_part_is_found(part: str, value: object):
    signature = LINE.split()[-1]
    changed = write_receipt(replace(RECEIPT, **{part: value}), KEY)
    forged = f"{changed.rsplit(' ', 1)[0]} {signature}"
    assert forged != LINE
    with pytest.raises(InvalidInput, match="does not fit"):
        read_receipt(forged, SECRET, TODAY)


def test_the_key_of_one_package_writes_for_no_other_region_module_or_version():
    for other in (
        replace(RECEIPT, region="leipzig"),
        replace(RECEIPT, course="strategy"),
        replace(RECEIPT, mark="0" * 8),
    ):
        with pytest.raises(InvalidInput):
            read_receipt(write_receipt(other, KEY), SECRET, TODAY)


def test_another_secret_knows_nothing_of_it():
    with pytest.raises(InvalidInput):
        read_receipt(LINE, SECRET + "!", TODAY)


@pytest.mark.parametrize("week", ["2026-W50", "2024-W40", "2026-W00", "2026-W54", "1999-W01", "2026-48"])
def test_weeks_that_cannot_be_are_refused_even_when_signed(week: str):
    with pytest.raises(InvalidInput):
        read_receipt(write_receipt(replace(RECEIPT, week=week), KEY), SECRET, TODAY)


def test_a_clock_that_goes_a_week_ahead_is_forgiven():
    ahead = replace(RECEIPT, week="2026-W49")
    assert read_receipt(write_receipt(ahead, KEY), SECRET, TODAY) == ahead


@pytest.mark.parametrize(
    "text",
    [
        "",
        "EUB1",
        "hello",
        LINE.replace("EUB1", "EUB2"),
        LINE.rsplit(" ", 1)[0],
        LINE + "X",
        LINE[:-1],
        LINE.replace("passed", "won"),
        LINE.replace("donegal", "../donegal"),
        "EUB1 " * 60,
        "\0" * 100,
        LINE.replace("K7Q2M9XD", "К7Q2M9XD"),
    ],
)
def test_what_is_no_receipt_is_refused_in_words(text: str):
    with pytest.raises(InvalidInput) as refused:
        read_receipt(text, SECRET, TODAY)
    assert str(refused.value).endswith(".")
