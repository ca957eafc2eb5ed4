"""Resources of which only a part is known, against the patterns of policies."""

from __future__ import annotations

import pytest

from guardrails.evaluation.compiled import compile_policies
from guardrails.evaluation.decide import decide
from guardrails.evaluation.explain import explain
from guardrails.evaluation.matching import resource_matches
from guardrails.model.decision import Truth
from guardrails.model.policy.document import FULL_AWS_ACCESS, Effect, Element, PolicyDocument, PolicySet, Statement
from guardrails.model.request import UNKNOWN, Partial, Principal, PrincipalKind, Request

ROLE = Principal("arn:aws:iam::222222222222:role/x", PrincipalKind.ROLE, "222222222222")


@pytest.mark.parametrize(
    ("pattern", "partial", "truth"),
    [
        ("*", "arn:aws:s3:::b/*", Truth.TRUE),
        ("arn:aws:s3:::*", "arn:aws:s3:::b/*", Truth.TRUE),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/*", Truth.TRUE),
        ("arn:aws:s3:::b/logs/*", "arn:aws:s3:::b/*", Truth.UNKNOWN),
        ("arn:aws:s3:::c/*", "arn:aws:s3:::b/*", Truth.FALSE),
        ("arn:aws:s3:::*-logs", "arn:aws:s3:::terraform-*", Truth.UNKNOWN),
        ("arn:aws:iam::*:role/guardrails/*", "arn:aws:iam::222222222222:role/*", Truth.UNKNOWN),
        ("arn:aws:iam::*:role/guardrails/*", "arn:aws:iam::222222222222:role/app-*", Truth.FALSE),
        ("arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:222222222222:instance/*", Truth.TRUE),
        ("arn:aws:ec2:*:*:instance/i-?", "arn:aws:ec2:us-east-1:222222222222:instance/i-*", Truth.UNKNOWN),
        ("arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:us-east-1:222222222222:instance/*", Truth.FALSE),
        ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::ana/*", Truth.TRUE),
        ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::bob/*", Truth.FALSE),
        ("arn:aws:s3:::${s3:prefix}/*", "arn:aws:s3:::ana/*", Truth.UNKNOWN),
        ("arn:aws:s3:::x${s3:prefix}/*", "arn:aws:s3:::ana/*", Truth.FALSE),
        ("arn:aws:s3:::${aws:sourcevpc}/*", "arn:aws:s3:::ana/*", Truth.FALSE),
        ("arn:aws:s3:::b${*}", "arn:aws:s3:::b*", Truth.UNKNOWN),
        ("arn:aws:s3", "arn:aws:s3:::b*", Truth.UNKNOWN),
    ],
)
def test_a_pattern_names_what_a_partly_known_arn_may_be(pattern: str, partial: str, truth: Truth) -> None:
    context = {"aws:username": "ana", "s3:prefix": UNKNOWN}
    assert resource_matches(pattern, Partial(partial), context, variables=True) is truth


def test_an_open_verdict_on_a_partly_known_arn_hangs_on_the_resource() -> None:
    deny = Statement(
        Effect.DENY, Element(("iam:PassRole",)), Element(("arn:aws:iam::*:role/guardrails/*",)), sid="Keep"
    )
    policies = PolicySet(scps=((FULL_AWS_ACCESS, PolicyDocument((deny,), name="own")),))
    request = Request(ROLE, "iam:PassRole", Partial("arn:aws:iam::222222222222:role/*"))
    explanation = explain(policies, request)
    assert explanation.verdict == compile_policies(policies).decide(request) == decide(policies, request)
    assert explanation.verdict.decision is None
    assert explanation.hangs_on == ("resource",)
    assert [row.sid for row in explanation.deciding] == ["Keep"]


def test_a_pattern_with_a_variable_hangs_on_its_key_and_on_the_resource() -> None:
    deny = Statement(Effect.DENY, Element(("s3:*",)), Element(("arn:aws:s3:::${s3:prefix}/a",)), sid="Own")
    policies = PolicySet(scps=((FULL_AWS_ACCESS, PolicyDocument((deny,), name="own")),))
    found = explain(policies, Request(ROLE, "s3:GetObject", Partial("arn:aws:s3:::b/*"), {"s3:prefix": UNKNOWN}))
    assert found.hangs_on == ("s3:prefix", "resource")


def test_rcps_do_not_reach_an_alias_of_aws_and_may_not_reach_what_may_be_one() -> None:
    deny = PolicyDocument((Statement(Effect.DENY, Element(("kms:*",)), Element(("*",))),))
    policies = PolicySet(rcps=((deny,),))
    start = "arn:aws:kms:us-east-1:222222222222"
    found = [
        str(decide(policies, Request(ROLE, "kms:CreateAlias", Partial(f"{start}:{name}"))))
        for name in ("alias/aws/*", "alias/*", "key/*")
    ]
    assert found == ["allow", "unknown", "explicit-deny"]


def test_a_pattern_that_holds_the_sign_for_what_is_unknown_covers_nothing() -> None:
    assert resource_matches("arn:aws:s3:::\0", Partial("arn:aws:s3:::*"), {}, variables=False) is Truth.UNKNOWN


def test_what_looks_like_a_variable_is_text_where_the_version_knows_none() -> None:
    pattern = Element(("arn:aws:s3:::${aws:RequestedRegion, 'b'}/k",))
    for version, truth in (("2008-10-17", Truth.FALSE), ("2012-10-17", Truth.UNKNOWN)):
        document = PolicyDocument((Statement(Effect.DENY, Element(("*",)), resource=pattern),), version)
        policies = PolicySet(scps=((FULL_AWS_ACCESS, document),))
        request = Request(ROLE, "s3:GetObject", Partial("arn:aws:s3:::b/*"))
        for verdict in (decide(policies, request), compile_policies(policies).decide(request)):
            assert verdict.denied is truth, version
