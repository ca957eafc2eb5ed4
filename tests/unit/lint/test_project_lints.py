"""Lints and rules that need the project around a document: exempt principals, compliant examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guardrails.commands.checking.surroundings import subjects_of, surroundings_of
from guardrails.lint import exempt_principals
from guardrails.model.finding import Finding, Severity
from guardrails.model.source import show_pointer
from tests.unit.lint.project import TODAY, findings_of, labs, load, project_from, workloads

GUARD = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "DenyBuckets",
            "Effect": "Deny",
            "Action": "s3:DeleteBucket",
            "Resource": "*",
            "Condition": {"ArnNotLike": {"aws:PrincipalArn": ["{{ops}}"]}},
        }
    ],
}
PROTECTION = {
    "Effect": "Deny",
    "Action": ["iam:CreateRole", "iam:UpdateAssumeRolePolicy"],
    "Resource": "arn:aws:iam::*:role/kept/*",
}


def organization(**changes: Any) -> dict[str, Any]:
    return {
        "principals": {"ops": ["arn:aws:iam::*:role/kept/ops"]},
        "policies": {
            "guard": {"file": "scps/guard.json", "exempt": ["ops"]},
            "other": {"file": "scps/guard.json", "exempt": ["ops"]},
        },
        "root": {"scps": ["FullAWSAccess", "guard", "other"]},
        **changes,
    }


def unprotected(folder: Path, fragment: dict[str, Any], documents: dict[str, Any]) -> list[Finding]:
    project = load(project_from(folder, fragment, documents))
    return list(exempt_principals.check(surroundings_of(project, subjects_of(project), TODAY), project.file))


def test_a_named_principal_that_anybody_can_become_is_one_error_at_its_first_exemption(tmp_path: Path) -> None:
    (finding,) = unprotected(tmp_path, organization(), {"guard": GUARD})
    assert (finding.rule, finding.severity) == ("ORG-021", Severity.ERROR)
    assert finding.location.file == "scps/organization.yaml"
    assert show_pointer(finding.location.pointer) == "/policies/guard/exempt/0"
    assert finding.message.startswith("guard, other exempt ops, `arn:aws:iam::*:role/kept/ops`, which `role/Developer`")
    assert finding.witness == "iam:CreateRole arn:aws:iam::222222222222:role/kept/ops --as role/Developer: allow"


def test_protection_at_the_same_node_is_enough(tmp_path: Path) -> None:
    assert unprotected(tmp_path / "no", organization(), {"guard": GUARD})
    fragment = organization(root={"scps": ["FullAWSAccess", "guard", "other", "protection"]})
    assert not unprotected(tmp_path / "yes", fragment, {"guard": GUARD, "protection": PROTECTION})


def test_protection_below_leaves_the_accounts_beside_it_open(tmp_path: Path) -> None:
    fragment = organization()
    fragment["root"]["ous"] = [workloads("protection"), labs()]
    (finding,) = unprotected(tmp_path, fragment, {"guard": GUARD, "protection": PROTECTION})
    assert finding.message.endswith("in Lab")


def test_a_policy_that_is_attached_nowhere_exempts_nobody_yet(tmp_path: Path) -> None:
    assert not unprotected(tmp_path, organization(root={"scps": ["FullAWSAccess"]}), {"guard": GUARD})


def test_an_exception_for_a_principal_asks_for_its_protection(tmp_path: Path) -> None:
    exception = {
        "id": "EX-1",
        "policy": "plain",
        "statement": "DenyBuckets",
        "scope": {"account": "Dev", "principal": "role/lab/cleaner"},
        "mechanism": "principal",
        "reason": "old buckets",
        "alternative_considered": "none",
        "owner": "platform",
        "approved_by": "security",
        "expires": "2026-12-31",
    }
    plain = {"Sid": "DenyBuckets", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}
    (finding,) = unprotected(tmp_path, {"exceptions": [exception]}, {"plain": plain})
    assert show_pointer(finding.location.pointer) == "/exceptions/0/scope"
    assert "`arn:aws:iam::222222222222:role/lab/cleaner`" in finding.message
    assert "LINT-020" not in {one.rule for one in findings_of(tmp_path)}


def test_a_wrong_polarity_comes_with_the_operator_turned_around(tmp_path: Path) -> None:
    wrong = {
        "Effect": "Deny",
        "Action": "sagemaker:CreateNotebookInstance",
        "Resource": "*",
        "Condition": {"StringNotEquals": {"sagemaker:RootAccess": "Enabled"}},
    }
    compliant = {"request": "sagemaker:CreateNotebookInstance sagemaker:RootAccess=Disabled", "expect": "allow"}
    project_from(tmp_path, {}, {"notebooks": wrong}, {"notebooks": [compliant]})
    (finding,) = [one for one in findings_of(tmp_path) if one.rule == "LINT-024"]
    assert finding.fix is not None and not finding.fix.safe
    (edit,) = finding.fix.edits
    assert edit.new == {"StringEquals": {"sagemaker:RootAccess": "Enabled"}}
    assert [place.pointer for place, _ in finding.related] == [("scenarios", 0)]


def test_an_unprotected_name_is_told_at_a_policy_that_is_in_force(tmp_path: Path) -> None:
    (finding,) = unprotected(tmp_path, organization(root={"scps": ["FullAWSAccess", "other"]}), {"guard": GUARD})
    assert show_pointer(finding.location.pointer) == "/policies/other/exempt/0"
    assert finding.message.startswith("other exempts ops")


def test_no_operator_is_turned_around_where_the_key_is_absent(tmp_path: Path) -> None:
    header = {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}
    deny = {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*", "Condition": header}
    rows = [{"request": "s3:PutObject arn:aws:s3:::b/k", "expect": "allow"}]
    project_from(tmp_path, {}, {"encryption": deny}, {"encryption": rows})
    (finding,) = [one for one in findings_of(tmp_path) if one.rule == "LINT-024"]
    assert "carries no `s3:x-amz-server-side-encryption`" in finding.message
    assert finding.fix is None
