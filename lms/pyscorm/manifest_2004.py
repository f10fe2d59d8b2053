"""The manifest of SCORM 2004, 4th or 3rd edition, for exactly one SCO (Content Aggregation Model, chapter 3).

Moodle's runtime cannot start a second SCO and its reader dies on `mapInfo`; platforms mark a silent SCO as
completed and passed unless `deliveryControls` says that the content does so itself.
"""

from .errors import ScormError
from .markup import attribute, href, text
from .package import Item, Package, Version
from .resources import Resource, organization_identifier, refuse_the_unwritable, resource_identifiers, resources


def manifest(package: Package, edition: Version = Version.SCORM_2004) -> str:
    """Write the manifest of a SCORM 2004 package; raises ScormError unless it has exactly one item.

    The editions differ in the name that is written and in shared data stores, which only the 4th knows.
    """
    refuse_the_unwritable(package)
    if len(package.items) != 1:
        raise ScormError("A SCORM 2004 package holds one item: Moodle cannot start a second one.")
    (item,) = package.items
    organization = organization_identifier(package)
    revision = f' version="{attribute(package.revision)}"' if package.revision else ""
    shared_data = ' adlcp:sharedDataGlobalToSystem="false"' if edition is Version.SCORM_2004 else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<manifest identifier="{attribute(package.identifier)}"{revision}',
        '    xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"',
        '    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"',
        '    xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"',
        '    xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"',
        '    xmlns:imsss="http://www.imsglobal.org/xsd/imsss">',
        "  <metadata>",
        "    <schema>ADL SCORM</schema>",
        f"    <schemaversion>{edition.schema_version}</schemaversion>",
        "  </metadata>",
        f'  <organizations default="{attribute(organization)}">',
        (
            f'    <organization identifier="{attribute(organization)}"'
            f' adlseq:objectivesGlobalToSystem="false"{shared_data}>'
        ),
        f"      <title>{text(package.title)}</title>",
        *_item(item, resource_identifiers(package)[item.href]),
        '      <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>',
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
    return [
        f"      <item {identifiers}{parameters}>",
        f"        <title>{text(item.title)}</title>",
        "        <imsss:sequencing>",
        *_objective(item.pass_mark),
        '          <imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>',
        "        </imsss:sequencing>",
        "        <adlnav:presentation>",
        "          <adlnav:navigationInterface>",
        "            <adlnav:hideLMSUI>continue</adlnav:hideLMSUI>",
        "            <adlnav:hideLMSUI>previous</adlnav:hideLMSUI>",
        "          </adlnav:navigationInterface>",
        "        </adlnav:presentation>",
        "      </item>",
    ]


def _objective(pass_mark: int | None) -> list[str]:
    if pass_mark is None:
        return []
    return [
        "          <imsss:objectives>",
        '            <imsss:primaryObjective objectiveID="PRIMARYOBJ" satisfiedByMeasure="true">',
        f"              <imsss:minNormalizedMeasure>{pass_mark / 100:g}</imsss:minNormalizedMeasure>",
        "            </imsss:primaryObjective>",
        "          </imsss:objectives>",
    ]


def _resource(resource: Resource) -> list[str]:
    lines = [
        (
            f'    <resource identifier="{attribute(resource.identifier)}" type="webcontent" adlcp:scormType="sco"'
            f' href="{href(resource.href)}">'
        )
    ]
    lines += [f'      <file href="{href(path)}"/>' for path in resource.files]
    return [*lines, "    </resource>"]
