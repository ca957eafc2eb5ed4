"""What the sources say: where blocks stand, what locals refer to, and which waivers stand in comments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from guardrails.model.plan.change import Change
from guardrails.model.source import Location, Span


@dataclass(frozen=True, slots=True)
class Place:
    """Where a resource is written, and through which module calls one comes there, outermost first.

    For a module that is not in the repository the location is the call that leads out of it.
    """

    location: Location
    calls: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class WaiverComment:
    """A comment `guardrails:waive ...` at a resource. `address` has no instance keys; `text` begins with that word."""

    address: str
    location: Location
    text: str


@dataclass(frozen=True, slots=True)
class SkipComment:
    """A comment `checkov:skip=CKV_X:why` in a block. It speaks of the resource at `address` (without instance keys), or
    of everything in the module at it; `checks` are as written, `reason` is empty where none is given."""

    address: str
    module: bool
    checks: tuple[str, ...]
    reason: str
    location: Location

    def covers(self, address: str) -> bool:
        """Whether it speaks of a resource, given without instance keys."""
        return address.startswith(f"{self.address}.") if self.module else address == self.address


@dataclass(frozen=True)
class Text:
    """One file: how it is shown, and its text."""

    file: str
    text: str

    @cached_property
    def _lines(self) -> list[int]:
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def location(self, start: int, end: int) -> Location:
        """Return the place of a part of the text."""
        return Location(self.file, (), Span(*self._position(start), *self._position(end)))

    def _position(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a file: the header of a block, or an expression."""

    text: Text
    start: int
    end: int

    @property
    def location(self) -> Location:
        """The place of it, with lines."""
        return self.text.location(self.start, self.end)

    def __str__(self) -> str:
        return self.text.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Module:
    """One folder of Terraform. `blocks` are by address in the module (`aws_vpc.main`, `data.x.y`, `module.z`).

    `bodies` are what stands between the braces, `locals` the names in locals, `definitions` their expressions, `calls`
    the sources of modules.
    `waivers` are pairs of an address and the comment.
    """

    blocks: Mapping[str, Stretch] = field(default_factory=dict)
    bodies: Mapping[str, Stretch] = field(default_factory=dict)
    locals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    definitions: Mapping[str, Stretch] = field(default_factory=dict)
    calls: Mapping[str, str] = field(default_factory=dict)
    waivers: tuple[tuple[str, Stretch], ...] = ()
    skips: tuple[tuple[str, Stretch], ...] = ()
    """Pairs of an address and the text from `checkov:skip=` to the end of its line."""


NOWHERE = Module()


@dataclass(frozen=True)
class Sources:
    """The sources of one root. `modules` are by the names of the calls that lead to them; the root's is `()`.

    `texts` are by file as shown; `problems` are warnings: what could not be read, and why.
    """

    modules: Mapping[tuple[str, ...], Module] = field(default_factory=dict, repr=False)
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    problems: tuple[str, ...] = ()

    def place_of(self, change: Change) -> Place | None:
        """Return where a change is written; None for what is written no more (or was never read)."""
        calls: list[Location] = []
        for depth, name in enumerate(change.module_path):
            call = self.modules.get(change.module_path[:depth], NOWHERE).blocks.get(f"module.{name}")
            if call is None:
                return None
            calls.append(call.location)
            if change.module_path[: depth + 1] not in self.modules:
                return Place(calls[-1], tuple(calls[:-1]))
        data = "data." if not change.managed else ""
        found = self.modules.get(change.module_path, NOWHERE).blocks.get(f"{data}{change.type}.{change.name}")
        return Place(found.location, tuple(calls)) if found else None

    def locals_of(self, module_path: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        """Return the names that each local of a module refers to, in the form of plan JSON, each only once."""
        return self.modules.get(module_path, NOWHERE).locals

    def waivers(self) -> tuple[WaiverComment, ...]:
        """Return every waiver in a comment; one in a module that is called twice stands there for each call."""
        return tuple(
            WaiverComment("".join(f"module.{name}." for name in path) + address, at.location, str(at))
            for path, module in self.modules.items()
            for address, at in module.waivers
        )

    def skips(self) -> tuple[SkipComment, ...]:
        """Return every skip comment for Checkov; one in a module that is called twice stands there for each call."""
        return tuple(
            _skip("".join(f"module.{name}." for name in path) + address, address.startswith("module."), at)
            for path, module in self.modules.items()
            for address, at in module.skips
        )


def _skip(address: str, module: bool, at: Stretch) -> SkipComment:
    ids, _, reason = str(at).partition("=")[2].partition(":")
    checks = tuple(one for one in ids.strip().split(",") if one)
    return SkipComment(address, module, checks, reason.strip(), at.location)
