"""Sections of `organization.yaml` beside the tree: segments, access, CI, state, invariants."""

# ruff: noqa: RUF012 - pydantic gives each instance its own copy of a default
from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue

from guardrails.files.strict import Form

Name = Annotated[str, Field(min_length=1, max_length=128)]
Texts = list[str]

_PLAIN: Final = {"anyOf": [{"type": "string"}, {"type": "boolean"}, {"type": "number"}]}
_PLAINS: Final = {"anyOf": [*_PLAIN["anyOf"], {"type": "array", "minItems": 1, "items": _PLAIN}]}
_SENSES: Final = [
    {"type": "object", "properties": {word: _PLAINS}, "required": [word], "additionalProperties": False}
    for word in ("not", "only")
]
Row = Annotated[JsonValue, Field(json_schema_extra={"anyOf": [*_PLAINS["anyOf"], *_SENSES]})]
"""A value of `where`. The schema says what editors need; `invariants.py` says in one sentence what is wrong."""


class Segment(Form):
    """A network segment and what it may reach."""

    tgw: str | None = None
    may_reach: Texts = []
    egress: str | None = None


class PermissionSet(Form):
    """A permission set of IAM Identity Center."""

    managed: Texts = []
    file: str | None = None
    inline: JsonValue = None
    session: str | None = None
    boundary: str | None = None
    description: str | None = None


class Assignment(Form):
    """Who gets which permission sets where, and why."""

    group: str
    set: str | Texts
    scope: Texts
    reason: str | None = None


class Access(Form):
    """Human access."""

    instance_arn: str | None = None
    identity_store_id: str | None = None
    permission_sets: dict[str, PermissionSet] = {}
    groups: Texts = []
    assignments: list[Assignment] = []


class CiRole(Form):
    """One pipeline role, whom it trusts, and by account the AWS services that it may use."""

    subject: str
    role: str
    access: str | None = None
    services: dict[str, Texts] = {}


class Ci(Form):
    """Who may plan and apply from CI."""

    provider: Literal["github", "gitlab"]
    repository: str | None = None
    plan: CiRole | None = None
    apply: CiRole | None = None
    subjects: dict[str, dict[str, str]] = {}
    session_seconds: int | None = Field(default=None, ge=900)


class State(Form):
    """Where Terraform's state lives."""

    account: str
    bucket: str
    region: str | None = None
    replica_region: str | None = None
    lock: dict[str, JsonValue] = {}
    keys: Texts = []
    per_role_prefix: bool = False
    workspaces: str | None = None


class Invariant(Form):
    """Something that must hold for all requests, to be proved: calls that must be denied, or must stay allowed."""

    name: Name
    description: str | None = None
    deny: str | Texts | None = None
    allow: str | Texts | None = None
    accounts: str | Texts
    principals: Texts = []
    except_: Texts = Field(default=[], alias="except")
    resources: Texts = []
    where: dict[str, Row] = {}
    boundary: str | None = None
