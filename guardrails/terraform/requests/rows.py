"""Curated rows, compiled once for each resource type against the catalog: what `calls` then applies to scenes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guardrails.catalog.regions import home_region
from guardrails.catalog.services import action, service
from guardrails.model.prediction import Caller, Step
from guardrails.terraform.mappings.table import RequestRow, ResourceRow, curated
from guardrails.terraform.requests.arns import ArnSource, arn_source
from guardrails.terraform.requests.conditions import Condition, condition_of
from guardrails.terraform.requests.existing import Described, described
from guardrails.terraform.requests.paths import Source, source_of
from guardrails.terraform.requests.roles import Pass
from guardrails.terraform.requests.tags import TagKeys, tag_keys, tags_source
from guardrails.terraform.requests.unsaid import unsaid_keys
from guardrails.terraform.requests.values import Key, key_of

CREATING: Final = re.compile("^(Create|Run|Allocate|Register|Request|Import)")
NO_KEYS: Final[frozenset[str]] = frozenset()
REQUEST_TAG: Final = "aws:requesttag/${tagkey}"
LABEL: Final = "aws:resourcetag/${tagkey}"


@dataclass(frozen=True, slots=True)
class Authorized:
    """One resource type of a row, compiled. `tagged` says how request tags go into its context, None: not at all."""

    type: str
    arn: ArnSource | None
    keys: tuple[Key, ...]
    each: tuple[str, ...]
    always: bool
    condition: Condition | None
    tags: Source | None
    tagged: TagKeys | None
    labels: TagKeys | None
    """How the tags that the resource has already go into the context; None for one that the call makes."""
    made: bool
    """Whether an earlier row of the same creation makes the resource; `made_tags` are the tags that it gets there."""
    made_tags: Source | None
    described: Described | None
    region_key: str
    object_tags: Source | None
    object_tagged: TagKeys | None
    unsaid: frozenset[str]


@dataclass(frozen=True, slots=True)
class TagCall:
    """The second authorization for tagging what a call makes, on one resource type."""

    action: str
    type: str
    tagged: TagKeys | None
    created_by: str
    region_key: str
    arn: ArnSource | None
    """What is tagged where the call itself has no resource: something whose id nobody knows yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """A request row, compiled."""

    action: str
    service: str
    home: str | None
    caller: Caller
    possible: bool
    condition: Condition | None
    changed: tuple[str, ...]
    provider: str
    elsewhere: Source | None
    """The attribute whose ARN says in which Region the call is made, where that is not the resource's own."""
    note: str
    resources: tuple[Authorized, ...]
    tag_calls: tuple[TagCall | None, ...]
    passes: tuple[Pass, ...]
    via: str
    untags: Source | None
    retags: Source | None
    """Of an update that changes tags: where they are read; only those that are dropped, or differ, are sent."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one resource type by step."""

    create: tuple[Row, ...]
    update: tuple[Row, ...]
    delete: tuple[Row, ...]

    def of(self, step: Step) -> tuple[Row, ...]:
        """Return the rows of one step."""
        if step is Step.CREATE:
            return self.create
        return self.update if step is Step.UPDATE else self.delete


@lru_cache(maxsize=2048)
def rows_of(type: str) -> Rows | None:
    """Return the compiled rows of a resource type, or None for a type without a curated mapping."""
    found = curated(type)
    if found is None:
        return None
    via = found.create[0].action.partition(":")[0] if found.create else ""
    steps = (found.create, found.update, found.delete)
    makers = _makers(found.create)
    create, update, delete = (
        tuple(_row(one, found.note, via, step, makers) for one in rows) for step, rows in zip(Step, steps, strict=False)
    )
    return Rows(create, update, delete)


Made = tuple[str, Mapping[str, str]]
"""With which tags (a path, or empty) a creation makes something, and the variables of its ARN."""

Makers = Mapping[tuple[str, str], Made]
"""Service and resource type -> how the creation makes it."""


def _makers(rows: tuple[RequestRow, ...]) -> Makers:
    """Return what the rows of a creation make; `*` stands for a call whose resource gets its id from AWS."""
    found: dict[tuple[str, str], Made] = {}
    for row in rows:
        prefix, _, bare = row.action.partition(":")
        for one in row.resources:
            if makes(row.action, one.type) or (one.type == "*" and CREATING.match(bare)):
                found.setdefault((prefix, one.type), (row.tags, one.variables))
    return found


def _row(row: RequestRow, note: str, via: str, step: Step, makers: Makers) -> Row:
    resources = tuple(_authorized(row, one, at, step, makers) for at, one in enumerate(row.resources))
    retags = row.tags if step is Step.UPDATE and row.changed == (row.tags.removesuffix("[]"),) else ""
    prefix = row.action.partition(":")[0]
    return Row(
        action=row.action,
        service=prefix,
        home=home_region(prefix),
        caller=row.caller,
        possible=row.possible,
        condition=condition_of(row.condition, row.unless),
        changed=row.changed,
        provider=row.provider,
        elsewhere=source_of(row.region_of) if row.region_of else None,
        note=row.note or note,
        resources=resources,
        tag_calls=tuple(_tag_call(row, one) for one in resources),
        passes=tuple(Pass.of(path, target) for path, target in row.passes.items()),
        via=via,
        untags=tags_source(row.untags) if row.untags else None,
        retags=tags_source(retags) if retags else None,
    )


