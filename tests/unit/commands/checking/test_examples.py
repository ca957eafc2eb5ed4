"""Compliant examples: which scenarios count for which policy, and what is said of files that cannot be read."""

from __future__ import annotations

from pathlib import Path

from guardrails.commands.checking.examples import examples_of
from tests.unit.lint.project import TODAY, labs, load, project_from, workloads


def test_a_scenario_file_that_cannot_be_read_is_said_not_passed_over(tmp_path: Path) -> None:
    deny = {"Effect": "Deny", "Action": "s3:L*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": False}}}
    scenarios = {
        "a": "policy: a\nscenarios: [{request: s3:GetObject}]\n",
        "b": [{"request": "s3:GetObjekt", "expect": "allow"}, {"request": "s3:ListAllMyBuckets", "expect": "allow"}],
        "c": "policy: [",
        "d": "cases: [{principal: anonymous, action: s3:GetObject, resource: '*', expect: implicit-deny}]\n",
    }
    project = load(project_from(tmp_path, {}, dict.fromkeys("abcd", deny), scenarios))
    examples = examples_of(project, TODAY)
    assert [(one.rule, one.location.file) for one in examples.findings] == [
        ("FORM-002", "scps/tests/a.yaml"),
        ("FORM-003", "scps/tests/b.yaml"),
        ("YAML-001", "scps/tests/c.yaml"),
    ]
    assert [one.words for one in examples.of["b"]] == ["s3:ListAllMyBuckets"]


def test_examples_are_asked_where_the_policy_is_in_force_and_could_deny_them(tmp_path: Path) -> None:
    fragment = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads(), labs()]}}
    rows = [
        {"request": "s3:ListAllMyBuckets", "account": ["Dev", "Lab"], "expect": "allow"},
        {"request": "ec2:DescribeRegions", "account": "Dev", "expect": "allow"},
    ]
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": False}}}
    project = load(project_from(tmp_path, fragment, {"guard": deny}, {"guard": rows}))
    (example,) = examples_of(project, TODAY).of["guard"]
    assert example.account == "Dev"
    assert [request.action for request in example.requests] == ["s3:ListAllMyBuckets"]
