"""Runs the selected Python checks on blocks and notes what they answer; a check that raises breaks the scan."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from .failing import Failed, one_of

LATE = frozenset(["CKV_AWS_217", "CKV_AWS_233", "CKV_AWS_237", "CKV_GCP_82"])
"""Checks of `lifecycle` blocks, which no plan holds: Checkov leaves them out (terraform/plan_runner.py, 3.3.30)."""


class Wanted(NamedTuple):
    """The checks to run: all ids, the graph checks among them, and whether our shortcuts may be taken."""

    ids: frozenset[str]
    graph: list[Any]
    fast: bool


class Answers:
    """What the checks of one scan said, in the order of the blocks."""

    def __init__(self, ours: frozenset[str]) -> None:
        self._ours = ours
        self._records: dict[tuple[Any, ...], None] = {}
        self.resources = 0
        self.broken: list[str] = []
        self.notes: list[str] = []

    def note(self, check: Any, address: str, said: dict[str, Any], where: tuple[str, int, int] = ("", 0, 0)) -> None:
        """Add the answer that a check has just given about a block; `where` is file, line and last line, for HCL."""
        self.add(check.id, address, said, getattr(check, "details", ()), where)

    def add(self, id: str, address: str, said: dict[str, Any], details: Any, where: tuple[str, int, int]) -> None:
        """Add an answer; an UNKNOWN that is not ours, or names no attribute, leaves no question open."""
        result = said["result"]
        name = (result[0] if isinstance(result, tuple) else result).name
        keys = sorted({str(one) for one in said.get("evaluated_keys") or ()})
        mine = id in self._ours
        if name == "UNKNOWN" and not (mine and keys):
            return
        message = "; ".join(str(one) for one in details) if mine and name != "SKIPPED" else ""
        comment = str(said.get("suppress_comment") or "") if name == "SKIPPED" else ""
        self._records[(id, address, name.lower(), tuple(keys), message, *where, comment)] = None

    def told(self) -> dict[str, Any]:
        """Return the records, each once, and how many each check has."""
        looked = Counter(one[0] for one in self._records)
        return {"records": list(self._records), "looked": looked, "resources": self.resources}

    def breaks(self, check: Any, address: str, error: BaseException) -> None:
        """Note that a check raised: its name and the kind of error, for the text of an error may hold values."""
        self.broken.append(f"{check.id} raised {type(error).__name__} at {address}")

    def whole(self) -> None:
        """Raise Failed where a check broke: without its answer nobody knows whether all is well."""
        if self.broken:
            raise Failed(one_of(self.broken))


def run(check: Any, type: str, name: str, conf: dict[str, Any], graph: Any) -> dict[str, Any]:
    """Run one check on one block as Checkov's registry does, but let what it raises through."""
    check.graph = graph
    found: dict[str, Any] = check.run(
        scanned_file="/plan.json", entity_configuration=conf, entity_name=name, entity_type=type, skip_info={}
    )
    return found


def _names(function: Any) -> tuple[str, ...]:
    """Return the names of attributes that a function uses; none for what is no function."""
    return tuple(getattr(getattr(function, "__code__", None), "co_names", ()))


class Registries:
    """The selected checks by kind of block and type, each looked up once."""

    def __init__(self, wanted: frozenset[str]) -> None:
        from checkov.terraform.checks.data.registry import data_registry
        from checkov.terraform.checks.provider.registry import provider_registry
        from checkov.terraform.checks.resource.registry import resource_registry

        self._wanted = wanted - LATE
        self._registries = {"resource": resource_registry, "data": data_registry, "provider": provider_registry}
        self._checks: dict[tuple[str, str], list[Any]] = {}

    def need_whole_graph(self) -> bool:
        """Whether a check of Checkov's own reads its graph: then it gets the real one, attributes and edges."""
        chosen = (
            check for one in self._registries.values() for _, check in one.all_checks() if check.id in self._wanted
        )
        stock = {type(check) for check in chosen if type(check).__module__.startswith("checkov.")}
        return any("graph" in _names(function) for one in stock for function in vars(one).values())

    def scan(self, kind: str, entity: dict[str, Any], address: str, graph: Any, answers: Answers) -> None:
        """Run every selected check for a block of this kind (`resource`, `data`, `provider`)."""
        registry = self._registries[kind]
        type, name, conf = registry.extract_entity_details(entity)
        if not isinstance(conf, dict):
            return
        key = kind, type
        if key not in self._checks:
            self._checks[key] = [one for one in registry.get_checks(type) if one.id in self._wanted]
        for check in self._checks[key]:
            try:
                answers.note(check, address, run(check, type, name, conf, graph))
            # A check may raise anything; each is told by name, and the scan fails as a whole.
            except Exception as error:
                answers.breaks(check, address, error)
