"""What a template says to cfn-lint itself (`Metadata: cfn-lint: config`): taken out, so that nothing is dropped unseen.

Stock cfn-lint does not report what a template ignores. Here the rules run, and what they find is told as skipped.
"""

from __future__ import annotations

from typing import Any


class Directives:
    """What a template ignores: ids (or beginnings of ids) for all of it, and ids for single resources."""

    def __init__(self, template: dict[str, Any]) -> None:
        """Take the directives out of a decoded template."""
        told = _taken(template)
        self.everywhere = _texts(told.get("ignore_checks"))
        self.others = sorted(str(key) for key in told if key != "ignore_checks")
        self.of_resource: dict[str, tuple[str, ...]] = {}
        for name, resource in template["Resources"].items():
            own = _taken(resource) if isinstance(resource, dict) else {}
            self.of_resource[str(name)] = _texts(own.get("ignore_checks"))

    def ignore(self, id: str, resource: str) -> bool:
        """Whether a match is ignored: for all of the template by the beginning of its id, for a resource by its id."""
        return any(id.startswith(one) for one in self.everywhere) or id in self.of_resource.get(resource, ())


def _taken(of: dict[str, Any]) -> dict[str, Any]:
    metadata = of.get("Metadata")
    told = metadata.pop("cfn-lint", None) if isinstance(metadata, dict) else None
    if isinstance(metadata, dict) and not metadata:
        del of["Metadata"]
    config = told.get("config") if isinstance(told, dict) else None
    return config if isinstance(config, dict) else {}


def _texts(told: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in told if str(one)) if isinstance(told, list) else ()
