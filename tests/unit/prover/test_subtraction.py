"""What is left of a shape without others is exactly what it matches and none of them does."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition, Element
from guardrails.model.request import Principal, PrincipalKind, Request
from guardrails.prover.slices.shapes import Shape, holds
from guardrails.prover.subtraction import MOST_SHAPES, less

NAMES = ["s3:GetObject", "s3:PutObject", "ec2:RunInstances"]
ACTIONS = st.builds(
    Element,
    st.lists(st.sampled_from([*NAMES, "s3:*", "*", "s3:Get*"]), min_size=1, max_size=2).map(tuple),
    st.booleans(),
)
RESOURCES = st.builds(
    Element,
    st.lists(st.sampled_from(["*", "arn:aws:s3:::a/*", "arn:aws:s3:::*/x"]), min_size=1, max_size=2).map(tuple),
    st.booleans(),
)
ROWS = st.builds(
    Condition,
    st.sampled_from(["StringEquals", "StringNotEquals", "StringLike"]),
    st.sampled_from(["aws:RequestedRegion", "aws:SourceVpce"]),
    st.lists(st.sampled_from(["a", "b", "a*"]), min_size=1, max_size=2).map(tuple),
)
SHAPES = st.builds(
    lambda action, resource, rows: Shape(((action, True),), ((resource, True),), tuple((row, True) for row in rows)),
    ACTIONS,
    RESOURCES,
    st.lists(ROWS, max_size=2),
)
CALLER = Principal("arn:aws:iam::111122223333:role/x", PrincipalKind.ROLE, "111122223333")
REQUESTS = st.builds(
    lambda action, resource, region, endpoint: Request(
        CALLER, action, resource, {"aws:requestedregion": region} | ({"aws:sourcevpce": endpoint} if endpoint else {})
    ),
    st.sampled_from(NAMES),
    st.sampled_from(["arn:aws:s3:::a/x", "arn:aws:s3:::b/x", "arn:aws:s3:::a/y", "*"]),
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["", "a", "b"]),
)


@settings(max_examples=300)
@given(SHAPES, st.lists(SHAPES, max_size=2), REQUESTS)  # of more, some might be left out
def test_nothing_is_lost_and_nothing_is_added(minuend: Shape, others: list[Shape], request: Request) -> None:
    left = less(minuend, others)
    wanted = holds(minuend, request) is Truth.TRUE and not any(holds(one, request) is Truth.TRUE for one in others)
    found = any(holds(one, request) is Truth.TRUE for one in left)
    assert found is wanted


def test_too_many_pieces_leave_a_subtrahend_out() -> None:
    minuend = Shape(((Element(("*",)), True),))
    others = [
        Shape(
            ((Element((f"svc{at}:*",)), True),),
            (),
            tuple((Condition("StringEquals", f"svc{at}:k{each}", ("v",)), True) for each in range(6)),
        )
        for at in range(6)
    ]
    left = less(minuend, others)
    assert 1 < len(left) <= MOST_SHAPES
