"""The filter of the people list, as it stands in an address."""

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from lms.intake.people_words import CATEGORIES
from lms.language import LANGUAGES
from lms.rules.people_filter import (
    EVERYBODY,
    NEEDS_A_NUDGE,
    NOT_STATED,
    SOURCES,
    Nudge,
    PeopleFilter,
    Reached,
    Sort,
    State,
)

_PLAIN = st.text("abc äöł&=%+#\"'", min_size=0, max_size=12).map(lambda text: " ".join(text.split()))
_FILTERS = st.builds(
    PeopleFilter,
    text=_PLAIN,
    state=st.none() | st.sampled_from(State),
    nudge=st.none() | st.sampled_from(Nudge),
    days=st.integers(0, 3650),
    reached=st.none() | st.sampled_from(Reached),
    course=st.sampled_from(["", "foundations", "first-steps"]),
    lesson=st.integers(0, 40),
    category=st.sampled_from(["", NOT_STATED, *CATEGORIES]),
    organisation=_PLAIN,
    language=st.sampled_from(["", *LANGUAGES]),
    source=st.sampled_from(["", *SOURCES]),
    sort=st.sampled_from(Sort),
    page=st.integers(1, 999),
)


@given(_FILTERS)
def test_what_is_written_into_an_address_is_read_again(wanted: PeopleFilter) -> None:
    query = wanted.to_query()
    assert PeopleFilter.from_query(dict(parse_qsl(query))) == wanted
    assert PeopleFilter.from_query(dict(parse_qsl(query))).to_query() == query


@given(st.dictionaries(st.sampled_from(["state", "days", "page", "course", "sort", "odd"]), st.text(max_size=30)))
def test_nonsense_is_left_out_and_told(query: dict[str, str]) -> None:
    wanted = PeopleFilter.from_query(query)
    assert set(wanted.ignored) <= set(query) - {"odd"}
    for name in wanted.ignored:
        assert getattr(wanted, name) == getattr(EVERYBODY, name)


def test_nobody_is_left_out_by_an_empty_filter() -> None:
    assert PeopleFilter.from_query({}) == EVERYBODY
    assert EVERYBODY.to_query() == ""
    assert not EVERYBODY.narrows
    assert not PeopleFilter(sort=Sort.NEWEST, page=4).narrows
    assert NEEDS_A_NUDGE.narrows


def test_an_unknown_state_is_told() -> None:
    wanted = PeopleFilter.from_query({"state": "wizard", "days": "-1", "page": "0", "language": "tlh"})
    assert wanted.ignored == ("state", "days", "language", "page")


def test_a_course_that_is_not_published_is_left_out_with_its_lesson() -> None:
    wanted = PeopleFilter(course="gone", lesson=4).within(["foundations"])
    assert (wanted.course, wanted.lesson, wanted.ignored) == ("", 0, ("course",))
    assert PeopleFilter(course="foundations").within(["foundations"]).course == "foundations"


def test_a_view_begins_on_the_first_page() -> None:
    assert PeopleFilter(text="a", page=7, ignored=("x",)).view().to_query() == "text=a"
