"""Everything that is wrong with a package, all at once, before a platform finds out."""

from lms.pyscorm.findings import Finding
from lms.pyscorm.package import Package, Version

from .contents import content_findings
from .file_names import file_name_findings
from .identifiers import identifier_findings
from .items import item_findings
from .prerequisites import prerequisite_findings

__all__ = ["problems"]


def problems(package: Package, version: Version | str) -> list[Finding]:
    """List every fault of a package that is to be written for `version`; an empty list means that none is known.

    Errors are what some platform refuses or breaks; warnings are risks. Nothing is raised. The standard's own
    rules are those of the Content Aggregation Model (1.2, section 2.3; 2004, section 3); the others are habits of
    platforms.
    """
    edition = Version(version)
    paths = tuple(file.path for file in package.files)
    return [
        *identifier_findings(package),
        *item_findings(package, edition),
        *prerequisite_findings(package, edition),
        *file_name_findings(paths),
        *content_findings(package.files, tuple(item.href for item in package.items), edition),
    ]
