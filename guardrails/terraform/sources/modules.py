"""One folder of Terraform files as a module: its blocks, locals, calls and waivers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from guardrails.terraform.sources.places import Module, Stretch, Text
from guardrails.terraform.sources.references import references_in
from guardrails.terraform.sources.scanning import Block, body

_KINDS = ("module", "provider", "output", "variable")
_PREFIX = {"resource": "", "data": "data."} | {kind: f"{kind}." for kind in _KINDS}
_SKIP = re.compile(
    r"(?:checkov|bridgecrew|cortex):skip= *[A-Za-z_\d-]+(?:,[A-Za-z_\d-]+)*(?::[^\n]*?)?(?=\s*(?:\*/)?\s*$)", re.M
)
"""As Checkov finds it, which looks at every line of a block: `common/comment/enum.py` of Checkov 3.3.30 (2026-11)."""
_WAIVER = re.compile(r"guardrails:waive\b[^\n]*?(?=\s*(?:\*/)?\s*$)", re.M)


@dataclass(slots=True)
class Gathered:
    """A module while its files are read. An override file comes last, and what it defines anew counts."""

    blocks: dict[str, Stretch] = field(default_factory=dict)
    bodies: dict[str, Stretch] = field(default_factory=dict)
    locals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: dict[str, Stretch] = field(default_factory=dict)
    calls: dict[str, str] = field(default_factory=dict)
    waivers: list[tuple[str, Stretch]] = field(default_factory=list)
    skips: list[tuple[str, Stretch]] = field(default_factory=list)

    def module(self) -> Module:
        """Return what was gathered."""
        told = (self.blocks, self.bodies, self.locals, self.definitions, self.calls)
        return Module(*told, tuple(self.waivers), tuple(self.skips))


def module_of(texts: Iterable[Text]) -> Module:
    """Return the module that these files are, in the order that Terraform reads them."""
    found = Gathered()
    for text in texts:
        for block in body(text.text).blocks:
            _take(found, text, block)
    return found.module()


def _take(found: Gathered, text: Text, block: Block) -> None:
    if block.type == "locals":
        for one in body(text.text, block.inside, block.end).attributes:
            found.locals[one.name] = references_in(text.text[one.start : one.end])
            found.definitions[one.name] = Stretch(text, one.start, one.end)
        return
    if block.type == "check":
        # A check may have one data source of its own.
        for inner in body(text.text, block.inside, block.end).blocks:
            _take(found, text, inner)
    if block.type not in _PREFIX or not block.labels:
        return
    address = _PREFIX[block.type] + ".".join(block.labels)
    # A provider may stand twice, with an alias; the first is as good as any.
    found.blocks.setdefault(address, Stretch(text, block.start, block.header))
    found.bodies.setdefault(address, Stretch(text, block.inside, block.end))
    if block.type == "module" and (source := _source(text, block)):
        found.calls.setdefault(block.labels[0], source)
    if block.type in ("resource", "data", "module"):
        found.skips += [(address, one) for one in _skips(text, block)]
    if block.type in ("resource", "data"):
        found.waivers += [(address, one) for one in _waivers(text, block)]


def _source(text: Text, block: Block) -> str:
    for one in body(text.text, block.inside, block.end).attributes:
        if one.name == "source":
            return text.text[one.start : one.end].strip().strip('"')
    return ""


def _waivers(text: Text, block: Block) -> Iterator[Stretch]:
    """Yield the waivers above a block and in its first lines."""
    inside = text.text.find("guardrails:waive", block.inside, block.end) >= 0
    leading = body(text.text, block.inside, block.end).leading if inside else ()
    for start, end in (*block.above, *leading):
        for match in _WAIVER.finditer(text.text, start, end):
            yield Stretch(text, match.start(), match.end())


def _skips(text: Text, block: Block) -> Iterator[Stretch]:
    """Yield the comments for Checkov within a block: it does not look above it, and heredocs hide none from it."""
    if text.text.find(":skip=", block.inside, block.end) >= 0:
        for match in _SKIP.finditer(text.text, block.inside, block.end):
            yield Stretch(text, match.start(), match.end())
