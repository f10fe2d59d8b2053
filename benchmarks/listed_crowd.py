"""People of all regions at every step of the way, for their lists: written by the database in a few statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from benchmarks.crowds import list_numbers

FIRST = 2
"""Number of the first person; the coordinator has the one before."""
ORGANISATIONS = 40
# Remainders of stretched numbers say who is how far: as good as chance, and the same each time.
_STEP = "CASE WHEN n * 7919 % 100 < 2 THEN 0 WHEN n * 7919 % 100 < 12 THEN 1 WHEN n * 7919 % 100 < 22 THEN 2 \
WHEN n * 7919 % 100 < 72 THEN 3 ELSE 4 END"
_NAME = "'Person ' || (100000 + n * 479001599 % 900000)"
_ORGANISATION = f"'Office ' || (n * 15485863 / 100 % {ORGANISATIONS})"
_LANGUAGE = "CASE n % 3 WHEN 0 THEN 'en' ELSE 'ga' END"
_DAYS = "n * 104729 % 40"
_LEFT = "CASE WHEN n * 27644437 % 50 = 0 THEN {at} END"
_PEOPLE = f"""INSERT INTO person (id, email, name, language, created_at, session_version, deactivated_at)
SELECT n, 'p' || n || '@bench.example', {_NAME}, {_LANGUAGE}, {{at}}, 0, {_LEFT}
FROM ({{numbers}}) AS numbers"""
_ENROLMENTS = f"""INSERT INTO enrolment (id, person_id, region_id, category, organisation, language, source,
search, created_at, invited_at, opened_at, started_at, completed_at, last_active_at, left_at)
SELECT n, n, {{region}}, CASE n * 31 % 7 WHEN 0 THEN 'media' WHEN 1 THEN 'cso' ELSE 'civil_servant' END, office,
{_LANGUAGE}, 'list', lower(name) || {{line}} || 'p' || n || '@bench.example' || {{line}} || lower(office), {{at}},
CASE WHEN step > 0 THEN {{at}} END, CASE WHEN step > 1 THEN {{at}} END,
CASE WHEN step > 2 THEN {{at}} END, CASE WHEN step > 3 THEN {{at}} END, CASE WHEN step > 0 THEN {{later}} END,
{_LEFT}
FROM (SELECT n, {_STEP} AS step, {_NAME} AS name, {_ORGANISATION} AS office FROM ({{numbers}}) AS all_numbers)
AS numbers"""
_RECORDS = """INSERT INTO course_record (enrolment_id, course_id, region_id, started_at, lessons_done, reached,
best_score, passed_at, completed_at, completed_by, last_active_at, course_digest)
SELECT n, '{course}', {region}, {at}, lessons, lessons, CASE WHEN done THEN 80 END, CASE WHEN done THEN {at} END,
CASE WHEN done THEN {at} END, 'site', {later}, ''
FROM (SELECT n, done, CASE WHEN done THEN {length} ELSE n / 11 % {length} + CASE WHEN n % 5 < 2 THEN 1 ELSE 0 END
END AS lessons FROM (SELECT n, n * 7919 % 100 >= 72 OR n / 7 % {courses} > {place} AS done
FROM ({numbers}) AS all_numbers
WHERE n * 7919 % 100 >= 72 OR n * 7919 % 100 >= 22 AND n / 7 % {courses} >= {place}) AS begun) AS numbers"""


def fill(
    connection: Connection, people: int, regions: Sequence[str], courses: Sequence[Any], now: datetime
) -> None:
    """Enrol so many people, spread over the regions, some of whom are in each of the courses."""
    postgres = connection.dialect.name == "postgresql"

    def ago(days: str) -> str:
        text = f"{now:%Y-%m-%d %H:%M:%S}"
        if postgres:
            return f"TIMESTAMPTZ '{text}+00' - INTERVAL '1 day' * ({days})"
        return f"strftime('%Y-%m-%d %H:%M:%S.000000', '{text}', '-' || ({days}) || ' days')"

    names = " ".join(f"WHEN {place} THEN '{name}'" for place, name in enumerate(regions))
    values = {
        "numbers": list_numbers(connection, FIRST, people),
        "at": ago(f"{_DAYS} + 20"),
        "later": ago(f"n * 86028121 % (20 + {_DAYS})"),
        "region": f"CASE n % {len(regions)} {names} END",
        "line": "chr(10)" if postgres else "char(10)",
    }
    statements = [_PEOPLE.format(**values), _ENROLMENTS.format(**values)]
    for place, course in enumerate(courses):
        own = {"course": course.id, "place": place, "courses": len(courses), "length": len(course.lessons)}
        statements.append(_RECORDS.format(**values, **own))
    for statement in statements:
        connection.exec_driver_sql(statement.replace("%", "%%") if postgres else statement)