def keys_listed(name: str, type: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys (lower case) that the catalog lists for an action on this resource type, and for the type."""
    found = action(name)
    home = service(name.partition(":")[0])
    if found is None or home is None:
        return NO_KEYS, NO_KEYS
    use = found.use(type)
    kind = home.resource_types.get(type)
    direct = frozenset(key.lower() for key in (*found.keys, *(use.keys if use else ())))
    return direct, frozenset(key.lower() for key in (kind.keys if kind else ()))


def _authorized(row: RequestRow, resource: ResourceRow, at: int, step: Step, makers: Makers) -> Authorized:
    home = service(row.action.partition(":")[0])
    kind = home.resource_types.get(resource.type) if home else None
    direct, of_type = keys_listed(row.action, resource.type)
    own_tags = resource.tags or (row.tags if at == _tagged_at(row) or REQUEST_TAG in _of_action(row.action) else "")
    creates = step is Step.CREATE and makes(row.action, resource.type)
    prefix = row.action.partition(":")[0]
    made = makers.get((prefix, resource.type))
    if made is None and not resource.variables:
        made = makers.get((prefix, "*"))
    own = made is not None and made[1] == resource.variables
    known = None if creates else described(prefix, resource.type, direct)
    said = (*(key.lower() for key in resource.context), *(known.keys if known else ()))
    listed = direct if prefix == "ec2" else direct | of_type
    return Authorized(
        type="" if resource.type == "*" else resource.type,
        arn=arn_source(kind.arn, resource.variables, own) if kind and kind.arn else None,
        keys=tuple(key_of(name, path) for name, path in resource.context.items()),
        each=resource.each,
        always=resource.always,
        condition=condition_of(resource.condition, resource.unless),
        tags=tags_source(own_tags) if own_tags else None,
        tagged=tag_keys(direct, "aws:requesttag/", "aws:tagkeys"),
        labels=None if creates else tag_keys(direct | of_type, "aws:resourcetag/", ""),
        made=step is Step.CREATE and own,
        made_tags=tags_source(made[0]) if made and made[0] else None,
        described=known,
        region_key="ec2:region" if "ec2:region" in direct else "",
        object_tags=tags_source(resource.object_tags) if resource.object_tags else None,
        object_tagged=tag_keys(direct, "s3:requestobjecttag/", "s3:requestobjecttagkeys"),
        unsaid=unsaid_keys(listed, said, makes=creates),
    )


def _tagged_at(row: RequestRow) -> int:
    """Return which resource of a row gets its tags: the first whose context the catalog gives request tags."""
    listed = [REQUEST_TAG in keys_listed(row.action, one.type)[0] and not one.tags for one in row.resources]
    return listed.index(True) if True in listed else -1


def makes(name: str, type: str) -> bool:
    """Whether an action makes what it is authorized on, so that this has no tags yet.

    EC2 lists the tags of existing resources for each pair; for others the name must say it: `CreateRole` on a role.
    """
    prefix, _, bare = name.partition(":")
    if prefix == "ec2":
        return LABEL not in keys_listed(name, type)[0]
    noun = CREATING.sub("", bare)
    made = re.sub("[^a-z]", "", type.lower())
    return noun != bare and (noun.lower().endswith(made) or (made.startswith(noun.lower())) or type == "db")


def _of_action(name: str) -> frozenset[str]:
    found = action(name)
    return frozenset(key.lower() for key in found.keys) if found else NO_KEYS


def _tag_call(row: RequestRow, resource: Authorized) -> TagCall | None:
    if not row.tag_action or resource.tags is None:
        return None
    direct, _ = keys_listed(row.tag_action, resource.type)
    known = action(row.tag_action)
    listed = known is not None and known.use(resource.type) is not None
    arn = None if resource.arn else _only_arn(row.tag_action)
    created = row.action.partition(":")[2] if "ec2:createaction" in direct else ""
    tagged = tag_keys(direct, "aws:requesttag/", "aws:tagkeys")
    region = "ec2:region" if "ec2:region" in direct else ""
    return TagCall(row.tag_action, resource.type if listed else "", tagged, created, region, arn)


def _only_arn(name: str) -> ArnSource | None:
    """Return the ARN with an unknown id of the one resource type of an action; None where it has none or several."""
    known, home = action(name), service(name.partition(":")[0])
    if known is None or home is None or len(known.resources) != 1:
        return None
    kind = home.resource_types.get(known.resources[0].type)
    return arn_source(kind.arn, {}) if kind and kind.arn else None
