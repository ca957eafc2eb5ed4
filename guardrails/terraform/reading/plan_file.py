"""From bytes to a plan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guardrails.model.plan.change import VERBS, Change, Verb
from guardrails.model.plan.configuration import ProviderConfig, ResourceConfig
from guardrails.model.plan.plan import Plan
from guardrails.terraform.reading.configuration import module_of, providers_of
from guardrails.terraform.reading.masks import hide, unknown


class NotAPlan(Exception):
    """Input that is no complete plan. `cause` is a stable word, the message what was found, `hint` what to do."""

    def __init__(self, cause: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.cause = cause
        self.hint = hint


def read_plan(path: Path, shown: str = "") -> Plan:
    """Return the plan in a file. Raises NotAPlan for everything that is not a complete plan."""
    return plan_of(path.read_bytes(), shown or str(path))


def plan_of(data: bytes, shown: str) -> Plan:
    """Return the plan that these bytes are."""
    raw = json.loads(data)
    configuration = raw.get("configuration") or {}
    root = module_of(configuration["root_module"]) if "root_module" in configuration else None
    rows = _Rows(Plan(shown, root=root), providers_of(configuration.get("provider_config") or {}))
    return Plan(
        file=shown,
        terraform_version=raw.get("terraform_version", ""),
        format_version=raw.get("format_version", ""),
        changes=tuple(rows.change(one, at) for at, one in enumerate(raw.get("resource_changes") or ())),
        drift=tuple(rows.change(one, at) for at, one in enumerate(raw.get("resource_drift") or ())),
        variables={name: one.get("value") for name, one in (raw.get("variables") or {}).items()},
        root=root,
        providers=rows.providers,
        timestamp=raw.get("timestamp", ""),
        digest=hashlib.sha256(data).hexdigest(),
    )


class _Rows:
    """Reads rows of changes against the configuration that they come from."""

    def __init__(self, configured: Plan, providers: Mapping[str, ProviderConfig]) -> None:
        self._configured = configured
        self.providers = providers

    def change(self, raw: Mapping[str, Any], position: int) -> Change:
        """Return one row as a change."""
        body = raw["change"]
        bare = Change(raw["address"], raw["type"], raw["name"], Verb.NO_OP, position)
        config = self._configured.configured(bare)
        return Change(
            address=raw["address"],
            type=raw["type"],
            name=raw["name"],
            verb=VERBS.get(tuple(body["actions"]), Verb.UNKNOWN),
            position=position,
            mode=raw.get("mode", "managed"),
            module=raw.get("module_address", ""),
            key=raw.get("index"),
            provider=raw.get("provider_name", ""),
            provider_key=config.provider_key if config else "",
            before=hide(body.get("before") or {}, body.get("before_sensitive")),
            after=self._after(body, config),
            previous_address=raw.get("previous_address", ""),
            reason=raw.get("action_reason", ""),
            replace_paths=tuple(tuple(path) for path in body.get("replace_paths") or ()),
            importing="importing" in body,
            deposed=raw.get("deposed", ""),
        )

    def _after(self, body: Mapping[str, Any], config: ResourceConfig | None) -> Any:
        after = hide(body.get("after") or {}, body.get("after_sensitive"))
        expressions = config.expressions if config else None
        return unknown(after, body.get("after_unknown"), expressions, self._tagged(config))

    def _tagged(self, config: ResourceConfig | None) -> bool:
        if config is None:
            return True
        provider = self.providers.get(config.provider_key)
        return "tags" in config.expressions or bool(provider and "default_tags" in provider.expressions)
