"""Every column says whether it is personal and why; the tables keep the house rules."""

import pytest
from sqlalchemy import Column, DateTime

import lms.models  # noqa: F401  (fills the metadata)
from lms.db import Base, UtcDateTime

COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns]


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_a_column_is_marked_as_personal_or_not(column: Column):
    assert "personal" in column.info
    mark = column.info["personal"]
    assert mark is None or (isinstance(mark, str) and mark.strip())


@pytest.mark.parametrize("column", [c for c in COLUMNS if c.foreign_keys], ids=str)
def test_a_column_that_leads_to_a_person_is_personal(column: Column):
    target = next(iter(column.foreign_keys)).column.table.name
    if target in {"person", "enrolment", "course_record"}:
        assert column.info["personal"]


def test_no_point_in_time_is_stored_without_its_zone():
    assert not [str(column) for column in COLUMNS if isinstance(column.type, DateTime)]
    assert any(isinstance(column.type, UtcDateTime) for column in COLUMNS)


def test_answers_kept_without_a_name_hold_no_personal_column():
    assert [c.name for c in Base.metadata.tables["survey_answer"].columns if c.info["personal"]] == []
