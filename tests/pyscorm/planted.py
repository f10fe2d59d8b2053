"""Faults planted one by one into good packages of others: name, what is replaced by what, where, what is said."""

# ruff: noqa: E501 - one fault, one line
# fmt: off
TITLE = "<title>Why regions?</title>"
RESOURCE = '<resource identifier="foundations-1-res" type="webcontent"'
ITEM = '<item identifier="foundations-1"'
END = "\n      </item>"
FOLDER = '<item identifier="f"><item identifier="g" identifierref="foundations-1-res"><title>G</title></item></item>'

BOTH = [
    ("wrong root", "manifest", "package", "<package", "not a manifest"),
    ("no identifier of the manifest", '<manifest identifier="foundations"', "<manifest", "<manifest", "no identifier"),
    ("no identifier of an item", ITEM, "<item", "<item", "The element item has no identifier"),
    ("no identifier of a resource", RESOURCE, '<resource type="webcontent"', "<resource", "has no identifier"),
    ("a long identifier", ITEM, f'<item identifier="{"x" * 256}"', "<item", "has 256 characters"),
    ("an identifier with a colon", ITEM, '<item identifier="urn:x"', "<item", "'urn:x' is not allowed"),
    ("an identifier with a blank", ITEM, '<item identifier="a b"', "<item", "'a b' is not allowed"),
    ("an identifier that begins with a digit", ITEM, '<item identifier="1a"', "<item", "'1a' is not allowed"),
    ("an identifier twice", ITEM, '<item identifier="foundations"', "<item", "is used twice"),
    ("no schema", "<schema>ADL SCORM</schema>", "", "<metadata>", "The schema is ''"),
    ("another schema", "<schema>ADL SCORM<", "<schema>IMS<", "<schema>", "The schema is 'IMS'"),
    ("blanks around the schema", "<schema>ADL SCORM<", "<schema> ADL SCORM<", "<schema>", "The schema is ' ADL"),
    ("no namespace", 'xmlns="', 'xmlns:other="', "<manifest", "The namespace of manifest is not declared"),
    ("no namespace of a prefix", "xmlns:adlcp=", "xmlns:adl=", "<manifest", "The namespace of adlcp is not declared"),
    ("a schema that is not inside", "<metadata>", '<metadata xmlns:xsi="x" xsi:schemaLocation="x imscp.xsd">', "<metadata", "imscp.xsd is named"),
    ("metadata too late", "</manifest>", "<metadata/></manifest>", "</manifest>", "metadata stands too late"),
    ("no resources", "resources>", "sources>", "<manifest", "There is no element resources"),
    ("no organizations", "organizations", "organisations", "<manifest", "There is no element organizations"),
    ("a second organization", "</organizations>", '<organization identifier="o2"><title>T</title></organization></organizations>', "</organizations>", "more than one organization"),
    ("another default", 'default="foundations-org"', 'default="other"', "<organizations", "default organization does not"),
    ("a folder without a title", "</organization>", f"{FOLDER}</organization>", "<item", "The item has no title"),
    ("an item that opens nothing", END, f'{END}<item identifier="n"><title>N</title></item>', "</item>", "The item opens nothing"),
    ("a title behind additions", TITLE, f"<adlcp:dataFromLMS>x</adlcp:dataFromLMS>{TITLE}", "<adlcp", "The element title stands behind"),
    ("a hidden item", ITEM, f'{ITEM} isvisible="false"', "<item", "The item is hidden"),
    ("a resource that is gone", 'identifierref="foundations-1-res"', 'identifierref="gone"', "<item", "'gone', which does not"),
    ("a resource without type", ' type="webcontent"', "", "<resource", "type of the resource is not webcontent"),
    ("a resource of another type", 'type="webcontent"', 'type="text/html"', "<resource", "is not webcontent"),
    ("a resource without launch file", ' href="index.html">', ">", "<resource", "but it has no href"),
    ("a kind that does not exist", '="sco"', '="SCORM"', "<resource", "not 'SCORM'"),
    ("an asset that is opened", '="sco"', '="asset"', "<resource", "opens an asset"),
    ("a dependency that is gone", "</resource>", '<dependency identifierref="gone"/></resource>', "</resource>", "The dependency 'gone'"),
    ("a file that climbs", '<file href="scorm.js"/>', '<file href="../scorm.js"/>', "../scorm.js", "leads out of the package"),
    ("a file with a backslash", '<file href="pages/second.html"/>', '<file href="pages\\second.html"/>', "pages\\second", "leads out"),
    ("an absolute file", '<file href="scorm.js"/>', '<file href="/scorm.js"/>', '"/scorm.js', "/scorm.js leads out"),
    ("a file of another host", '<file href="scorm.js"/>', '<file href="https://a.example/x.js"/>', "a.example", "leads out"),
    ("a file in other letters", '<file href="scorm.js"/>', '<file href="Scorm.js"/>', "Scorm.js", "Scorm.js is not in the package"),
    ("a file that is not there", '<file href="scorm.js"/>', '<file href="none.js"/>', "none.js", "none.js is not in the package"),
    ("a launch file that is not listed", '<file href="index.html"/>', "", "<resource", "index.html is not among its files"),
    ("another encoding", 'encoding="UTF-8"', 'encoding="ISO-8859-1"', "<?xml", "written in ISO-8859-1"),
    ("xml:base", "<resources>", '<resources xml:base="a/">', "<resources", "xml:base is obeyed by few"),
    ("a manifest inside", "</manifest>", '<manifest identifier="m2"/></manifest>', "<manifest", "a manifest inside the manifest"),
    ("no title of an item", TITLE, "", None, "There is no title"),
    ("a title too long", TITLE, f"<title>{'x' * 256}</title>", None, "has 256 characters"),
    ("a version too long", 'version="2026-11-22"', f'version="{"1" * 21}"', None, "is longer than 20"),
    ("parameters that are none", 'parameters="?lang=en"', 'parameters="a b"', None, "not a query string"),
    ("a numeric reference", "Why regions?", "Why r&#233;gions?", None, "numeric references"),
]
ONLY_1_2 = [
    ("2004's namespace", "imsproject.org/xsd/imscp_rootv1p1p2", "imsglobal.org/xsd/imscp_v1p1", "<manifest", "does not belong"),
    ("2004's prefix", "xsd/adlcp_rootv1p2", "xsd/adlcp_v1p3", "<manifest", "The namespace of adlcp is http"),
    ("blanks around the version", "<schemaversion>1.2<", "<schemaversion>1.2\n<", "<schemaversion", "The schemaversion is"),
    ("a capital T", "adlcp:scormtype", "adlcp:scormType", "<resource", "no attribute adlcp:scormtype"),
    ("a mastery score in words", END, f"<adlcp:masteryscore>high</adlcp:masteryscore>{END}", "<adlcp", "'high' of adlcp:mastery"),
    ("a mastery score of 101", END, f"<adlcp:masteryscore>101</adlcp:masteryscore>{END}", "<adlcp", "'101' of adlcp:mastery"),
    ("a time in another form", END, f"<adlcp:maxtimeallowed>PT1H</adlcp:maxtimeallowed>{END}", "<adlcp", "'PT1H' of adlcp:max"),
    ("an unknown action", END, f"<adlcp:timelimitaction>stop</adlcp:timelimitaction>{END}", "<adlcp", "'stop' of adlcp:time"),
    ("too much launch data", END, f"<adlcp:datafromlms>{'x' * 256}</adlcp:datafromlms>{END}", "<adlcp", "of adlcp:datafromlms is not"),
    ("prerequisites without a type", END, f"<adlcp:prerequisites>foundations</adlcp:prerequisites>{END}", "<adlcp", "need the type"),
    ("prerequisites that wait for nobody", END, f'<adlcp:prerequisites type="aicc_script">x</adlcp:prerequisites>{END}', None, "name x, which is no item"),
]
ONLY_2004 = [
    ("1.2's namespace", "imsglobal.org/xsd/imscp_v1p1", "imsproject.org/xsd/imscp_rootv1p1p2", "<manifest", "does not belong"),
    ("a small t", "adlcp:scormType", "adlcp:scormtype", "<resource", "no attribute adlcp:scormType"),
    ("an edition that Moodle does not know", "2004 4th Edition", "2004 2nd Edition", "<schemaversion", "takes such a package"),
    ("a mastery score", END, f"<adlcp:masteryscore>70</adlcp:masteryscore>{END}", "<adlcp:mast", "knows no adlcp:masteryscore"),
    ("prerequisites", END, f"<adlcp:prerequisites>x</adlcp:prerequisites>{END}", "<adlcp:pre", "knows no adlcp:prerequisites"),
    ("a parent that opens something", END, f'<item identifier="y" identifierref="foundations-1-res"><title>Y</title></item>{END}', "<item", "only leaves"),
    ("a second item", "</organization>", '<item identifier="y" identifierref="foundations-1-res"><title>Y</title></item></organization>', None, "Moodle cannot start a second one"),
    ("no delivery controls", "imsss:deliveryControls", "imsss:other", "<item", "Without true deliveryControls"),
    ("false delivery controls", 'completionSetByContent="true"', 'completionSetByContent="false"', "<item", "Without true"),
    ("a map of objectives", "<imsss:deliveryControls", '<imsss:mapInfo targetObjectiveID="x"/><imsss:deliveryControls', "<imsss:map", "fails on mapInfo"),
    ("a button that does not exist", ">continue<", ">next<", "hideLMSUI>next", "no button 'next'"),
    ("a measure beyond 1", "<imsss:deliveryControls", "<imsss:objectives><imsss:primaryObjective><imsss:minNormalizedMeasure>70</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives><imsss:deliveryControls", "<imsss:obj", "measure '70'"),
    ("a completion threshold", END, f"<adlcp:completionThreshold>0.5</adlcp:completionThreshold>{END}", "<adlcp:comp", "decides by the progress alone"),
    ("shared data", END, f'<adlcp:data><adlcp:map targetID="x"/></adlcp:data>{END}', "<adlcp:data", "Shared data stores"),
    ("sequencing rules", "<imsss:deliveryControls", "<imsss:sequencingRules/><imsss:deliveryControls", "<imsss:seq", "ignore sequencing rules"),
    ("auxiliary resources", "<imsss:deliveryControls", "<imsss:auxiliaryResources/><imsss:deliveryControls", "<imsss:aux", "refuse auxiliaryResources"),
    ("a collection of sequencing", "</manifest>", "<imsss:sequencingCollection/></manifest>", "<imsss:sequencingC", "ignores sequencingCollection"),
    ("objectives of the whole system", ' adlseq:objectivesGlobalToSystem="false"', "", "<organization ", "Objectives are shared"),
]
# fmt: on

CASES = [
    *((version, *case) for case in BOTH for version in ("1.2", "2004")),
    *(("1.2", *case) for case in ONLY_1_2),
    *(("2004", *case) for case in ONLY_2004),
    *(("2004-3rd", *case) for case in ONLY_2004 if "4th" not in case[1]),
]
"""Edition, and the fault."""
