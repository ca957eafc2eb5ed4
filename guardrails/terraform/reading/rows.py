"""Rows of changes: what Terraform does to each object, with masks in place of what is hidden or not known yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from guardrails.model.plan.change import Change, Verb, without_keys
from guardrails.model.plan.configuration import ProviderConfig, ResourceConfig
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import SENSITIVE, UNKNOWN, Path
from guardrails.terraform.reading.masks import covers, hide, unknown
from guardrails.terraform.reading.redaction import CARRIERS, Taken
from guardrails.terraform.reading.shape import Where, an_object, items, table, text, texts, wrong
from guardrails.terraform.reading.verbs import depth_of, is_named, verb_of

_DEEPEST: Final = 200
"""Modules in one another; real roots have a handful. What is looked up for each level grows with its square."""


class RowReader:
    """Reads rows of changes against the configuration that they come from.

    `masked` collects, by address in the configuration, the masks over values of its instances; `strange` the addresses
    whose verb nobody knows, whose row contradicts itself, or of which nothing is known at all.
    """

    def __init__(self, configured: Plan, providers: Mapping[str, ProviderConfig], taken: Taken) -> None:
        self._configured = configured
        self._providers = providers
        self._taken = taken
        self.masked: dict[str, list[Mapping[str, Any]]] = {}
        self.strange: list[str] = []

    def changes(self, raw: list[Any], where: Where) -> tuple[Change, ...]:
        """Return a list of rows as changes."""
        return tuple(self.change(one, at, (*where, at)) for at, one in enumerate(raw))

    def change(self, raw: Any, position: int, where: Where, deferred: str = "") -> Change:
        """Return one row as a change. Raises NotAPlan where it has not the shape of one."""
        row = an_object(raw, where)
        address = text(row, "address", where, needed=True)
        type = text(row, "type", where, needed=True)
        name = text(row, "name", where, needed=True)
        inside = (*where, "change")
        body = an_object(row.get("change"), inside)
        mode = text(row, "mode", where) or "managed"
        module = self._module(row, where)
        believed = mode in ("managed", "data") and is_named(address, module, mode, type, name)
        config = self._configured.configured(Change(address, type, name, Verb.NO_OP, position))
        before, after, differing = self._values(body, config, address, inside)
        importing = body.get("importing")
        verb = self._verb(body, mode, believed and after is not UNKNOWN, address, inside)
        return Change(
            address=address,
            type=type,
            name=name,
            verb=verb,
            position=position,
            mode="data" if mode == "data" and believed else "managed",
            module=module,
            key=_key(row.get("index"), where),
            provider=text(row, "provider_name", where),
            provider_key=config.provider_key if config else "",
            before=before,
            after={} if after is UNKNOWN else after,
            previous_address=text(row, "previous_address", where),
            reason=text(row, "action_reason", where),
            replace_paths=tuple(_path(path, inside) for path in items(body, "replace_paths", inside)),
            importing=importing is not None and importing is not False,
            deposed=text(row, "deposed", where),
            deferred=deferred,
            differing=differing,
        )

    def _module(self, row: Mapping[str, Any], where: Where) -> str:
        module = text(row, "module_address", where)
        if depth_of(module) > _DEEPEST:
            raise wrong((*where, "module_address"), module, f"the address of a module at most {_DEEPEST} deep")
        return module

    def _verb(self, body: Mapping[str, Any], mode: str, believed: bool, address: str, where: Where) -> Verb:
        actions = texts(body, "actions", where)
        if not actions:
            raise wrong((*where, "actions"), body.get("actions") or None, "a list of what is done")
        verb = verb_of(actions, mode, body) if believed else Verb.UNKNOWN
        if verb is Verb.UNKNOWN:
            self.strange.append(address)
        return verb

    def _values(
        self, body: Mapping[str, Any], config: ResourceConfig | None, address: str, where: Where
    ) -> tuple[Mapping[str, Any], Any, frozenset[str]]:
        """Return the values before and after, and which hidden ones differ; after is UNKNOWN where nothing is known."""
        old, new = table(body, "before", where), table(body, "after", where)
        old_mask, new_mask = _mask(body.get("before_sensitive"), old), _mask(body.get("after_sensitive"), new)
        covered = {
            name: below for mask in (old_mask, new_mask) for name, below in mask.items() if below and covers(below)
        }
        if covered and config:
            self.masked.setdefault(without_keys(address), []).append(covered)
        before, after = hide(old, old_mask, self._taken.likely), hide(new, new_mask, self._taken.likely)
        differing = frozenset(name for name in covered if old.get(name) != new.get(name))
        return before, self._after(after, body.get("after_unknown"), config), differing

    def _after(self, after: Mapping[str, Any], mask: Any, config: ResourceConfig | None) -> Any:
        if mask and not isinstance(mask, dict):
            # Nothing is known of the object: everything that is configured may be sent.
            if not config or not config.expressions:
                return UNKNOWN
            tagged = "tags" in config.expressions or self._default_tags(config)
            return dict.fromkeys((*config.expressions, *(("tags_all",) if tagged else ())), UNKNOWN)
        values = unknown(after, mask, config.expressions if config else None, self._default_tags(config))
        return {**values, **self._write_only(values, config)} if config and values else values

    def _write_only(self, values: Mapping[str, Any], config: ResourceConfig) -> dict[str, Any]:
        """Return the write-only arguments that are configured: they are sent, and stand as null in every plan.

        Source: https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only (2026-11)
        """
        return {
            name: SENSITIVE
            for name, one in config.expressions.items()
            if name.endswith("_wo") and values.get(name) is None and (one.references or one.constant is not None)
        }

    def _default_tags(self, config: ResourceConfig | None) -> bool:
        provider = self._providers.get(config.provider_key) if config else None
        return provider is not None and "default_tags" in provider.expressions


def _mask(mask: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mask of an object by attribute, with what Terraform forgets: the copy of `tags`, and start scripts."""
    found = mask if isinstance(mask, dict) else dict.fromkeys(values, True) if covers(mask) else {}
    tags = found.get("tags")
    if tags and covers(tags):
        copies = found.get("tags_all")
        both = {**copies, **tags} if isinstance(tags, dict) and isinstance(copies, dict) else True
        found = {**found, "tags_all": both}
    if any(values.get(name) for name in CARRIERS):
        found = {**found, **dict.fromkeys(CARRIERS, True)}
    return found


def _key(raw: Any, where: Where) -> str | int | None:
    if raw is not None and (not isinstance(raw, (str, int)) or isinstance(raw, bool)):
        raise wrong((*where, "index"), raw, "a number or a text")
    return raw


def _path(raw: Any, where: Where) -> Path:
    if not isinstance(raw, list) or not all(isinstance(step, (str, int)) for step in raw):
        raise wrong((*where, "replace_paths"), raw, "a list of paths")
    return tuple(raw)
