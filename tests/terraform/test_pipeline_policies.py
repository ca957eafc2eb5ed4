"""Who may touch which Terraform state, and what the pipeline's roles may do to themselves: decided by our own engine.

The policies are those of real plans of the bootstrap module's examples, roles and bucket together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guardrails.evaluation.decide import decide
from guardrails.model.policy.document import FULL_AWS_ACCESS, PolicyDocument, PolicySet, PolicyType
from guardrails.model.policy.parse import parse_policy
from guardrails.model.request import Principal, PrincipalKind, Request, context_of
from guardrails.rehearsal.scratch import go_offline, scratch_copy
from guardrails.rehearsal.terraform import Terraform

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = REPOSITORY / "terraform" / "modules" / "bootstrap" / "examples"
BUCKET = "arn:aws:s3:::mm-terraform-state"
REPLICA = f"{BUCKET}-replica"
TABLE = "arn:aws:dynamodb:us-east-1:111111111111:table/MM-terraform-lock"
DEV_STATE = "networking/dev/dev/terraform.tfstate"
PROD_STATE = "networking/prod/prod/terraform.tfstate"
MANAGEMENT_STATE = "organization/management/mgmt/terraform.tfstate"
PRODUCT_A = "workloads/product-a/prod/terraform.tfstate"
PRODUCT_B = "workloads/product-b/prod/terraform.tfstate"

ROLE = "arn:aws:iam::{}:role/guardrails/{}"
DEV_PLAN = ROLE.format("222222222222", "MM-github-actions-plan")
DEV_APPLY = ROLE.format("222222222222", "MM-github-actions-apply")
OWN_PLAN = ROLE.format("111111111111", "MM-github-actions-plan")
OWN_APPLY = ROLE.format("111111111111", "MM-github-actions-apply")
APPLY_A = ROLE.format("333333333333", "product-a-apply")
BREAK_GLASS = ROLE.format("111111111111", "MM-break-glass")
ADMINISTRATOR = "arn:aws:iam::111111111111:role/Administrator"
DEV_DEVELOPER = "arn:aws:iam::222222222222:role/Developer"
STRANGER = "arn:aws:iam::999999999999:role/guardrails/MM-github-actions-apply"
REPLICATION = ROLE.format("111111111111", "MM-mgmt-use1-role-state-replication")

Policies = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(plugins: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Policies]:
    """What the two examples make, by example and address within the module."""
    yield {name: _made(name, tmp_path_factory.mktemp(name)) for name in ("minimal", "complete")}


def _made(example: str, scratch: Path) -> dict[str, Any]:
    root = scratch_copy(EXAMPLES / example, scratch)
    go_offline(root)
    terraform = Terraform(root)
    terraform.get()
    terraform.plan()
    rows = terraform.show()["resource_changes"]
    return {row["address"].removeprefix("module.bootstrap."): row["change"]["after"] for row in rows}


def _document(text: str, type: PolicyType) -> PolicyDocument:
    parsed = parse_policy(text, type)
    assert parsed.document is not None, parsed.problems
    return parsed.document


def _identity(planned: Policies, role: str) -> tuple[PolicyDocument, ...]:
    """The role's policy in its example; a role that no example makes may do everything, which is the harder case."""
    made = {DEV_PLAN: ("minimal", "plan[0]"), DEV_APPLY: ("minimal", "apply")}.get(role)
    if made is None:
        return (FULL_AWS_ACCESS,)
    example, name = made
    own = _document(planned[example][f"aws_iam_role_policy.{name}"]["policy"], PolicyType.IDENTITY)
    return (own, FULL_AWS_ACCESS) if role == DEV_PLAN else (own,)


def _answer(planned: Policies, role: str, action: str, resource: str, **more: str) -> str:
    """Return the decision on a call to the state bucket, its replica or the lock table."""
    account = role.split(":")[4]
    kinds = {REPLICA: "aws_s3_bucket_policy.replica", BUCKET: "aws_s3_bucket_policy.state"}
    kind = next((kinds[arn] for arn in kinds if resource.startswith(arn)), "aws_dynamodb_resource_policy.lock")
    address = next(address for address in planned["complete"] if address.startswith(kind))
    document = _document(planned["complete"][address]["policy"], PolicyType.RESOURCE)
    context = {
        "aws:SecureTransport": "true",
        "aws:PrincipalArn": role,
        "aws:PrincipalAccount": account,
        "aws:PrincipalOrgID": "o-stranger00" if role == STRANGER else "o-exampleorgid",
        **{key.replace("__", ":"): value for key, value in more.items()},
    }
    leading = context.pop("dynamodb:LeadingKeys", None)
    request = Request(
        Principal(role, PrincipalKind.ROLE, account),
        action,
        resource,
        context_of({**context, **({"dynamodb:LeadingKeys": (leading,)} if leading else {})}),
        "111111111111",
    )
    return str(decide(PolicySet(identity=_identity(planned, role), resource=document), request))


