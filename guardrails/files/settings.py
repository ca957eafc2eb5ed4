"""The `settings` section of `organization.yaml`: typed where the product knows a key, `values` for a project's own."""

# ruff: noqa: RUF012 - pydantic gives each instance its own copy of a default
from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from guardrails.files.strict import Form

Days = Annotated[int, Field(ge=1)]
Percent = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=0)]


class LegacyQuotas(Form):
    """The limits before AWS raised them."""

    scp_max_chars: Count = 5120
    scp_max_per_node: Count = 5


class Quotas(Form):
    """AWS's limits on policies and on the tree."""

    scp_max_chars: Count = 10240
    scp_max_per_node: Count = 10
    rcp_max_chars: Count = 5120
    rcp_max_per_node: Count = 5
    ou_depth: Count = 5
    legacy: LegacyQuotas = LegacyQuotas()


class ControlTower(Form):
    """What AWS Control Tower does in this organization."""

    enabled: bool = False
    landing_zone_version: str | None = None
    reserved_scp_slots: Count = 0
    exempt_roles: list[str] = []


class Naming(Form):
    """How resources are named."""

    prefix: str
    pattern: str
    region_codes: dict[str, str] = {}
    lowercase_for: list[str] = []


class BackupTag(Form):
    """The tag that selects what is backed up."""

    key: str
    values: list[str]


class Tags(Form):
    """Which tags every resource carries."""

    mandatory: list[str] = []
    environment_key: str | None = None
    backup: BackupTag | None = None
    backup_key: str | None = None
    values: dict[str, list[str]] = {}
    defaults: dict[str, str] = {}


class Budgets(Form):
    """When a budget warns."""

    actual_percent: list[Percent] = []
    forecast_percent: list[Percent] = []
    anomaly_usd: Annotated[float, Field(ge=0)] | None = None


class EnvironmentRetention(Form):
    """How long one environment keeps its logs."""

    flow_logs_days: Days | None = None
    cloudtrail_days: Days | None = None


class Retention(Form):
    """How long logs are kept, by environment and for the organization's trail."""

    mgmt: EnvironmentRetention | None = None
    shared: EnvironmentRetention | None = None
    sandbox: EnvironmentRetention | None = None
    dev: EnvironmentRetention | None = None
    test: EnvironmentRetention | None = None
    staging: EnvironmentRetention | None = None
    prod: EnvironmentRetention | None = None
    dr: EnvironmentRetention | None = None
    org_trail_days: Days | None = None
    config_days: Days | None = None


class Accelerators(Form):
    """Families of accelerated instance types (patterns) and the types that are allowed all the same."""

    families: list[str]
    allow: list[str] = []


class Logs(Form):
    """Where the organization's trail and Config keep what they record; the key's ARN is known once it was made."""

    trail_bucket: str | None = None
    config_bucket: str | None = None
    key_arn: str | None = None


class Contact(Form):
    """Whom AWS tells about security."""

    name: str
    title: str
    email: str
    phone: str


class Alerts(Form):
    """Who hears of alarms, and of which GuardDuty findings."""

    emails: list[str] = []
    guardduty_severity: Annotated[float, Field(ge=1, le=10)] | None = None
    security_contact: Contact | None = None


class Images(Form):
    """Machine images: of NAT instances by region, of routers everywhere (`resolve:ssm:<parameter>` is looked up)."""

    nat: dict[str, str] = {}
    router: str | None = None


class Tailnet(Form):
    """The private network of people: the tag of its subnet routers, and whom its rules admit."""

    router_tag: str | None = None
    sources: list[str] = []


class Checks(Form):
    """How findings of the checks on single resources are treated; `forbid`: skip comments in sources do not count."""

    skip_comments: Literal["allow", "forbid"] = "allow"


class Settings(Form):
    """Everything that policies, rules and checks look up as `$settings.<path>`."""

    partition: Literal["aws", "aws-cn", "aws-us-gov"] = "aws"
    organization_id: str | None = None
    home_region: str | None = None
    dr_region: str | None = None
    allowed_regions: list[str] = []
    quotas: Quotas = Quotas()
    control_tower: ControlTower = ControlTower()
    naming: Naming | None = None
    tags: Tags = Tags()
    budgets: Budgets = Budgets()
    retention: Retention = Retention()
    accelerators: Accelerators | None = None
    time_zone: str | None = None
    trusted_services: list[str] = []
    logs: Logs = Logs()
    alerts: Alerts = Alerts()
    security_profile: Literal["standard", "standard-plus"] | None = None
    images: Images = Images()
    tailnet: Tailnet = Tailnet()
    checks: Checks = Checks()
    values: dict[str, JsonValue] = {}
