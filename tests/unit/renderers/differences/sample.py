"""Differences that renderers are tried on: a rich one, an equal one, an empty one, a hostile one, a huge one."""

from __future__ import annotations

from dataclasses import replace

from guardrails.model.difference import AccountsDifference, Difference, DiffReport, Hit, Region
from guardrails.model.gate_report import ScenarioChange
from guardrails.model.principals import read_principal
from guardrails.model.proof import Witness
from guardrails.model.request import UNKNOWN, Request
from tests.unit.renderers.findings.reports import INJECTION

DEVELOPER = read_principal("arn:aws:iam::222222222222:role/Developer")
LAUNCH = Witness(
    (
        Request(
            DEVELOPER,
            "ec2:RunInstances",
            "arn:aws:ec2:eu-west-1:222222222222:instance/*",
            {"aws:requestedregion": "eu-west-1", "aws:tagkeys": ("Owner",), "ec2:instancetype": UNKNOWN},
        ),
    ),
    "ec2:RunInstances p9.48xlarge eu-west-1 Dev --as role/Developer",
    ("a future instance type p9.48xlarge",),
)
SERVICES = tuple(f"service{number}:*" for number in range(30))
OPENED = Region(
    SERVICES,
    ("*",),
    ("aws:RequestedRegion is eu-west-1",),
    LAUNCH,
    12_345,
    ("region-lock#DenyOutsideRegions",),
    tuple(f"other#S{number}" for number in range(9)),
)
CLOSED = Region(
    ("s3:PutObject",),
    ("arn:aws:s3:::mm-models/*", "not arn:aws:s3:::mm-models/public/*"),
    ("s3:x-amz-server-side-encryption is absent", "aws:PrincipalArn is not arn:aws:iam::*:role/Pipeline"),
    Witness((Request(DEVELOPER, "s3:PutObject", "arn:aws:s3:::mm-models/a", {}),), "s3:PutObject 'arn:a b' Dev"),
    1,
    ("s3-encryption#DenyUnencrypted", "s3-encryption#DenyNull"),
    ("org-boundary#DenyRootUser", "region-lock#DenyOutsideRegions"),
)
CHANGED = AccountsDifference(
    ("Dev", "Prod"),
    Difference((OPENED,), (CLOSED,), ("s3:GetObject: ran out of 100,000 states",)),
    ("gpu-cap at Workloads",),
    ("quarantine at Lab",),
    ("moved from Workloads to Lab", "region-lock at Workloads: DenyOutsideRegions changed"),
)
STILL = AccountsDifference(("Security",), Difference())
PROVED = AccountsDifference(("Lab",), Difference(), changed=("region-lock at Lab: A added; B removed",))
RICH = DiffReport(
    "main",
    "HEAD",
    (CHANGED, PROVED, STILL),
    (ScenarioChange("SIM-01", "Dev", "DENIED", "not denied", "DENIED"),),
    (Hit("plan.json", 'aws_s3_object.a["x"]', "s3:PutObject", "not denied", "DENIED", "s3-encryption#A at Workloads"),),
    ("New",),
    ("Old",),
    ("not asked: a scenario",),
    ("aws_organizations_policy.p: not known",),
    organization="startup-ml",
    seconds=0.04321,
    version="1.0",
    catalog_date="2026-11-01",
)
EQUAL = DiffReport("a", "b", (PROVED, STILL))
SAME = DiffReport("a", "b", (STILL,))
EMPTY = DiffReport("a", "b", ())
_REGION = Region(
    (INJECTION,),
    (INJECTION,),
    (INJECTION,),
    Witness((), INJECTION + "\n```\n# x", (INJECTION,)),
    1,
    (INJECTION,),
    (INJECTION,),
)
HOSTILE = DiffReport(
    INJECTION,
    INJECTION,
    (
        AccountsDifference(
            (INJECTION,),
            Difference((_REGION,), (_REGION,), (INJECTION,)),
            (INJECTION,),
            (INJECTION,),
            (INJECTION,),
        ),
        AccountsDifference((INJECTION,), Difference(), (INJECTION,)),
    ),
    (ScenarioChange(INJECTION, INJECTION, "DENIED", "not denied", INJECTION),),
    (Hit(INJECTION, INJECTION, INJECTION, "DENIED", "not denied", INJECTION),),
    (INJECTION,),
    (INJECTION,),
    (INJECTION,),
    (INJECTION,),
    organization=INJECTION,
)


def huge(count: int) -> DiffReport:
    """Return a difference of so many regions of each kind."""
    some = tuple(replace(OPENED, conditions=(f"number {at}",)) for at in range(count))
    return replace(RICH, groups=(replace(CHANGED, difference=Difference(some, some)),))
