"""The whole plan, and what is asked of a resolver of its references and of the place where a change lands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar, cast

from guardrails.model.plan.change import Change
from guardrails.model.plan.configuration import ModuleConfig, ProviderConfig, ResourceConfig
from guardrails.model.plan.values import Mark, Path

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OutputChange:
    """A change of a root output; `after` may be a mark."""

    name: str
    actions: tuple[str, ...]
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One object under a `check` block or another condition: pass, fail, error or unknown."""

    address: str
    kind: str
    status: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invocation:
    """An action (Terraform 1.14 and newer) that calls an API outside the resource changes."""

    address: str
    type: str
    config: Mapping[str, object] = field(default_factory=dict, repr=False)
    deferred: str = ""
    trigger: str = ""
    """The address of the resource whose change invokes it; empty for one that a user invokes."""
    event: str = ""
    """Of that change: `BeforeCreate`, `AfterUpdate` and so on."""
    provider: str = ""


@dataclass(frozen=True)
class Plan:
    """One plan, complete or not. `file` is how it is shown to the user; `-` is standard input.

    `changes` are all rows of `resource_changes`, data sources and no-ops too; `deferred` those of `deferred_changes`;
    `drift` those of `resource_drift`, which are not applied. `prior` are the values of data sources and resources in
    the state before, by address. `variables` are by name. `warnings` are what a reader must be told about the input.
    """

    file: str
    terraform_version: str = ""
    format_version: str = ""
    changes: tuple[Change, ...] = ()
    deferred: tuple[Change, ...] = ()
    drift: tuple[Change, ...] = ()
    outputs: tuple[OutputChange, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    invocations: tuple[Invocation, ...] = ()
    variables: Mapping[str, object] = field(default_factory=dict, repr=False)
    prior: Mapping[str, Mapping[str, object]] = field(default_factory=dict, repr=False)
    root: ModuleConfig | None = field(default=None, repr=False)
    """The configuration; None where the plan has none."""
    providers: Mapping[str, ProviderConfig] = field(default_factory=dict, repr=False)
    relevant: tuple[tuple[str, Path], ...] = ()
    timestamp: str = ""
    digest: str = ""
    """SHA-256 of the bytes that were read: what is applied can be compared with what was judged."""
    warnings: tuple[str, ...] = ()
    conceal: Callable[[str], str] = field(default=str, repr=False, compare=False)
    """Takes the secrets of this plan out of another text: of a source file that a report shows, say."""
    shapes: Mapping[str, Mapping[str, object]] = field(default_factory=dict, repr=False)
    """Address of a change, or `provider.` and a provider's key -> attribute -> its value with harmless samples in place
    of what is SENSITIVE in it: for scanners that look for patterns. It holds nothing of what was hidden."""
    complete: bool = True
    """Whether it holds all changes; one that does not was read because that was asked for, and can never pass."""

    @cached_property
    def _made(self) -> dict[object, object]:
        return {}

    def once(self, make: Callable[[Plan], T]) -> T:
        """Return `make(self)`, worked out the first time only: for an index that several rules share."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    @cached_property
    def by_address(self) -> Mapping[str, Change]:
        """The managed changes by address; deposed objects are left out."""
        return {one.address: one for one in self.changes if one.managed and not one.deposed}

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Change, ...]]:
        """The managed changes by resource type, deposed objects included."""
        found: dict[str, list[Change]] = {}
        for one in self.changes:
            if one.managed:
                found.setdefault(one.type, []).append(one)
        return {type: tuple(changes) for type, changes in found.items()}

    def of(self, *types: str) -> tuple[Change, ...]:
        """Return the managed changes of these resource types, in the order of the types, then of the plan."""
        return tuple(one for type in types for one in self.by_type.get(type, ()))

    @cached_property
    def _configs(self) -> Mapping[str, ResourceConfig]:
        if self.root is None:
            return {}
        prefix: dict[tuple[str, ...], str] = {(): ""}
        found = {}
        for path, resource in self.root.everywhere():
            where = prefix.setdefault(path, "".join(f"module.{name}." for name in path))
            found[where + resource.address] = resource
        return found

    def configured(self, change: Change) -> ResourceConfig | None:
        """Return the block that a change comes from; None where it is gone or the plan has no configuration."""
        return self._configs.get(change.config_address)


@dataclass(frozen=True, slots=True)
class Targets:
    """What an attribute refers to: changes of the plan, and whether these are all and certain.

    `certain` False: some reference could not be followed (a function, a local without its source, another state), so
    there may be others, or none. `through` says what could not be followed. What is in `changes` is referred to for
    sure, in both cases; `possible` are those that may be, as far as they can be told.
    """

    changes: tuple[Change, ...] = ()
    certain: bool = True
    through: tuple[str, ...] = ()
    possible: tuple[Change, ...] = ()


class References(Protocol):
    """Follows references between the resources of a plan, with instance keys."""

    def targets(self, change: Change, attribute: str | Path, types: tuple[str, ...] = ()) -> Targets:
        """Return what an attribute refers to, of these resource types (none: any)."""

    def sources(self, change: Change, type: str, attribute: str | Path) -> Targets:
        """Return the changes of a type whose attribute refers to this change: the other direction of `targets`."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a change lands: account id, Region and the ARN of the caller; UNKNOWN for what nothing says.

    `evidence` says where each was found, in words; `likely` names those of the three that are only probable.
    """

    account: str | Mark
    region: str | Mark
    principal: str | Mark
    evidence: Mapping[str, str] = field(default_factory=dict)
    likely: frozenset[str] = frozenset()


class Placements(Protocol):
    """Says where each change of a plan lands."""

    def of(self, change: Change) -> Placement:
        """Return the place of one change."""
