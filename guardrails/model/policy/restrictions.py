"""What each type of policy forbids or needs, beyond the grammar that all types share.

Sources: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html,
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Mapping

from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.report import Report, name_at
from guardrails.model.source import Pointer

_IDENTITY_LIKE = (PolicyType.IDENTITY, PolicyType.BOUNDARY, PolicyType.SESSION)
_ORGANIZATION = (PolicyType.SCP, PolicyType.RCP)
_A = {
    PolicyType.SCP: "an SCP",
    PolicyType.RCP: "an RCP",
    PolicyType.IDENTITY: "an identity policy",
    PolicyType.BOUNDARY: "a permissions boundary",
    PolicyType.SESSION: "a session policy",
    PolicyType.RESOURCE: "a resource policy",
}
_NARROW = "remove it; narrow with a condition on `aws:PrincipalArn`"


def check_version(report: Report, value: str, type: PolicyType) -> None:
    """Report the old version of the policy language: an error in an SCP or RCP, elsewhere a warning."""
    if value != "2008-10-17":
        return
    if type in _ORGANIZATION:
        message = f"{_A[type]} must have `Version` `2012-10-17`, found `{value}`"
        report.add("bad-version", ("Version",), message, "write `2012-10-17`")
    else:
        message = f"`{value}` is the old policy language: policy variables stay plain text"
        report.add("old-version", ("Version",), message, "write `2012-10-17`")


def check_id(report: Report, type: PolicyType) -> None:
    """Report an `Id` where AWS forbids it or does not say that it may stand."""
    if type in _IDENTITY_LIKE:
        report.add("id-in-identity-policy", name_at(("Id",)), f"{_A[type]} cannot have an `Id`", "remove it")
    if type in _ORGANIZATION:
        report.add("id-in-scp", name_at(("Id",)), f"{_A[type]} with an `Id` is not documented by AWS", "remove it")


def check_statement(report: Report, pointer: Pointer, raw: Mapping[object, object], type: PolicyType) -> None:
    """Report what a statement may not have, or lacks, in a policy of this type."""
    if type is not PolicyType.RESOURCE and not {"Resource", "NotResource"} & raw.keys():
        message = "the statement has neither `Resource` nor `NotResource`"
        report.add("missing-resource", pointer, message, 'write `"Resource": "*"`, or the ARNs it is about')
    named = [str(name) for name in raw if name in ("Principal", "NotPrincipal")]
    if type in (PolicyType.RESOURCE, PolicyType.RCP):
        if not named:
            help = 'write `"Principal": "*"`'
            report.add("principal-required", pointer, f"a statement of {_A[type]} needs a `Principal`", help)
    else:
        code = "principal-in-scp" if type is PolicyType.SCP else "principal-in-identity-policy"
        for name in named:
            report.add(code, name_at((*pointer, name)), f"{_A[type]} cannot have `{name}`", _NARROW)
    if type is PolicyType.RCP:
        _check_rcp_statement(report, pointer, raw)


def _check_rcp_statement(report: Report, pointer: Pointer, raw: Mapping[object, object]) -> None:
    if raw.get("Effect") == "Allow":
        message = "an RCP of a customer cannot allow; only AWS's `RCPFullAWSAccess` does"
        report.add("rcp-allow", (*pointer, "Effect"), message, "write `Deny`; every request is allowed otherwise")
    if "NotPrincipal" in raw:
        place = name_at((*pointer, "NotPrincipal"))
        report.add("rcp-not-principal", place, "an RCP cannot have `NotPrincipal`", 'write `"Principal": "*"`')
    if "Principal" in raw and raw["Principal"] != "*":
        help = 'write `"*"`, and narrow with a condition on `aws:PrincipalArn` or `aws:PrincipalOrgID`'
        report.add("rcp-principal", (*pointer, "Principal"), 'the `Principal` of an RCP must be exactly `"*"`', help)
    if "NotAction" in raw:
        place = name_at((*pointer, "NotAction"))
        report.add("rcp-not-action", place, "an RCP cannot have `NotAction`", "list the actions in `Action`")
    actions = raw.get("Action")
    for at, action in enumerate(actions if isinstance(actions, list | tuple) else [actions]):
        if isinstance(action, str) and action in ("*", "*:*"):
            inner = (*pointer, "Action", at) if actions is not action else (*pointer, "Action")
            help = "write one pattern for each service, for example `s3:*`"
            report.add("rcp-bare-star", inner, f"an action of an RCP must name its service, found `{action}`", help)
