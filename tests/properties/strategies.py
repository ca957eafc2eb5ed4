"""Policies and requests from a small vocabulary, so that they meet often; unknowns and absences included."""

from __future__ import annotations

from hypothesis import strategies as st

from guardrails.evaluation.operators import OPERATORS
from guardrails.model.policy.document import (
    FULL_AWS_ACCESS,
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    PrincipalElement,
    SetOperator,
    Statement,
)
from guardrails.model.request import UNKNOWN, Partial, Principal, PrincipalKind, Request

ACCOUNT, OTHER = "111122223333", "444455556666"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/s"
USER = f"arn:aws:iam::{ACCOUNT}:user/ana"
KEYS = ("aws:RequestedRegion", "aws:PrincipalArn", "ec2:InstanceType", "aws:TagKeys", "k:n", "k:d", "k:ip", "k:b")
ACTIONS = ("s3:GetObject", "s3:PutObject", "ec2:RunInstances", "kms:Decrypt", "sts:AssumeRole", "kms:RetireGrant")
ACTION_PATTERNS = ("*", "s3:*", "S3:get*", "s3:?utObject", "ec2:RunInstances", "kms:*", "sts:Assume*", "*:Get*")
RESOURCES = (
    "arn:aws:kms:us-east-1:111122223333:alias/aws/s3",
    "arn:aws:iam::1:role/aws-service-role/x/y",
    "*",
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::b",
    "arn:aws:ec2:us-east-1:111122223333:instance/*",
    "a:b:C:d:e:f",
)
RESOURCE_PATTERNS = (
    "*",
    "**",
    "arn:aws:s3:::*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::${k:n}/*",
    "arn:aws:s3:::${aws:RequestedRegion, 'b'}/k",
    "arn:aws:ec2:*:*:instance/*",
    "arn:aws:s3",
    "a:b:C:*",
    "arn:AWS:s3:::b/?",
    "arn:aws:s3:::b/?",
)
PARTIALS = (
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::*/k",
    "arn:*:s3:::b",
    "arn:aws:ec2:*:111122223333:instance/*",
    "arn:aws:kms:us-east-1:111122223333:*",
    "arn:aws:iam::*:role/*",
    "a:b:*:d:e:f",
)
FILLINGS = ("", "k", "b", "b/k", "C", "*", "alias/aws/s3", "aws-service-role/x/y", "us-east-1", "aws")
TEXTS = (
    "",
    "a",
    "A",
    "b",
    "a*",
    "eu-west-1",
    "1",
    "1.0",
    "10",
    "true",
    "false",
    "2026",
    "2026-01-01T00:00:00Z",
    "203.0.113.9",
    "203.0.113.0/24",
    "2001:db8::1",
    "YQ==",
    ROLE,
    "arn:aws:iam::*:role/*",
    "arn:aws:iam::*",
)
PATTERNS = (
    *TEXTS,
    "*",
    "?",
    "eu-*",
    "${k:n}",
    "${aws:RequestedRegion, 'a'}",
    "${*}",
    "x${k:n}*",
    "arn:aws:iam::${k:d}:role/*",
)

texts = st.sampled_from(TEXTS)
values = st.one_of(texts, st.lists(texts, max_size=2).map(tuple))
contexts = st.dictionaries(st.sampled_from([key.lower() for key in KEYS]), values, max_size=6)
blurred_contexts = st.dictionaries(
    st.sampled_from([key.lower() for key in KEYS]), st.one_of(values, st.just(UNKNOWN)), max_size=6
)

operators = st.sampled_from([*OPERATORS, "Null"])


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    operator = draw(operators)
    null = operator == "Null"
    wanted = st.lists(st.sampled_from(["true", "false"] if null else PATTERNS), min_size=1, max_size=3)
    return Condition(
        operator,
        draw(st.sampled_from(KEYS)),
        tuple(draw(wanted)),
        SetOperator.NONE if null else draw(st.sampled_from(SetOperator)),
        False if null else draw(st.booleans()),
    )


def elements(patterns: tuple[str, ...]) -> st.SearchStrategy[Element]:
    return st.builds(Element, st.lists(st.sampled_from(patterns), min_size=1, max_size=3).map(tuple), st.booleans())


principal_elements = st.builds(
    PrincipalElement,
    st.lists(
        st.sampled_from(
            [
                ("*", "*"),
                ("AWS", ROLE),
                ("AWS", SESSION),
                ("AWS", USER),
                ("AWS", ACCOUNT),
                ("Service", "s3.amazonaws.com"),
                ("AWS", f"arn:aws:iam::{OTHER}:root"),
            ]
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
    st.booleans(),
)


def statements(principal: st.SearchStrategy[PrincipalElement | None] = st.none()) -> st.SearchStrategy[Statement]:  # noqa: B008
    return st.builds(
        Statement,
        effect=st.sampled_from(Effect),
        action=elements(ACTION_PATTERNS),
        resource=elements(RESOURCE_PATTERNS),
        conditions=st.lists(conditions(), max_size=2).map(tuple),
        principal=principal,
    )


def documents(principal: st.SearchStrategy[PrincipalElement | None] = st.none()) -> st.SearchStrategy[PolicyDocument]:  # noqa: B008
    return st.builds(
        PolicyDocument,
        st.lists(statements(principal), min_size=1, max_size=3).map(tuple),
        st.sampled_from(["2012-10-17", "2012-10-17", "2008-10-17", ""]),
    )


level = st.lists(st.one_of(documents(), st.just(FULL_AWS_ACCESS)), min_size=1, max_size=3).map(tuple)
levels = st.lists(level, max_size=3).map(tuple)
policy_sets = st.builds(
    PolicySet,
    scps=levels,
    rcps=levels,
    identity=st.one_of(st.just((FULL_AWS_ACCESS,)), st.lists(documents(), max_size=2).map(tuple)),
    boundary=st.one_of(st.none(), documents()),
    session=st.one_of(st.none(), documents()),
    resource=st.one_of(st.none(), documents(principal_elements)),
)

principals = st.builds(
    Principal,
    arn=st.sampled_from([ROLE, USER]),
    kind=st.sampled_from(PrincipalKind),
    account=st.just(ACCOUNT),
    session=st.sampled_from(["", SESSION]),
    in_management_account=st.sampled_from([False, False, False, True]),
)


partials = st.sampled_from(PARTIALS).map(Partial)


@st.composite
def partly_known(draw: st.DrawFn) -> tuple[Partial, Partial, str]:
    """A partly known ARN, one that says more of it, and one ARN that both may be."""
    partial = draw(partials)
    runs = partial.pattern.split("*")
    said = [draw(st.sampled_from(FILLINGS)) for _ in runs[1:]]
    kept = [draw(st.booleans()) for _ in said]
    more = [f"{text}*" if keep else text for text, keep in zip(said, kept, strict=True)]
    ends = [text + draw(st.sampled_from(FILLINGS)) if keep else text for text, keep in zip(said, kept, strict=True)]
    return partial, Partial(_joined(runs, more)), _joined(runs, ends)


def _joined(runs: list[str], between: list[str]) -> str:
    return runs[0] + "".join(text + run for text, run in zip(between, runs[1:], strict=True))


def requests(context: st.SearchStrategy[dict[str, object]]) -> st.SearchStrategy[Request]:
    return st.builds(
        Request,
        principal=principals,
        action=st.sampled_from(ACTIONS),
        resource=st.one_of(st.sampled_from(RESOURCES), st.just(UNKNOWN), partials),
        context=context,
        resource_account=st.sampled_from(["", ACCOUNT, OTHER]),
        resource_in_management_account=st.sampled_from([False, False, True]),
    )
