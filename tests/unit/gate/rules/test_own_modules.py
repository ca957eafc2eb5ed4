"""What is changed in its own module only."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.gate.modules import modules_of, name_of
from guardrails.gate.rules.own_modules import check, guarded_of
from tests.unit.gate.building import committed, configured, made, organization, row
from tests.unit.gate.rules.judging import judged, said

PIPELINE = "aws_iam_role.deploy"
LOGS = "mm-org-cloudtrail"


def role(name: str, path: str, address: str = PIPELINE, actions: str = "create") -> dict[str, Any]:
    return row(address, actions, after={"name": name, "path": path})


def test_the_file_says_what_is_guarded() -> None:
    guarded = guarded_of(organization())
    assert "/guardrails/MM-github-actions-apply" in guarded.roles
    assert guarded.paths == ("/guardrails/",)
    assert {"mm-org-cloudtrail", "mm-org-config", "mm-dev-use1-cloudtrail-core"} <= guarded.buckets


@pytest.mark.parametrize(
    ("name", "path", "found"),
    [
        ("MM-github-actions-apply", "/guardrails/", True),
        ("anything", "/guardrails/", True),
        ("anything", "/guardrails/deep/", True),
        ("MM-github-actions-apply", "/", False),
        ("AWSControlTowerExecution", "/", True),
        ("guardrails-reader", "/", False),
    ],
)
def test_roles_are_told_by_name_and_path(name: str, path: str, found: bool) -> None:
    assert bool(judged(check, [role(name, path)], "Dev")) is found


def test_the_module_that_owns_it_may_change_it() -> None:
    inside = role("MM-github-actions-apply", "/guardrails/", "module.bootstrap.aws_iam_role.apply")
    assert judged(check, [inside], "Dev") == []
    elsewhere = role("MM-github-actions-apply", "/guardrails/", "module.network.aws_iam_role.apply")
    assert said(judged(check, [elsewhere], "Dev")) == {("module.network.aws_iam_role.apply", "error")}
    service = role("MM-dev-use1-role-flow", "/guardrails/", "module.network.aws_iam_role.flow")
    assert judged(check, [service], "Dev") == []


def test_the_root_of_the_module_may_too() -> None:
    assert judged(check, [role("MM-github-actions-apply", "/guardrails/")], "Dev", module="bootstrap") == []


def test_what_stays_as_it_is_changes_nothing() -> None:
    held = {"name": "MM-github-actions-apply", "path": "/guardrails/"}
    assert judged(check, [row(PIPELINE, "no-op", before=held, after=held)], "Dev") == []


def test_a_delete_changes_it_too() -> None:
    held = {"name": "MM-github-actions-apply", "path": "/guardrails/"}
    assert said(judged(check, [row(PIPELINE, "delete", before=held)], "Dev")) == {(PIPELINE, "error")}


def test_what_is_attached_counts_by_the_name_of_the_role() -> None:
    attached = row("aws_iam_role_policy_attachment.a", after={"role": "MM-github-actions-apply", "policy_arn": "x"})
    other = row("aws_iam_role_policy_attachment.b", after={"role": "reader", "policy_arn": "x"})
    assert said(judged(check, [attached, other], "Dev")) == {("aws_iam_role_policy_attachment.a", "error")}


def test_a_role_of_the_plan_is_known_with_its_path() -> None:
    rows = [role("own", "/guardrails/", "aws_iam_role.own"), row("aws_iam_role_policy.a", after={"role": "own"})]
    assert {one.address for one in judged(check, rows, "Dev")} == {"aws_iam_role.own", "aws_iam_role_policy.a"}


def test_an_unknown_role_is_undecided() -> None:
    address = "aws_iam_role_policy.a"
    plan = made(
        row(address, after={}, after_unknown={"role": True}), configuration=configured((address, {"role": "var.role"}))
    )
    assert said(judged(check, plan, "Dev")) == {(address, "undecided")}


@pytest.mark.parametrize("type", ["aws_iam_openid_connect_provider", "aws_iam_saml_provider"])
def test_trust_anchors_are_made_by_bootstrap(type: str) -> None:
    assert said(judged(check, [row(f"{type}.a", after={"url": "x"})], "Dev")) == {(f"{type}.a", "error")}
    assert judged(check, [row(f"module.bootstrap.{type}.a", after={"url": "x"})], "Dev") == []


@pytest.mark.parametrize("type", ["aws_s3_bucket_policy", "aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket"])
def test_log_buckets_are_set_by_their_modules(type: str) -> None:
    assert said(judged(check, [row(f"{type}.a", after={"bucket": LOGS})], "Management")) == {(f"{type}.a", "error")}
    inside = row(f"module.security_services.{type}.a", after={"bucket": LOGS})
    assert judged(check, [inside], "Management") == []
    assert judged(check, [row(f"{type}.a", after={"bucket": "mm-dev-use1-models"})], "Management") == []


def test_the_delete_of_a_bucket_is_the_matter_of_another_rule() -> None:
    assert judged(check, [row("aws_s3_bucket.a", "delete", before={"bucket": LOGS})], "Management") == []
    policy = row("aws_s3_bucket_policy.a", "delete", before={"bucket": LOGS})
    assert said(judged(check, [policy], "Management")) == {("aws_s3_bucket_policy.a", "error")}


def test_a_bucket_is_followed_by_reference() -> None:
    address = "aws_s3_bucket_policy.a"
    rows = (row("aws_s3_bucket.logs", after={"bucket": LOGS}), row(address, after={}, after_unknown={"bucket": True}))
    blocks = [("aws_s3_bucket.logs", {"bucket": "var.name"})]
    plan = made(*rows, configuration=configured(*blocks, (address, {"bucket": "aws_s3_bucket.logs.id"})))
    assert {one.address for one in judged(check, plan, "Management")} == {"aws_s3_bucket.logs", address}
    for lost in ("local.lost", "data.external.asked.result"):
        plan = made(*rows, configuration=configured(*blocks, (address, {"bucket": lost})))
        assert (address, "undecided") in said(judged(check, plan, "Management"))


def test_a_trail_is_kept_by_its_modules() -> None:
    assert said(judged(check, [row("aws_cloudtrail.a", after={"name": "x"})], "Dev")) == {("aws_cloudtrail.a", "error")}
    assert judged(check, [row("module.security_services.aws_cloudtrail.a", after={"name": "x"})], "Dev") == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("../../../modules/bootstrap", "bootstrap"),
        ("./bootstrap/", "bootstrap"),
        ("git::https://example.com/landing-zone.git//modules/bootstrap?ref=v1.2", "bootstrap"),
        ("example/bootstrap.git?ref=v1", "bootstrap"),
    ],
)
def test_a_module_is_the_last_part_of_its_source(source: str, name: str) -> None:
    assert name_of(source) == name


def test_modules_come_from_the_sources_of_calls() -> None:
    plan = committed("live-dev-account-baseline")
    roles = {modules_of(plan, one) for one in plan.of("aws_iam_role")}
    assert roles == {("account-baseline",), ("security-baseline",)}
