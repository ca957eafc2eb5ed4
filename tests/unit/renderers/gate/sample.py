"""Answers of the gate that renderers are tried on: a rich one, one that passes, a hostile one, a huge one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from guardrails.model.answer import Decider, Outcome
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.gate_report import (
    Conclusion,
    GateReport,
    Judged,
    PlanVerdict,
    RuleRun,
    ScenarioChange,
    Waived,
)
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.values import UNKNOWN
from guardrails.model.prediction import Caller, Certainty, Prediction, Step, Unmapped
from guardrails.model.source import Location, Span

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
DEV_PLAN, PROD_PLAN = "plans/dev.tfplan.json", "plans/prod.tfplan.json"

PREFLIGHT = Rule("PG-016", "scp-preflight", "No call of the apply is denied by an SCP.", ERROR, ("A4", "B2"))
MIXED = Rule("PG-003", "foreign-environment", "No resource belongs to another environment.", ERROR, ("C1",))
TAGS = Rule("PG-004", "mandatory-tags", "Every resource carries the tags that the organization demands.", WARNING)
REPLACED = Rule("PG-011", "data-replaced", "No apply destroys what holds data.", ERROR, ("D3",))
OPEN = Rule("PG-020", "open-resource-policy", "No resource policy is open to strangers.", ERROR, ("E2",))
COST = Rule("PG-026", "cost-step", "The apply costs no more than agreed.", NOTE, (), Confidence.MEDIUM)
RULES = (MIXED, TAGS, REPLACED, PREFLIGHT, OPEN, COST)

INJECTION = (
    "\x1b[2J<img src=x onerror=\"document.title='pwned'\"> </style><script>document.title='pwned'</script> @octocat | "
    "`tick` [a](http://evil.example) ![b](http://evil.example/b.png) ::error::boo\r\n::error::line %0A 100% \u2028 "
    "\u202e ]]> --> </details> #1 \ud800 \x00 ##[endgroup] {{ 7 * 7 }} {% raw %} $x$ \"quoted\" 'single' "
    "&amp; javascript:"
)

GPU_SOURCE = """\
# Training nodes of the research team.
resource "aws_instance" "gpu" {
  ami           = data.aws_ami.training.id
  instance_type = var.instance_type
  count         = 2
}