@pytest.mark.parametrize(
    ("role", "action", "key", "expected"),
    [
        (DEV_APPLY, "s3:PutObject", DEV_STATE, "allow"),
        (DEV_APPLY, "s3:GetObject", DEV_STATE, "allow"),
        (DEV_APPLY, "s3:PutObject", f"{DEV_STATE}.tflock", "allow"),
        (DEV_APPLY, "s3:DeleteObject", f"{DEV_STATE}.tflock", "allow"),
        (DEV_APPLY, "s3:DeleteObject", DEV_STATE, "explicit-deny"),
        (DEV_APPLY, "s3:PutObject", PROD_STATE, "explicit-deny"),
        (DEV_APPLY, "s3:GetObject", PROD_STATE, "explicit-deny"),
        (DEV_PLAN, "s3:GetObject", DEV_STATE, "allow"),
        (DEV_PLAN, "s3:GetObject", PROD_STATE, "explicit-deny"),
        (DEV_PLAN, "s3:PutObject", DEV_STATE, "explicit-deny"),
        (DEV_DEVELOPER, "s3:GetObject", DEV_STATE, "implicit-deny"),
        (DEV_DEVELOPER, "s3:PutObject", DEV_STATE, "explicit-deny"),
        (STRANGER, "s3:GetObject", DEV_STATE, "implicit-deny"),
        (STRANGER, "s3:PutObject", DEV_STATE, "explicit-deny"),
        (APPLY_A, "s3:PutObject", PRODUCT_A, "allow"),
        (APPLY_A, "s3:PutObject", PRODUCT_B, "explicit-deny"),
        (APPLY_A, "s3:GetObject", PRODUCT_B, "explicit-deny"),
        (APPLY_A, "s3:GetObject", PROD_STATE, "explicit-deny"),
        (OWN_APPLY, "s3:PutObject", MANAGEMENT_STATE, "allow"),
        (OWN_APPLY, "s3:PutObject", DEV_STATE, "explicit-deny"),
        (OWN_APPLY, "s3:DeleteObject", MANAGEMENT_STATE, "explicit-deny"),
        (OWN_PLAN, "s3:PutObject", MANAGEMENT_STATE, "explicit-deny"),
        (ADMINISTRATOR, "s3:PutObject", MANAGEMENT_STATE, "explicit-deny"),
        (ADMINISTRATOR, "s3:DeleteObjectVersion", MANAGEMENT_STATE, "explicit-deny"),
        (BREAK_GLASS, "s3:PutObject", MANAGEMENT_STATE, "allow"),
        (BREAK_GLASS, "s3:DeleteObjectVersion", MANAGEMENT_STATE, "allow"),
    ],
)
def test_each_role_writes_and_reads_its_own_state_only(
    planned: Policies, role: str, action: str, key: str, expected: str
) -> None:
    """A14, E19: identity policies that allow everything change nothing about it."""
    assert _answer(planned, role, action, f"{BUCKET}/{key}") == expected


