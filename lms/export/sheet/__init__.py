"""The administrator's sheet: one page that tells the receiver of a package what it is and what to do with it."""

from lms.export.sheet.sheet import FILE_NAME, SheetFacts, Verdict, sheet_body, sheet_facts, write_sheet

__all__ = ["FILE_NAME", "SheetFacts", "Verdict", "sheet_body", "sheet_facts", "write_sheet"]
