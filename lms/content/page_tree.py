"""Shapes the element tree of a text: addresses, figures, tables that scroll inside themselves, headings."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from lms.content.targets import LessonTarget, OutsideTarget, read_link, read_picture

MARK = "\ue000"
"""Stands around an address that is filled in when the page is shown; it is removed from authors' text."""
_HEADINGS = {"h1", "h2", "h4", "h5", "h6"}


class PageTree:
    """A step of Python-Markdown: the library calls `run` with the tree of every text."""

    def __init__(self) -> None:
        self.home = ""
        """Where the addresses of the text start; set before each text."""

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        for element in list(root.iter()):
            if element.tag == "a":
                self._point_link(element)
            elif element.tag == "img":
                self._point_picture(element)
            elif element.tag in _HEADINGS:
                element.tag = "h3"
            elif element.tag in ("th", "td"):
                _shape_cell(element)
        for parent, element in list(_pairs(root)):
            if element.tag == "table":
                _wrap_table(parent, element)
            elif element.tag == "p" and _is_picture_alone(element):
                _make_figure(element)

    def _point_link(self, element: Element) -> None:
        link = read_link(element.get("href", ""), self.home)
        element.attrib.clear()
        if isinstance(link, LessonTarget):
            element.set("href", f"{MARK}lesson/{link.course}/{link.lesson}/{link.page}{MARK}")
        elif isinstance(link, OutsideTarget):
            element.set("href", link.url)
        else:
            element.tag = "span"  # Is not on the list of allowed tags, so that the text alone remains.

    def _point_picture(self, element: Element) -> None:
        picture = read_picture(element.get("src", ""), self.home)
        alternative, caption = element.get("alt", ""), element.get("title", "")
        element.attrib.clear()
        if picture is None:
            element.tag = "span"
            element.text = alternative
            return
        element.set("src", f"{MARK}picture/{picture.home}/{picture.name}{MARK}")
        element.set("alt", alternative)
        element.set("loading", "lazy")
        if caption:
            element.set("title", caption)


def _pairs(root: Element) -> Iterator[tuple[Element, Element]]:
    for parent in root.iter():
        for child in parent:
            yield parent, child


def _is_picture_alone(paragraph: Element) -> bool:
    return (
        len(paragraph) == 1
        and paragraph[0].tag == "img"
        and not (paragraph.text or "").strip()
        and not (paragraph[0].tail or "").strip()
    )


def _make_figure(paragraph: Element) -> None:
    paragraph.tag = "figure"
    caption = paragraph[0].attrib.pop("title", "")
    if caption:
        SubElement(paragraph, "figcaption").text = caption


def _shape_cell(cell: Element) -> None:
    align = cell.get("align")
    cell.attrib.clear()
    if align in ("right", "center"):
        cell.set("class", align)
    if cell.tag == "th":
        cell.set("scope", "col")


def _wrap_table(parent: Element, table: Element) -> None:
    """Put a table into a region that scrolls by itself and is reached by keyboard, labelled by its headings."""
    label = ", ".join(text for cell in table.iter("th") if (text := "".join(cell.itertext()).strip()))
    region = Element("div", {"class": "table", "role": "region", "tabindex": "0", "aria-label": label})
    region.tail, table.tail = table.tail, None
    parent[list(parent).index(table)] = region
    region.append(table)
