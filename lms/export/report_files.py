"""One report, five files: JSON, workbook, CSV for Excel and plain, PDF. All take the same figures. No Flask."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lms.export import tables as files
from lms.export.tables import list_definitions, say_cell, say_frame, say_heading
from lms.export.typesetting import typeset
from lms.language import Words
from lms.rules.definitions import DEFINITIONS
from lms.rules.figures import HIDDEN, Cell, Column, Figures
from lms.rules.indicators import INDICATORS

JSON_TYPE = "application/json"
PDF_TYPE = "application/pdf"
TYPES = {
    "json": JSON_TYPE,
    "xlsx": files.XLSX_TYPE,
    "pdf": PDF_TYPE,
    "csv": files.CSV_TYPE,
    "excel.csv": files.CSV_TYPE,
}
"""Ending of a file -> what it is."""


@dataclass(frozen=True, slots=True)
class ReportText:
    """A report in the words of one language, ready to become a file."""

    id: str
    title: str
    scope: str
    """Id of the region; empty = all."""
    version: int
    """Of the set of indicators."""
    tables: Sequence[Figures]
    facts: Sequence[tuple[str, str]]
    funding: str
    language: str
    """What its reader speaks; the words may be English where nothing is translated."""
    said: Words

    @property
    def frame(self) -> list[tuple[str, str]]:
        """What stands above the tables: time, exclusions, version, what is hidden."""
        return [*say_frame(self.tables, self.said), *self.facts]


def make_file(report: ReportText, kind: str) -> bytes:
    """Write a report as one of `TYPES`; the same report gives the same bytes."""
    return _MAKERS[kind](report)


def make_files(report: ReportText) -> dict[str, bytes]:
    """Write a report as every kind of file."""
    return {kind: make_file(report, kind) for kind in TYPES}


def to_json(report: ReportText) -> bytes:
    """Write the machine-readable form: figures with their definitions; hidden cells say so and nothing else."""
    said, first = report.said, report.tables[0]
    told = {
        "report": report.id,
        "title": report.title,
        "scope": report.scope or "all",
        "language": said.language,
        "as_of": first.as_of.isoformat(),
        "zone": first.zone,
        "excluded": first.excluded,
        "indicator_version": report.version,
        "frame": [list(line) for line in report.frame],
        "tables": [_table(table, said) for table in report.tables],
        "definitions": {
            name: {"term": said(DEFINITIONS[name][0]), "text": said(DEFINITIONS[name][1])}
            for name in files.name_definitions(report.tables)
        },
        "indicators": [
            {
                "id": one.id,
                "name": said(one.name),
                "definition": said(one.definition),
                "unit": said(one.unit),
                "breakdowns": list(one.breakdowns),
                "target": one.target,
                "source": one.source,
                "once": said(one.once),
            }
            for one in INDICATORS
        ],
        "funding": report.funding,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def pdf_data(report: ReportText) -> dict[str, Any]:
    """Give what the PDF says, word by word."""
    said = report.said
    return {
        "title": report.title,
        "language": said.language,
        "programme": said("EU-Belong learning"),
        "emblem_alt": said("Flag of the European Union"),
        "frame": [list(line) for line in report.frame],
        "tables": [
            {
                "title": said(table.title),
                "headings": [say_heading(column, said) for column in table.columns],
                "rows": [
                    {
                        "label": row.label,
                        "total": row.is_total,
                        "cells": [
                            say_cell(cell, column, said)
                            for column, cell in zip(table.columns, row.cells, strict=True)
                        ],
                    }
                    for row in table.rows
                ],
            }
            for table in report.tables
        ],
        "meanings": said("What the words mean"),
        "definitions": [list(line) for line in list_definitions(report.tables, said)],
        "page": said("Page"),
        "funding": report.funding,
    }


def _table(table: Figures, said: Words) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": said(table.title),
        "columns": [_column(column, said) for column in table.columns],
        "rows": [
            {"id": row.id, "label": row.label, "total": row.is_total, "cells": [_cell(cell) for cell in row.cells]}
            for row in table.rows
        ],
    }


def _column(column: Column, said: Words) -> dict[str, str]:
    return {
        "id": column.id,
        "label": said(column.label),
        "kind": str(column.kind),
        "unit": said(column.unit) if column.unit else "",
        "of": column.of,
        "part": column.part,
        "definition": column.definition,
    }


def _cell(cell: Cell) -> Any:
    if cell is HIDDEN:
        return {"hidden": True}
    return round(cell, files.SHARE_DIGITS) if isinstance(cell, float) else cell


def _to_pdf(report: ReportText) -> bytes:
    return typeset("report", pdf_data(report), report.tables[0].as_of)


def _to_csv(style: files.CsvStyle) -> Callable[[ReportText], bytes]:
    def write(report: ReportText) -> bytes:
        said, language = report.said, report.language
        return files.to_csv(report.title, report.tables, said, report.funding, style, language, report.facts)

    return write


def _to_xlsx(report: ReportText) -> bytes:
    return files.to_xlsx(report.title, report.tables, report.said, report.funding, report.facts)


_MAKERS: dict[str, Callable[[ReportText], bytes]] = {
    "json": to_json,
    "xlsx": _to_xlsx,
    "pdf": _to_pdf,
    "csv": _to_csv(files.CsvStyle.PLAIN),
    "excel.csv": _to_csv(files.CsvStyle.EXCEL),
}