@pytest.mark.parametrize("bucket", [BUCKET, REPLICA])
@pytest.mark.parametrize("action", ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:GetBucketPolicy"])
def test_an_administrator_of_the_account_is_never_locked_out(planned: Policies, bucket: str, action: str) -> None:
    """W13: the way back is to change the bucket's policy, which nothing denies over TLS."""
    assert _answer(planned, ADMINISTRATOR, action, bucket) == "allow"
    assert _answer(planned, ADMINISTRATOR, action, bucket, aws__SecureTransport="false") == "explicit-deny"


def test_nobody_deletes_the_buckets_as_they_stand(planned: Policies) -> None:
    for role in (ADMINISTRATOR, OWN_APPLY, BREAK_GLASS):
        assert _answer(planned, role, "s3:DeleteBucket", BUCKET) == "explicit-deny"
        assert _answer(planned, role, "s3:DeleteBucket", REPLICA) == "explicit-deny"


@pytest.mark.parametrize(
    ("role", "action", "expected"),
    [
        (REPLICATION, "s3:ReplicateObject", "allow"),
        (BREAK_GLASS, "s3:GetObject", "allow"),
        (OWN_APPLY, "s3:GetObject", "explicit-deny"),
        (ADMINISTRATOR, "s3:PutObject", "explicit-deny"),
        (DEV_APPLY, "s3:GetObject", "explicit-deny"),
    ],
)
def test_the_replica_is_written_by_replication_alone(planned: Policies, role: str, action: str, expected: str) -> None:
    """A48."""
    assert _answer(planned, role, action, f"{REPLICA}/{MANAGEMENT_STATE}") == expected


@pytest.mark.parametrize(
    ("role", "action", "item", "expected"),
    [
        (OWN_APPLY, "dynamodb:PutItem", MANAGEMENT_STATE, "allow"),
        (OWN_APPLY, "dynamodb:DeleteItem", f"{MANAGEMENT_STATE}-md5", "allow"),
        (OWN_APPLY, "dynamodb:PutItem", DEV_STATE, "explicit-deny"),
        (OWN_PLAN, "dynamodb:PutItem", MANAGEMENT_STATE, "explicit-deny"),
        (APPLY_A, "dynamodb:PutItem", PRODUCT_A, "allow"),
        (APPLY_A, "dynamodb:DeleteItem", PRODUCT_B, "explicit-deny"),
        (DEV_DEVELOPER, "dynamodb:GetItem", DEV_STATE, "implicit-deny"),
        (ADMINISTRATOR, "dynamodb:DeleteItem", DEV_STATE, "explicit-deny"),
        (BREAK_GLASS, "dynamodb:DeleteItem", DEV_STATE, "allow"),
    ],
)
def test_each_role_locks_its_own_state_only(
    planned: Policies, role: str, action: str, item: str, expected: str
) -> None:
    """B9, E19: break-glass may remove a lock that a dead pipeline left."""
    answer = _answer(planned, role, action, TABLE, dynamodb__LeadingKeys=f"mm-terraform-state/{item}")
    assert answer == expected


BOUNDARY_ARN = "arn:aws:iam::222222222222:policy/guardrails/MM-dev-use1-policy-apply-boundary"


@pytest.mark.parametrize(
    ("action", "resource", "context", "expected"),
    [
        ("ec2:CreateVpc", "*", {}, "allow"),
        ("sagemaker:CreateDomain", "*", {}, "implicit-deny"),
        ("iam:CreateRole", "arn:aws:iam::222222222222:role/guardrails/MM-dev-use1-role-flow-logs", {}, "allow"),
        ("iam:CreateUser", "arn:aws:iam::222222222222:user/eve", {}, "explicit-deny"),
        ("iam:CreateAccessKey", "arn:aws:iam::222222222222:user/eve", {}, "explicit-deny"),
        ("iam:DeleteRolePermissionsBoundary", DEV_APPLY, {}, "explicit-deny"),
        (
            "iam:PutRolePermissionsBoundary",
            DEV_APPLY,
            {"iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess"},
            "explicit-deny",
        ),
        ("iam:CreatePolicyVersion", BOUNDARY_ARN, {}, "explicit-deny"),
        ("iam:SetDefaultPolicyVersion", BOUNDARY_ARN, {}, "explicit-deny"),
        ("iam:UpdateAssumeRolePolicy", DEV_APPLY, {}, "explicit-deny"),
        ("iam:AttachRolePolicy", DEV_APPLY, {}, "explicit-deny"),
        ("iam:PutRolePolicy", DEV_PLAN, {}, "explicit-deny"),
        (
            "iam:CreateOpenIDConnectProvider",
            "arn:aws:iam::222222222222:oidc-provider/example.com",
            {},
            "explicit-deny",
        ),
    ],
)
def test_the_pipeline_cannot_leave_its_boundary(
    planned: Policies, action: str, resource: str, context: dict[str, str], expected: str
) -> None:
    """A11, B11, PG-028: not even with AdministratorAccess attached to the role."""
    boundary = _document(planned["minimal"]["aws_iam_policy.boundary"]["policy"], PolicyType.BOUNDARY)
    policies = PolicySet(identity=(FULL_AWS_ACCESS,), boundary=boundary)
    principal = Principal(DEV_APPLY, PrincipalKind.ROLE, "222222222222")
    request = Request(principal, action, resource, context_of({"aws:PrincipalArn": DEV_APPLY, **context}))
    assert str(decide(policies, request)) == expected


def test_policies_stay_far_below_their_quotas(planned: Policies) -> None:
    """A bucket policy has 20 KB, a table's 20 KB, a managed policy 6,144 characters, a role's inline ones 10,240."""
    most = {"aws_s3_bucket_policy": 20480, "aws_dynamodb_resource_policy": 20480, "aws_iam_policy": 6144}
    for example in planned.values():
        for address, made in example.items():
            limit = most.get(address.split(".")[0], 10240)
            if isinstance(made, dict) and "policy" in made:
                assert len(json.dumps(json.loads(made["policy"]), separators=(",", ":"))) < limit / 2, address
