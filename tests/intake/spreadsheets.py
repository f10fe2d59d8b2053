"""Spreadsheets as people's programs write them, and as nobody's program does."""

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

import openpyxl

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
Sheet = Sequence[Sequence[object]]


def make_xlsx(*sheets: Sheet) -> bytes:
    """A workbook of Excel."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    return save(book)


def save(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def make_ods(rows: Sheet, tail: str = "") -> bytes:
    """A spreadsheet of LibreOffice, with the million empty rows that it writes at the end."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    rest = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return pack_ods(f'<table:table table:name="Sheet1">{lines}{tail or rest}</table:table>')


def pack_ods(tables: str) -> bytes:
    """A spreadsheet with the given tables."""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{_NAMES}office:1.0" xmlns:table="{_NAMES}table:1.0" '
        f'xmlns:text="{_NAMES}text:1.0"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{_NAMES}manifest:1.0"/>'
    return pack({"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


def pack(parts: dict[str, str | bytes]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def replace_part(data: bytes, name: str, part: str | bytes) -> bytes:
    """An archive with one part exchanged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {entry: archive.read(entry) for entry in archive.namelist()}
    return pack(parts | {name: part})


def lie_about_sizes(data: bytes, size: int) -> bytes:
    """An archive whose directory names a small size for every part."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place : at + place + 4] = struct.pack("<I", size)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def _ods_cell(value: object) -> str:
    match value:
        case "" | None:
            return "<table:table-cell/>"
        case bool():
            kind, shown = f'boolean" office:boolean-value="{str(value).lower()}', "WAHR"
        case int() | float():
            kind, shown = f'float" office:value="{value}', str(value).replace(".", ",")
        case date():
            kind, shown = f'date" office:date-value="{value.isoformat()}', value.strftime("%d.%m.%y")
        case _:
            kind, shown = "string", escape(str(value))
    return f'<table:table-cell office:value-type="{kind}"><text:p>{shown}</text:p></table:table-cell>'
