"""Text for the manifest: escaped as the pickiest readers want it."""

from urllib.parse import quote

from .errors import ScormError

MANIFEST = "imsmanifest.xml"


def text(value: str) -> str:
    """Write character data: as it is, or as CDATA when it holds `&` or `<`.

    Entities next to blanks lose the blank in Moodle and numeric references are shown raw: neither is ever written.
    """
    _refuse_controls(value)
    if "&" in value or "<" in value or "]]>" in value:
        return "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>"
    return value


def attribute(value: str) -> str:
    """Escape the value of an attribute that stands in double quotes."""
    _refuse_controls(value)
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def href(path: str) -> str:
    """Write a path of the package as an address: percent-encoded, slashes kept."""
    return attribute(quote(path, safe="/-_.~"))


def is_xml_text(value: str) -> bool:
    """Whether every character may stand in an XML document."""
    return all(char in "\t\n\r" or " " <= char <= "\ud7ff" or char >= "\ue000" for char in value) and not (
        "\ufffe" in value or "\uffff" in value
    )


def _refuse_controls(value: str) -> None:
    if not is_xml_text(value):
        raise ScormError("The text %(text)r holds characters that a manifest cannot carry.", text=value)
