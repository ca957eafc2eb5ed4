"""Sections of `organization.yaml` beside the tree: segments, access, CI, state, invariants."""

# ruff: noqa: RUF012 - pydantic gives each instance its own copy of a default
from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from guardrails.files.strict import Form

Name = Annotated[str, Field(min_length=1, max_length=128)]
Texts = list[str]


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
    """Something that must hold for all requests, to be proved."""

    name: Name
    deny: str | Texts | None = None
    allow: str | Texts | None = None
    accounts: str | Texts
    except_: Texts = Field(default=[], alias="except")
    description: str | None = None
