"""Sends a report of figures as a file."""

from werkzeug.wrappers import Response

from lms.export import tables
from lms.reports.progress_report import Report
from lms.web import context, files


def send_report(report: Report, kind: str, name: str, subject: str, region: str = "") -> Response:
    """Send a report as a workbook or as CSV, and write down that it went out."""
    context.note("report.exported", f"{subject}.{kind}", region)
    said, funding = context.say(), files.funding()
    if kind == "xlsx":
        data = tables.to_xlsx(report.title, report.tables, said, funding)
        return files.send(data, tables.XLSX_TYPE, f"{name}.xlsx")
    data = tables.to_csv(report.title, report.tables, said, funding, files.csv_style(), context.language())
    return files.send(data, tables.CSV_TYPE, f"{name}.csv")