resource "aws_db_instance" "orders" {
  engine = "postgres"
}
"""
SOURCES = {"live/research/compute.tf": GPU_SOURCE}
IN_COMPUTE = Location("live/research/compute.tf", (), Span(2, 1, 6, 2))
ORDERS_AT = Location("live/research/compute.tf", (), Span(8, 1, 10, 2))


def in_plan(position: int, file: str = DEV_PLAN) -> Location:
    return Location(file, ("resource_changes", position))


def change(address: str, verb: Verb = Verb.CREATE, position: int = 0) -> Change:
    type, _, name = address.partition(".")
    return Change(address, type, name, verb, position)


DENIED = Finding(
    "PG-016",
    ERROR,
    "`ec2:RunInstances` will be denied when this is applied",
    IN_COMPUTE,
    "use a type of the cap, or ask for an exception in scps/organization.yaml",
    witness="ec2:RunInstances p3.16xlarge in eu-central-1: explicit deny",
    sid="DenyLargeInstances",
    token="ec2:RunInstances",
    address="module.training.aws_instance.gpu[0]",
    attribute="instance_type",
    found="p3.16xlarge",
    expected="one of g4dn.xlarge, g5.xlarge, p3.2xlarge",
    node="Sandbox",
    policy="gpu-cap",
    related=((Location("live/research/main.tf", (), Span(11, 1, 15, 2)), "module.training"),),
)
DENIED_TOO = replace(DENIED, address="module.training.aws_instance.gpu[1]")
REPLACES = Finding(
    "PG-011",
    ERROR,
    "the database is deleted and made anew, its data goes away",
    ORDERS_AT,
    "change `engine` with a migration, and keep `prevent_destroy`",
    address="aws_db_instance.orders",
    attribute="engine",
    found="mysql -> postgres",
    expected="no replacement",
    token="engine",
)
FOREIGN = Finding(
    "PG-003",
    ERROR,
    "the tag says another environment than the account has",
    in_plan(4),
    'set Environment to "dev"',
    address='aws_sqs_queue.jobs["a,b::c"]',
    previous_address='aws_sqs_queue.queue["a,b::c"]',
    attribute="tags_all.Environment",
    found="prod",
    expected="dev",
)
UNTAGGED = tuple(
    Finding(
        "PG-004",
        WARNING,
        "the tag `CostCenter` is missing",
        in_plan(10 + n),
        "add it to default_tags of the provider",
        address=f"aws_cloudwatch_log_group.job[{n}]",
        attribute="tags_all.CostCenter",
        expected="a cost center",
    )
    for n in range(8)
)
COSTLY = Finding(
    "PG-026", NOTE, "the apply adds about $24.48 an hour", in_plan(0), "", Confidence.MEDIUM, address=DENIED.address
)
OPEN_QUEUE = Finding(
    "PG-020",
    ERROR,
    "whether the policy is open hangs on a value that is known only after apply",
    in_plan(5),
    "write the account number instead of a reference",
    address="aws_sqs_queue_policy.jobs",
    attribute="policy",
    undecided=True,
    hangs_on=("policy",),
)
MAYBE = Finding(
    "PG-016",
    ERROR,
    "whether `s3:CreateBucket` is denied cannot be told",
    in_plan(6),
    address="aws_s3_bucket.results",
    undecided=True,
    hangs_on=("aws:RequestedRegion", "aws:RequestTag/Environment"),
    node="Workloads",
    policy="region-lock",
    sid="DenyOutsideRegions",
)
EXPIRED = Finding(
    "PG-000", WARNING, "the waiver of PG-004 expired on 2026-10-31", Location("rules/waivers.yaml", ("waivers", 2))
)
WAIVED = Waived(
    replace(
        OPEN_QUEUE, undecided=False, hangs_on=(), address="aws_sns_topic_policy.alerts", message="open to everybody"
    ),
    "platform@example.com",
    "the partner's account moves in | <b>until</b> December",
    date(2026, 12, 31),
    Location("rules/waivers.yaml", ("waivers", 0), Span(3, 3, 9, 1)),
)
BASELINED = replace(UNTAGGED[0], address="aws_kms_key.old")

TOP = Decider("Sandbox", "gpu-cap", "DenyLargeInstances", "SCP", "/Statement/0")
LOCK = Decider("Workloads", "region-lock", "DenyOutsideRegions", "SCP", "/Statement/1")
EC2 = Prediction(
    change(DENIED.address),
    Step.CREATE,
    "ec2:RunInstances",
    "instance",
    "arn:aws:ec2:eu-central-1:222222222222:instance/*",
    region="eu-central-1",
    account="222222222222",
)
ROLE = "arn:aws:iam::222222222222:role/pipeline-apply"
REQUESTS = (
    Judged(EC2, Outcome.DENY, ROLE, (TOP,)),
    Judged(replace(EC2, change=change(DENIED_TOO.address)), Outcome.DENY, ROLE, (TOP,)),
    Judged(
        Prediction(
            change("aws_s3_bucket.results"), Step.CREATE, "s3:CreateBucket", region=UNKNOWN, account="222222222222"
        ),
        Outcome.UNKNOWN,
        ROLE,
        (LOCK,),
        ("aws:RequestedRegion",),
        {"aws:RequestedRegion": "provider.aws.region"},
    ),
    Judged(
        Prediction(
            change("aws_autoscaling_group.nodes"),
            Step.CREATE,
            "ec2:RunInstances",
            caller=Caller.SLR,
            certainty=Certainty.LIKELY,
            region="eu-central-1",
        ),
        Outcome.NOT_RESTRICTED,
        "AWSServiceRoleForAutoScaling",
        (TOP,),
        exemption="service-linked role",
        gap=True,
    ),
    *(
        Judged(
            Prediction(
                change(one.address),
                Step.CREATE,
                "logs:CreateLogGroup",
                "log-group",
                f"arn:aws:logs:eu-central-1:222222222222:log-group:/jobs/{n}",
                region="eu-central-1",
            ),
            Outcome.ALLOW,
            ROLE,
        )
        for n, one in enumerate(UNTAGGED)
    ),
)
RUNS = tuple(
    RuleRun(rule, seen, types, rule is COST)
    for rule, seen, types in (
        (MIXED, 14, ()),
        (TAGS, 14, ()),
        (REPLACED, 1, ("aws_db_instance", "aws_s3_bucket")),
        (PREFLIGHT, 14, ()),
        (OPEN, 2, ("aws_*_policy",)),
        (COST, 0, ("aws_nat_gateway",)),
    )
)
VERBS = {"create": 13, "delete, then create": 1, "update": 2, "no-op": 40}
RESOURCES: Mapping[str, str] = {
    DENIED.address: "create",
    DENIED_TOO.address: "create",
    REPLACES.address: "delete, then create",
    FOREIGN.address: "update",
    **{one.address: "create" for one in UNTAGGED},
    OPEN_QUEUE.address: "update",
    MAYBE.address: "create",
}
DEV = PlanVerdict(
    DEV_PLAN,
    "Dev",
    "222222222222",
    "dev",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "1.11.4",
    VERBS,
    (DENIED, DENIED_TOO, REPLACES, FOREIGN, *UNTAGGED, EXPIRED, COSTLY, OPEN_QUEUE, MAYBE),
    (WAIVED,),
    (BASELINED,),
    REQUESTS,
    (Unmapped(change("aws_quicksight_theme.t"), "its type has no mapping"),),
    RUNS,
    (ScenarioChange("a developer cannot start p3.16xlarge", "Dev", "DENIED", "not denied", "DENIED"),),
    ("2 changes are put off by Terraform and were not judged",),
    RESOURCES,
)
PROD = PlanVerdict(PROD_PLAN, "Prod", "333333333333", "prod", verbs={"no-op": 12}, rules=RUNS)
TREE = (
    (0, "root", "Root", ("region-lock",)),
    (1, "ou", "Workloads", ("region-lock", "no-public-buckets")),
    (2, "account", "Dev", ()),
    (2, "account", "Prod", ("no-deletes",)),
    (1, "ou", "Sandbox", ("gpu-cap",)),
)

RICH = GateReport(
    Conclusion.REFUSED,
    ("4 findings of severity error in Dev", "2 findings of Dev could not be decided (--on-unknown warn)"),
    "Example",
    False,
    (DEV, PROD),
    tree=TREE,
    sources=SOURCES,
    version="0.5.0",
    catalog_date="2026-10-27",
)
CLEAN = GateReport(
    Conclusion.PASSED, ("no finding is an error",), "Example", True, (PROD,), version="0.5.0", catalog_date="2026-10-27"
)
EMPTY = GateReport(Conclusion.UNDECIDED, ("no plan",), "", False, ())

ATTACK = replace(
    DENIED,
    message=INJECTION,
    location=Location(INJECTION, (INJECTION, 1), Span(3, 2, 3, 9)),
    help=INJECTION,
    witness=INJECTION,
    sid=INJECTION,
    token=INJECTION,
    address=INJECTION,
    previous_address=INJECTION,
    attribute=INJECTION,
    found=INJECTION,
    expected=INJECTION,
    hangs_on=(INJECTION,),
    node=INJECTION,
    policy=INJECTION,
    related=((Location(INJECTION), INJECTION),),
)
_REQUEST = Judged(
    Prediction(change(INJECTION), Step.CREATE, INJECTION, INJECTION, INJECTION, region=INJECTION, note=INJECTION),
    Outcome.DENY,
    INJECTION,
    (Decider(INJECTION, INJECTION, INJECTION, "SCP", INJECTION), Decider("::error::x")),
    (INJECTION,),
    {INJECTION: INJECTION},
    INJECTION,
    (INJECTION,),
)
HOSTILE = GateReport(
    Conclusion.REFUSED,
    (INJECTION, "::error::reason"),
    INJECTION,
    True,
    (
        PlanVerdict(
            INJECTION,
            INJECTION,
            INJECTION,
            INJECTION,
            INJECTION,
            INJECTION,
            {INJECTION: 2},
            (
                ATTACK,
                replace(ATTACK, undecided=True),
                replace(ATTACK, address="::error::address", severity=WARNING, rule=INJECTION),
            ),
            (Waived(ATTACK, INJECTION, INJECTION, date(2026, 12, 31), Location(INJECTION)),),
            (ATTACK,),
            (_REQUEST, replace(_REQUEST, outcome=Outcome.UNKNOWN), replace(_REQUEST, outcome=Outcome.ALLOW, gap=True)),
            (Unmapped(change(INJECTION), INJECTION),),
            (RuleRun(Rule("PG-016", INJECTION, INJECTION, ERROR, (INJECTION,)), 0, (INJECTION,), True),),
            (ScenarioChange(INJECTION, INJECTION, INJECTION, INJECTION, INJECTION),),
            (INJECTION,),
            {INJECTION: INJECTION},
        ),
    ),
    tree=((0, INJECTION, INJECTION, (INJECTION,)),),
    sources={INJECTION: INJECTION},
    version=INJECTION,
    catalog_date=INJECTION,
    pages={"PG-016": INJECTION},
)


def huge(count: int) -> GateReport:
    """Return a refusal with that many findings, worst ones last."""
    found = tuple(
        replace(
            FOREIGN,
            severity=(NOTE, WARNING, ERROR)[3 * n // count],
            address=f"aws_sqs_queue.jobs[{n}]",
            previous_address="",
            message=f"number {n} " + "x" * 80,
        )
        for n in range(count)
    )
    return replace(RICH, plans=(replace(DEV, findings=found),))
