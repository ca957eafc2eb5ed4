"""What the configuration in a plan says: expressions of resources, module calls, outputs and providers.

Plan JSON keeps of an expression only its constant, or the names that it refers to; templates and functions are lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from guardrails.model.plan.values import UNSET


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression: a constant, or the names it refers to, longest first as Terraform lists them.

    `blocks` are the nested blocks of that name, in order, where it is a block; one made by `dynamic` has none.
    """

    constant: object = UNSET
    references: tuple[str, ...] = ()
    blocks: tuple[Mapping[str, Expression], ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceConfig:
    """A `resource` or `data` block. `address` is within its module; `repeats` is `count`, `for_each` or empty."""

    address: str
    mode: str
    type: str
    name: str
    provider_key: str = ""
    expressions: Mapping[str, Expression] = field(default_factory=dict, repr=False)
    repeats: str = ""
    repetition: Expression = Expression()
    provisioners: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleCall:
    """A `module` block: its source, its arguments, and the module that it calls."""

    name: str
    source: str
    module: ModuleConfig
    arguments: Mapping[str, Expression] = field(default_factory=dict, repr=False)
    repeats: str = ""
    repetition: Expression = Expression()


@dataclass(frozen=True, slots=True)
class ModuleConfig:
    """One module. `resources` are by address (`aws_vpc.main`, `data.aws_region.here`), `outputs` by name."""

    resources: Mapping[str, ResourceConfig] = field(default_factory=dict)
    calls: Mapping[str, ModuleCall] = field(default_factory=dict)
    outputs: Mapping[str, Expression] = field(default_factory=dict)
    variables: Mapping[str, object] = field(default_factory=dict)
    """Name -> default; UNSET for a variable without one, SENSITIVE for a sensitive variable."""

    def at(self, path: tuple[str, ...]) -> ModuleConfig | None:
        """Return the module under this one at a path of call names, or None."""
        module: ModuleConfig | None = self
        for name in path:
            call = module.calls.get(name) if module else None
            module = call.module if call else None
        return module

    def everywhere(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], ResourceConfig]]:
        """Yield every resource of this module and those below it, with the path of calls that leads there."""
        for resource in self.resources.values():
            yield path, resource
        for name, call in self.calls.items():
            yield from call.module.everywhere((*path, name))


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    """A `provider` block by its key (`aws`, `aws.dr`, `module.own:aws`); secrets among its arguments are SENSITIVE."""

    key: str
    name: str
    full_name: str = ""
    alias: str = ""
    version: str = ""
    module: str = ""
    expressions: Mapping[str, Expression] = field(default_factory=dict, repr=False)
