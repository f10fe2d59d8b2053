"""The manifest of SCORM 1.2 (Content Aggregation Model 1.2, section 2.3).

Readers exist that know prefixes but no namespaces, and that compare texts with their blanks: so prefixes are
literal, texts stand on one line, and no schema is named because none is packed.
"""

from .markup import attribute, href, text
from .package import Item, Package
from .resources import Resource, organization_identifier, refuse_the_unwritable, resource_identifiers, resources


def manifest(package: Package) -> str:
    """Write the manifest of a SCORM 1.2 package; raises ScormError if the package has nothing to launch."""
    refuse_the_unwritable(package)
    organization = organization_identifier(package)
    revision = f' version="{attribute(package.revision)}"' if package.revision else ""
    named = resource_identifiers(package)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<manifest identifier="{attribute(package.identifier)}"{revision}',
        '    xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"',
        '    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">',
        "  <metadata>",
        "    <schema>ADL SCORM</schema>",
        "    <schemaversion>1.2</schemaversion>",
        "  </metadata>",
        f'  <organizations default="{attribute(organization)}">',
        f'    <organization identifier="{attribute(organization)}">',
        f"      <title>{text(package.title)}</title>",
        *(line for item in package.items for line in _item(item, named[item.href])),
        "    </organization>",
        "  </organizations>",
        "  <resources>",
        *(line for resource in resources(package) for line in _resource(resource)),
        "  </resources>",
        "</manifest>",
    ]
    return "\n".join(lines) + "\n"


def _item(item: Item, resource: str) -> list[str]:
    parameters = f' parameters="{attribute(item.parameters)}"' if item.parameters else ""
    identifiers = f'identifier="{attribute(item.identifier)}" identifierref="{attribute(resource)}"'
    lines = [
        f"      <item {identifiers}{parameters}>",
        f"        <title>{text(item.title)}</title>",
    ]
    # The schema wants these two in this order, and both behind the title.
    if item.prerequisites:
        condition = text(item.prerequisites)
        lines.append(f'        <adlcp:prerequisites type="aicc_script">{condition}</adlcp:prerequisites>')
    if item.pass_mark is not None:
        lines.append(f"        <adlcp:masteryscore>{item.pass_mark}</adlcp:masteryscore>")
    return [*lines, "      </item>"]


def _resource(resource: Resource) -> list[str]:
    kind = f' adlcp:scormtype="sco" href="{href(resource.href)}"' if resource.href else ' adlcp:scormtype="asset"'
    lines = [f'    <resource identifier="{attribute(resource.identifier)}" type="webcontent"{kind}>']
    lines += [f'      <file href="{href(path)}"/>' for path in resource.files]
    if resource.dependency:
        lines.append(f'      <dependency identifierref="{attribute(resource.dependency)}"/>')
    return [*lines, "    </resource>"]
