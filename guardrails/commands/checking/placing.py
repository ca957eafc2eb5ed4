"""Where what Checkov says of a root stands: the header of the block, and the calls of modules that lead there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from guardrails.commands.checking.sources import Root
from guardrails.model.finding import Finding
from guardrails.model.plan.change import without_keys
from guardrails.model.scan import Record
from guardrails.model.source import Location, Span
from guardrails.terraform.sources.bodies import Bodies
from guardrails.terraform.sources.concealing import concealed
from guardrails.terraform.sources.places import NOWHERE, Sources, WaiverComment
from guardrails.terraform.sources.reader import read_sources

_CALL: Final = re.compile(r"module\.([^.]+)\.")
_POLICY: Final = "aws_organizations_policy."
_VARIABLE: Final = re.compile(r"var(\.\w+)+")
_EACH: Final = re.compile(r"each\.value(\.\w+)*")
_PROVIDER: Final = re.compile(r"(provider\.[^.]+)\..+")


@dataclass(frozen=True)
class Placed:
    """A root with its sources."""

    root: Root
    sources: Sources

    def place(self, record: Record) -> Location:
        """Return where the block of a record stands: by its address, else where Checkov says."""
        path, address = split(record.address)
        module = self.sources.modules.get(path, NOWHERE)
        provider = _PROVIDER.fullmatch(address)
        found = module.blocks.get(address) or (module.blocks.get(provider[1]) if provider else None)
        if found is not None:
            return found.location
        span = Span(record.line, 1, max(record.line, record.end_line), 1) if record.line else None
        file = os.path.normpath(Path(self.root.name, record.file)) if record.file else self.root.name
        return Location(Path(file).as_posix(), (), span)

    def called(self, finding: Finding) -> Finding:
        """Return a finding with the calls that lead to its block, outermost first."""
        calls = tuple((place, "called here") for place in self._calls(finding.address))
        return replace(finding, related=(*finding.related, *calls)) if calls else finding

    def _calls(self, address: str) -> Iterator[Location]:
        path, _ = split(address)
        for depth, name in enumerate(path):
            call = self.sources.modules.get(path[:depth], NOWHERE).blocks.get(f"module.{name}")
            if call is not None:
                yield call.location

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts by file as shown, without what has the name of a secret."""
        return {file: concealed(text) for file, text in self.sources.texts.items()}

    @cached_property
    def holding(self) -> frozenset[str]:
        """The files that hold more than variables and outputs."""
        blocks = (one for module in self.sources.modules.values() for one in module.blocks.items())
        return frozenset(at.text.file for address, at in blocks if not address.startswith(("output.", "variable.")))

    @property
    def is_code(self) -> bool:
        """Whether Checkov has anything to read here: it passes over Terraform that is written as JSON."""
        return any(self.root.folder.rglob("*.tf"))

    @property
    def types(self) -> Iterator[str]:
        """The types of the resources in the root and its modules."""
        for module in self.sources.modules.values():
            for address in module.blocks:
                yield address.partition(".")[0]

    @property
    def comments(self) -> tuple[WaiverComment, ...]:
        """The waivers that stand as comments above blocks."""
        return self.sources.waivers()


def placed(root: Root) -> Placed:
    """Read the sources of a root and of the local modules that it calls."""
    return Placed(root, read_sources(root.folder, root.name))


def split(address: str) -> tuple[tuple[str, ...], str]:
    """Return the names of the calls that lead to a block, and its address in its own module; keys do not count."""
    rest, path = without_keys(address), list[str]()
    while match := _CALL.match(rest):
        path.append(match[1])
        rest = rest[match.end() :]
    return tuple(path), rest


def given_policies(sources: Sources) -> Iterator[str]:
    """Yield the files of modules that attach only policies which their callers give them as variables.

    Such a file holds no policy: a project's documents are judged as they are rendered, and the gate judges plans.
    """
    bodies = Bodies(sources)
    for path, module in sources.modules.items():
        found: dict[str, bool] = {}
        for address, header in module.blocks.items():
            if path and address.startswith(_POLICY):
                given = _is_given(bodies, path, address)
                found[header.text.file] = found.get(header.text.file, True) and given
        yield from (file for file, given in found.items() if given)


def _is_given(bodies: Bodies, path: tuple[str, ...], address: str) -> bool:
    content, each = (bodies.expression(path, address, (name,)) for name in ("content", "for_each"))
    if content is None:
        return False
    of_each = _EACH.fullmatch(content.text.strip()) and each is not None and _VARIABLE.fullmatch(each.text.strip())
    return bool(of_each or _VARIABLE.fullmatch(content.text.strip()))
