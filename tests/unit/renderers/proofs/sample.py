"""A report with one proof of every kind."""

from __future__ import annotations

from guardrails.model.policy.document import Condition, Element, SetOperator
from guardrails.model.proof import (
    Breadth,
    Calls,
    Claim,
    Gap,
    NearMiss,
    Proof,
    ProofReport,
    Property,
    Result,
    Status,
    Witness,
)
from guardrails.model.request import UNKNOWN, Principal, PrincipalKind, Request
from guardrails.model.source import Location, Span

PLACE = Location("scps/organization.yaml", ("invariants", 0, "name"), Span(7, 11, 7, 20))
NOT_APPLY = Condition("ArnNotLike", "aws:PrincipalArn", ("arn:aws:iam::*:role/guardrails/apply",))
TYPES = Condition("StringLike", "ec2:InstanceType", ("p*", "g*"))
REQUEST = Request(
    Principal("arn:aws:iam::111111111111:role/Developer", PrincipalKind.ROLE, "111111111111"),
    "ec2:RunInstances",
    "arn:aws:ec2:us-east-1:111111111111:instance/*",
    {"ec2:instancetype": "p9.48xlarge", "aws:userid": UNKNOWN, "aws:tagkeys": ("a", "b")},
)
WITNESS = Witness(
    (REQUEST,), "ec2:RunInstances p9.48xlarge --as role/Developer", ("a future instance type p9.48xlarge",)
)
NEAR = (
    NearMiss("Workloads", "gpu-cap", "Cap", ("StringLike on ec2:InstanceType: p9.48xlarge against p4*",), "add p9*"),
    NearMiss("Root", "spare", "", ("not attached here",)),
)
LAUNCH = Calls("EC2 launches", Element(("ec2:RunInstances",)), conditions=(NOT_APPLY, TYPES), resource_type="instance")
SAGEMAKER = Calls(
    "SageMaker",
    Element(("sagemaker:Create*",)),
    Element(("arn:aws:sagemaker:*",), negated=True),
    (Condition("StringLike", "sagemaker:InstanceTypes", ("ml.p*",), SetOperator.FOR_ANY_VALUE),),
)
ANY = Calls("*", Element(("*",)), conditions=(Condition("Null", "aws:MultiFactorAuthAge", ("true",)),))


def proof(calls: Calls, status: Status, name: str = "accelerator-cap", **rest: object) -> Proof:
    """Return a proof of one path; `rest` are fields of the result or of the proof."""
    of_result = {key: rest.pop(key) for key in ("witness", "reason", "notes") if key in rest}
    fields = {
        "accounts": ("Dev", "Prod"),
        "chain": ("FullAWSAccess", "gpu-cap"),
        "seconds": 0.01,
        "place": PLACE,
        **rest,
    }
    asked = Property(name, Claim.DENIED, (calls,))
    return Proof(asked, result=Result(status, calls=calls.name, searched=3, **of_result), **fields)  # type: ignore[arg-type]


GAP = Gap("launches by service-linked roles", "SCPs do not bind them", "service quotas")
STAYS = Proof(
    Property("uploads-work", Claim.ALLOWED, (Calls("s3:PutObject", Element(("s3:PutObject",))),), Breadth.ORDINARY),
    ("Dev",),
    Result(Status.REFUTED, Witness((REQUEST,), "s3:PutObject --as role/Developer")),
    near=(NearMiss("Workloads", "s3", "Encrypt", ("Action matches",), "take s3:PutObject out"),),
)
REPORT = ProofReport(
    "small",
    False,
    (
        proof(LAUNCH, Status.REFUTED, witness=WITNESS, near=NEAR, gaps=(GAP,)),
        proof(SAGEMAKER, Status.PROVEN, gaps=(GAP,), notes=("holds only because its image is denied",)),
        proof(ANY, Status.UNDECIDED, "mfa", reason="the budget of 10 ran out", seconds=61.2),
        proof(ANY, Status.REFUTED, "open", witness=WITNESS, excused="EXC-001 until 2026-12-31", gaps=(GAP,)),
        proof(LAUNCH, Status.PROVEN, "holds", chain=()),
        STAYS,
    ),
    catalog_date="2026-10-27",
    version="0.1.0",
)
EMPTY = ProofReport("small", False, ())
