"""A root keeps its state under a key of its own, encrypted, and knows no workspaces.

## What it does
Looks at the roots that have a provider for AWS and a backend `s3`. What the backend says in code has to be right: a
`key` of one of the patterns in `state.keys`, `encrypt = true`. The bucket does not stand there: it comes from
`-backend-config`. Nothing in the root uses `terraform.workspace`, and there is no `workspace_key_prefix`. Each root is
reported once, at its default provider or its first one.

## Why it matters
Two roots with one key overwrite each other's state. With workspaces, the environment that is changed depends on what
somebody selected last in that folder; with a root for each environment it stands in the path.

## Example
```hcl
terraform {
  backend "s3" {
    bucket = "mm-terraform-state"
    key    = "everything.tfstate"
    region = "us-east-1"
  }
}

provider "aws" {
  region = "us-east-1"
}
```

## Use instead
```hcl
terraform {
  backend "s3" {
    key     = "networking/dev/dev/terraform.tfstate"
    encrypt = true
  }
}

provider "aws" {
  region = "us-east-1"
}
```

## How to fix
Write `backend "s3" {}` and keep the rest in `backend.hcl`, one for each root, as `terraform/live` does.

## Limits
A backend is in HCL only: no plan holds one. What `backend.hcl` says is asked of the project (PG-018, ORG-018), since
Checkov does not read that file. Modules have no backend, and roots without a provider of their own are not seen.

## Sources
- https://developer.hashicorp.com/terraform/language/backend/s3 (2026-11)
- https://developer.hashicorp.com/terraform/language/backend#partial-configuration (2026-11)
- https://developer.hashicorp.com/terraform/language/state/workspaces (2026-11)
"""

from __future__ import annotations

import re
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ProviderCheck
from guardrail_settings import setting
from guardrail_values import ABSENT, flag, value_at

RULE = {
    "id": "CKV_LZ_026",
    "title": "A root keeps its state under a key of its own, encrypted, and knows no workspaces",
    "severity": "HIGH",
    "rows": ["A54", "E19", "E20", "E31"],
    "pillar": "operations",
    "category": "CONVENTION",
    # No plan holds a backend.
    "only_on": ["hcl"],
    # Terraform takes literal values only in a backend.
    "computed": False,
}

PLACES = {"{env}": "[a-z0-9]+", "{account}": "[a-z0-9-]+", "{module}": "[a-z0-9-]+", "{product}": "[a-z0-9-]+"}
_PLACE = re.compile(r"\\\{(\w+)\\\}")


class BackendGrammar(ProviderCheck):
    """The backend of the root that a provider stands in, and the workspaces that the root asks for."""

    def scan_provider_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for the first thing that is wrong with the root; no answer for a plan, or a second provider."""
        nodes = self._nodes()
        first = [one for one in nodes if one.get("block_type_") == "provider" and "aws" in (one.get("config_") or {})]
        backends = [_backend(one) for one in nodes if one.get("block_type_") == "terraform"]
        backend = next((one for one in backends if one is not None), None)
        if backend is None or not first or not _same(_chosen(first), conf):
            return self.silent()
        path, message = _wrong(backend)
        if message:
            return self.fails(path, message)
        if any(_uses_workspace(one.get("config_")) for one in nodes):
            return self.fails(
                "terraform.workspace", "the root uses terraform.workspace; each environment has its own root"
            )
        return self.passes("backend.s3")

    def _nodes(self) -> list[dict[str, Any]]:
        """The blocks of the folder that the provider stands in."""
        short = str(self.entity_path).partition(":")[0].rpartition("/")[0]
        every = [node for _, node in self.graph.nodes()] if self.graph is not None else []
        placed = [(str(one.get("file_path_", "")).rpartition("/")[0], one) for one in every]
        there = [(folder, one) for folder, one in placed if f"{folder}/".endswith(f"{short}/")]
        # `/live/dev` ends in `/dev` as well; the folder itself is the shortest that does.
        own = min((folder for folder, _ in there), key=len, default="")
        return [one for folder, one in there if folder == own]


def _chosen(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """The configuration of the default provider; where there is none, of the first in the order of files and lines."""
    found = sorted(nodes, key=lambda one: (str(one.get("file_path_")), _line(one["config_"]["aws"])))
    confs: list[dict[str, Any]] = [one["config_"]["aws"] for one in found]
    return next((one for one in confs if value_at(one, "alias") in (ABSENT, "default")), confs[0])


def _line(conf: dict[str, Any]) -> int:
    found = value_at(conf, "__start_line__")
    return found if isinstance(found, int) else 0


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return value_at(one, "alias") == value_at(other, "alias") and _line(one) == _line(other)


def _backend(node: dict[str, Any]) -> dict[str, Any] | None:
    found = value_at(node.get("config_") or {}, "backend.s3")
    if isinstance(found, dict):
        return found
    inner = value_at(node.get("config_") or {}, "backend")
    return {} if isinstance(inner, dict) and "s3" in inner else None


def _wrong(backend: dict[str, Any]) -> tuple[str, str]:
    """The attribute of a backend that is wrong, and why; empty where nothing is."""
    key, patterns = value_at(backend, "key"), setting("state.keys", [])
    if isinstance(key, str) and patterns and not any(_pattern(one).fullmatch(key) for one in patterns):
        return "backend.s3.key", f"the key {key} has none of the forms {', '.join(patterns)}"
    if value_at(backend, "bucket") is not ABSENT:
        return "backend.s3.bucket", "the bucket stands in the code; it comes from -backend-config"
    if flag(backend, "encrypt") is False or (isinstance(key, str) and flag(backend, "encrypt") is ABSENT):
        return "backend.s3.encrypt", "encrypt is not true"
    if value_at(backend, "workspace_key_prefix") is not ABSENT:
        return "backend.s3.workspace_key_prefix", "a prefix for workspaces; each environment has its own root"
    return "", ""


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(lambda found: PLACES.get(f"{{{found[1]}}}", "[a-z0-9-]+"), re.escape(form)))


def _uses_workspace(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_uses_workspace(one) for one in value.values())
    if isinstance(value, list):
        return any(_uses_workspace(one) for one in value)
    return isinstance(value, str) and "terraform.workspace" in value


check = BackendGrammar(RULE)
