"""An auditor's script: recounts the figures of a report from raw rows, with nothing but SQL and the JSON file.

It shares no code with the service; it knows the definitions that the report prints.
"""

import json
import sqlite3
from typing import Any

STAFF = "('trainer', 'coordinator', 'programme', 'administrator')"
PEOPLE = f"""
    WITH counts AS (
        SELECT e.*, p.language AS language, b.gender, b.age_band, b.organisation_level, b.sector
        FROM enrolment e JOIN person p ON p.id = e.person_id LEFT JOIN background b ON b.enrolment_id = e.id
        WHERE p.deactivated_at IS NULL
          AND NOT EXISTS
              (SELECT 1 FROM role_grant g WHERE g.person_id = p.id AND g.until IS NULL AND g.role IN {STAFF})
          AND (:region = 'all' OR e.region_id = :region)
    )
"""
REACHED = "(started_at IS NOT NULL OR completed_at IS NOT NULL)"
INVITED = f"(invited_at IS NOT NULL OR opened_at IS NOT NULL OR {REACHED})"
STEPS = {
    "invited": INVITED,
    "opened": f"(opened_at IS NOT NULL OR {REACHED})",
    "started": REACHED,
    "completed": "completed_at IS NOT NULL",
}
TOPICS = ("gender", "age_band", "organisation_level", "sector", "language")


def recount_report(content: bytes, database: str) -> list[tuple[str, str, str, Any, int]]:
    """Give for each figure that counts people: table, row, column, what the report says, what the rows say."""
    report = json.loads(content)
    with sqlite3.connect(database) as connection:
        told = Rows(connection, report["scope"])
        return [
            (table["id"], row["id"], column["id"], cell, told.count(table["id"], row["id"], column["id"]))
            for table in report["tables"]
            for row in table["rows"]
            for column, cell in zip(table["columns"], row["cells"], strict=True)
            if column["kind"] == "count"
        ]


class Rows:
    """The raw rows of one region, or of all."""

    def __init__(self, connection: sqlite3.Connection, scope: str) -> None:
        self.connection, self.scope = connection, scope

    def count(self, table: str, row: str, column: str) -> int:
        if table == "targets":
            return self._people(STEPS[row]) if row in STEPS else self._completed(row.removesuffix("-completed"))
        if table == "regions":
            scope = "all" if row == "total" else row
            other = Rows(self.connection, scope)
            return other._people(STEPS[column]) if column in STEPS else other._completed(column)
        if table == "category":
            return self._people(f"{STEPS[column]} AND {self._is('category', row)}")
        if table in TOPICS:
            return self._people(f"{STEPS[column]} AND {self._is(table, row)}")
        if table == "exams":
            return self._one(
                "SELECT count(DISTINCT a.enrolment_id) FROM attempt a JOIN counts ON counts.id = a.enrolment_id "
                "WHERE a.course_id = :course AND a.submitted_at IS NOT NULL AND a.quiz_id LIKE '%-exam'",
                course=row,
            )
        if table == "forms":
            return self._forms(row, column)
        assert table == "knowledge", table
        return -1

    def _people(self, condition: str) -> int:
        return self._one(f"SELECT count(*) FROM counts WHERE {condition}")

    def _completed(self, course: str) -> int:
        return self._one(
            "SELECT count(*) FROM course_record r JOIN counts ON counts.id = r.enrolment_id "
            "WHERE r.course_id = :course AND r.completed_at IS NOT NULL",
            course=course,
        )

    def _forms(self, course: str, column: str) -> int:
        name = "recommend" if column == "asked" else "useful-for-work"
        rows = self.connection.execute(
            "SELECT answers FROM survey_answer WHERE course_id = ? AND (? = 'all' OR region_id = ?)",
            (course, self.scope, self.scope),
        )
        values = [json.loads(answers).get(name) for (answers,) in rows]
        numbers = [value for value in values if value is not None]
        return sum(value >= 4 for value in numbers) if column == "agree" else len(numbers)

    @staticmethod
    def _is(topic: str, row: str) -> str:
        if row == "total":
            return "1"
        return f"coalesce({topic}, '') = ''" if row == "not-stated" else f"{topic} = '{row}'"

    def _one(self, query: str, **values: str) -> int:
        found = self.connection.execute(PEOPLE + query, {"region": self.scope, **values}).fetchone()
        return int(found[0])
