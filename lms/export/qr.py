"""Links as QR codes: drawings that a page can hold, dark on light in every theme. No Flask, no database."""


def qr_svg(text: str) -> str:
    """Draw a text as a QR code in SVG, with the quiet frame that cameras need."""
    # Imported late: most processes never draw one.
    import segno  # noqa: PLC0415

    code = segno.make_qr(text, error="m")
    return code.svg_inline(border=4, dark="#000000", light="#ffffff", svgclass="qr", lineclass=None, omitsize=True)
