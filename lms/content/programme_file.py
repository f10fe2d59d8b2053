"""The programme: which courses in which order, which surveys around them, which language stands in for which."""

from pathlib import Path

from lms.content import front_matter as facts_of
from lms.content.front_matter import Fact, Facts, read_facts
from lms.content.model import Programme
from lms.content.source_text import Source, read_source


def read_fallbacks(value: str) -> dict[str, tuple[str, ...]]:
    """Read `eu > es > en, ca > en`: each language with those that are tried after it."""
    chains: dict[str, tuple[str, ...]] = {}
    for chain in facts_of.words(value):
        codes = tuple(facts_of.language(part.strip()) for part in chain.split(">"))
        if len(codes) < 2 or len(set(codes)) < len(codes) or codes[0] in chains:
            raise ValueError("chains of different languages, one for each, such as `eu > es > en, ca > en`")
        chains[codes[0]] = codes[1:]
    return chains


_FACTS = {
    "courses": Fact(facts_of.identifiers, required=True),
    "materials": Fact(facts_of.identifiers),
    "needs": Fact(facts_of.identifier),
    "before": Fact(facts_of.identifier),
    "after": Fact(facts_of.identifier),
    "fallbacks": Fact(read_fallbacks),
}


def read_programme(root: Path, problems: list) -> tuple[Programme, Source, Facts]:
    """Read `programme.md` below the folder of courses; without it the programme is empty."""
    source = read_source(root, root / "programme.md", problems)
    facts = read_facts(source, _FACTS) if source.lines else Facts()
    programme = Programme(
        courses=facts.get("courses", ()),
        materials=facts.get("materials", ()),
        needs=facts.get("needs", ""),
        before=facts.get("before", ""),
        after=facts.get("after", ""),
        fallbacks=facts.get("fallbacks", {}),
    )
    listed = programme.courses + programme.materials
    twice = [name for name in listed if listed.count(name) > 1]
    if twice:
        source.error(facts.line("courses"), f"`{twice[0]}` is listed twice.", "Keep one of the two.")
    return programme, source, facts
