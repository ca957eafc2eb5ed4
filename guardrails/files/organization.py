"""The form of `organization.yaml` as pydantic models: which keys there are, and the type of each.

What a value must mean (ids of 12 digits, known names, ...) is a rule in `rules/`, so that it is found together with
everything else; `_hint` puts patterns and choices into the JSON Schema for editors without making them a type error.
"""

# ruff: noqa: RUF012 - pydantic gives each instance its own copy of a default
from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, JsonValue, Tag

from guardrails.files.rules.account_environments import ENVIRONMENTS
from guardrails.files.sections import Access, Ci, Invariant, Segment, State
from guardrails.files.settings import Settings
from guardrails.files.strict import Form


def _hint(**schema: Any) -> Any:
    return Field(json_schema_extra=schema)


AccountId = Annotated[str, _hint(pattern="^[0-9]{12}$")]
Environment = Annotated[str, _hint(enum=list(ENVIRONMENTS))]
Dollars = Annotated[float, Field(ge=0)]
Name = Annotated[str, Field(min_length=1, max_length=128)]
Texts = list[str]
Status = Literal["active", "planned", "suspended", "closing"]


class Metadata(Form):
    """What the file is called."""

    name: Name
    description: str = ""
    requirement: str = ""


class Policy(Form):
    """One policy: where its document comes from, its parameters, who is exempt."""

    type: Literal["SCP", "RCP"] = "SCP"
    description: str | None = None
    file: str | None = None
    library: str | None = None
    aws_managed: Literal["FullAWSAccess", "RCPFullAWSAccess"] | None = None
    params: dict[str, JsonValue] = {}
    exempt: Texts = []
    tests: str | None = None
    draft: bool = False


Hour = Annotated[int, Field(ge=0, le=23)]


class Hours(Form):
    """When something runs each day, in `settings.time_zone`."""

    start: Hour
    stop: Hour


class Router(Form):
    """The router that connects a VPC to the tailnet."""

    instance_type: str
    hours: Hours | None = None


class Vpc(Form):
    """One VPC of an account."""

    cidr: str
    region: str
    role: str | None = None
    nat: Literal["none", "instance", "gateway", "gateway-per-az"] | None = None
    public: Texts = []
    private: Texts = []
    reserved: Texts = []
    topology_of: str | None = None
    zones: Texts = []
    endpoint_zones: int | None = Field(default=None, ge=0)
    router: Router | None = None


class VaultLock(Form):
    """Between which days a recovery point of a locked vault may be set to end."""

    min_days: int = Field(ge=1)
    max_days: int = Field(ge=1)


class Backup(Form):
    """How long an account's backups are kept."""

    daily_days: int | None = Field(default=None, ge=1)
    weekly_days: int | None = Field(default=None, ge=1)
    copy_to: str | None = None
    lock: VaultLock | None = None


class Account(Form):
    """One account; `id` is left out while it is planned."""

    name: Name
    id: AccountId | None = None
    email: str | None = None
    env: Environment
    owner: str | None = None
    cost_center: str | None = None
    budget_usd: Dollars | None = None
    connectivity: str | None = None
    data_class: str | None = None
    status: Status = "active"
    scps: Texts | None = None
    rcps: Texts | None = None
    hosts: Texts = []
    endpoints: Texts = []
    vpcs: list[Vpc] = []
    backup: Backup | None = None
    factory: dict[str, JsonValue] = {}
    state_keys: Texts = []
    ci: dict[str, JsonValue] = {}


class Management(Form):
    """The management account. `scps` is known here only so that ORG-001 can say why it must not stand here."""

    name: Name
    id: AccountId
    email: str | None = None
    env: Environment = "mgmt"
    owner: str | None = None
    cost_center: str | None = None
    budget_usd: Dollars | None = None
    data_class: str | None = None
    allowed_services: Texts = []
    roles: Texts = []
    scps: Annotated[Texts | None, _hint(deprecated=True)] = None
    rcps: Annotated[Texts | None, _hint(deprecated=True)] = None


class SandboxUse(Form):
    """Accounts made from a template, one for each person."""

    template: Name
    people: Texts
    ids: dict[str, AccountId] = {}
    email: str | None = None
    env: Environment | None = None
    owner: str | None = None
    cost_center: str | None = None
    budget_usd: Dollars | None = None
    connectivity: str | None = None
    data_class: str | None = None
    status: Status | None = None
    scps: Texts | None = None


class TeamUse(Form):
    """Accounts made from a template, one set for each stage of a team; `ids` is by account name."""

    template: Name
    name: Name
    stages: list[Environment]
    ids: dict[str, AccountId] = {}
    email: str | None = None
    owner: str | None = None
    cost_center: str | None = None
    budget_usd: Dollars | dict[str, Dollars] | None = None
    data_class: str | None = None
    status: Status | None = None


class Template(Form):
    """A kind of team or sandbox: name patterns with `{team}`, `{stage}`, `{person}`, values by stage or for all."""

    accounts: Texts
    email: str | None = None
    env: Environment | None = None
    owner: str | None = None
    budget_usd: Dollars | dict[str, Dollars] | None = None
    connectivity: str | dict[str, str] | None = None
    data_class: str | dict[str, str] | None = None
    groups: dict[str, str] = {}


def _account_form(value: Any) -> str:
    has_template = "template" in value if isinstance(value, dict) else hasattr(value, "template")
    return "template" if has_template else "account"


AccountEntry = Annotated[
    Annotated[Account, Tag("account")] | Annotated[SandboxUse, Tag("template")], Discriminator(_account_form)
]


class Ou(Form):
    """An organizational unit."""

    name: Name
    managed_by: str | None = None
    id: Annotated[str | None, _hint(pattern="^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$")] = None
    segment: str | None = None
    description: str | None = None
    scps: Texts | None = None
    rcps: Texts | None = None
    ous: list[Ou] = []
    teams: list[TeamUse] = []
    accounts: list[AccountEntry] = []


class Root(Form):
    """The root of the tree; accounts directly below it are possible but nothing above them sorts them."""

    name: Name = "Root"
    scps: Texts | None = None
    rcps: Texts | None = None
    ous: list[Ou] = []
    teams: list[TeamUse] = []
    accounts: list[AccountEntry] = []


class Scope(Form):
    """What an exception opens; which keys it needs depends on its mechanism."""

    account: str | Texts | None = None
    principal: str | Texts | None = None
    resource: str | Texts | None = None
    node: str | None = None


class PolicyException(Form):
    """A reviewed opening of a policy with an end."""

    id: Name
    policy: str
    statement: str | None = None
    scope: Scope
    mechanism: Literal["principal", "account", "resource", "detach"]
    reason: str
    alternative_considered: str
    owner: str
    approved_by: str
    expires: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    compensating: Texts = []


class Organization(Form):
    """The whole file."""

    apiVersion: Literal["guardrails.dev/v1"]
    kind: Literal["Organization"]
    metadata: Metadata
    settings: Settings = Settings()
    principals: dict[str, Texts] = {}
    policies: dict[str, Policy] = {}
    management: Management
    root: Root
    templates: dict[str, Template] = {}
    delegations: dict[str, str] = {}
    segments: dict[str, Segment] = {}
    access: Access = Access()
    ci: Ci | None = None
    state: State | None = None
    exceptions: list[PolicyException] = []
    invariants: list[Invariant] = []
