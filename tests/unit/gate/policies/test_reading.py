"""Reading resource policies: text, blocks of a data source, grants; what is unknown stays unknown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.gate.policies.attributes import GRANT_TYPES, LIMITING, POLICY_ATTRIBUTES
from guardrails.gate.policies.reading import account_in, has_policy, policies_of, principals
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.plan import Targets
from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, Path
from guardrails.model.policy.document import Statement
from guardrails.terraform.references.resolver import resolver_of
from tests.unit.gate.building import committed

ALLOW = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}


def change(type: str, **after: object) -> Change:
    return Change(f"{type}.one", type, "one", Verb.CREATE, 0, after=after)


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def statements_of(one: Change) -> list[tuple[str, Statement]]:
    """Return the attribute and each statement of all policies of a change."""
    return [(policy.attribute, statement) for policy in policies_of(one) for statement in policy.statements]


@pytest.mark.parametrize("type", sorted(POLICY_ATTRIBUTES))
def test_every_type_keeps_its_policy_at_one_attribute(type: str) -> None:
    assert has_policy(type)
    text = document({**ALLOW, "Principal": "*"})
    attribute = POLICY_ATTRIBUTES[type]
    after: dict[str, object] = {attribute: text} if "[" not in attribute else {"details": [{"policy": text}]}
    [(where, statement)] = statements_of(change(type, **after))
    assert where == attribute
    assert principals(statement)[0].everybody


def test_limiting_types_are_among_those_with_a_policy() -> None:
    assert set(POLICY_ATTRIBUTES) > LIMITING
    assert not set(POLICY_ATTRIBUTES) & GRANT_TYPES


def test_types_without_policy_have_none() -> None:
    assert not has_policy("aws_vpc")
    assert list(policies_of(change("aws_vpc", policy=document(ALLOW)))) == []
    assert list(policies_of(change("aws_sqs_queue", policy=COMPUTED))) == []
    assert list(policies_of(change("aws_sqs_queue", policy=""))) == []


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("222222222222", "222222222222"),
        ("arn:aws:iam::222222222222:root", "222222222222"),
        ("arn:aws-us-gov:iam::222222222222:role/path/Name", "222222222222"),
        ("*", ""),
        ("arn:aws:iam::*:role/x", ""),
        ("2222222222222", ""),
        ("AIDACKCEVSQ6C2EXAMPLE", ""),
        ("s3.amazonaws.com", ""),
    ],
)
def test_the_account_in_a_principal(text: str, account: str) -> None:
    assert account_in(text) == account


def test_principals_of_all_kinds() -> None:
    kinds = {"AWS": ["111111111111", "*"], "Service": "s3.amazonaws.com", "Federated": "accounts.google.com"}
    [(_, statement)] = statements_of(change("aws_sqs_queue", policy=document({**ALLOW, "Principal": kinds})))
    assert [(one.kind, one.account, one.everybody) for one in principals(statement)] == [
        ("AWS", "111111111111", False),
        ("AWS", "", True),
        ("Service", "", False),
        ("Federated", "", False),
    ]


def test_a_statement_leads_back_to_what_is_written() -> None:
    text = document({**ALLOW, "Sid": "A", "Principal": "*"}, {**ALLOW, "Sid": "B", "Principal": "*"})
    [policy] = policies_of(change("aws_sqs_queue", policy=text))
    assert [policy.written(one)["Sid"] for one in policy.statements] == ["A", "B"]


@pytest.mark.parametrize("mark", [UNKNOWN, SENSITIVE])
def test_a_text_that_cannot_be_read_is_marked(mark: object) -> None:
    [policy] = policies_of(change("aws_sqs_queue", policy=mark))
    assert policy.mark is mark and policy.hangs_on == ("policy",) and policy.statements == ()


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "null", '{"Statement": 5}', '{"Statement": [{"Effect": "allow"}]}'])
def test_a_text_that_is_no_policy_has_a_problem(text: str) -> None:
    [policy] = policies_of(change("aws_sqs_queue", policy=text))
    assert policy.problem and policy.mark is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["Statement", "Effect", "Principal", "AWS", "Action", "x"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_stands_there_is_read_or_has_a_problem(value: object) -> None:
    for policy in policies_of(change("aws_sqs_queue", policy=json.dumps(value))):
        assert policy.problem or policy.document is not None


class One:
    """References that lead to one data source."""

    def __init__(self, *found: Change, certain: bool = True) -> None:
        self._found = Targets(found, certain)

    def targets(self, change: Change, attribute: str | Path, types: tuple[str, ...] = ()) -> Targets:
        return self._found

    def sources(self, change: Change, type: str, attribute: str | Path) -> Targets:
        return Targets()


def block(**values: object) -> dict[str, object]:
    return {"actions": ["sqs:*"], "resources": [UNKNOWN], "principals": [], "condition": [], **values}


def source(*blocks: object, **more: object) -> Change:
    return Change(
        "data.aws_iam_policy_document.d",
        "aws_iam_policy_document",
        "d",
        Verb.READ,
        1,
        mode="data",
        after={"statement": list(blocks), **more},
    )


EVERYBODY = [{"type": "AWS", "identifiers": ["*"]}]


def test_a_document_that_is_read_during_the_apply_is_read_from_its_blocks() -> None:
    made = One(
        source(
            block(sid="A", principals=EVERYBODY), block(effect="Deny", principals=[{"type": "*", "identifiers": ["*"]}])
        )
    )
    [policy] = policies_of(change("aws_sqs_queue", policy=UNKNOWN), made)
    assert policy.mark is None
    assert [(one.sid, one.effect.value, principals(one)[0].everybody) for one in policy.statements] == [
        ("A", "Allow", True),
        ("", "Deny", True),
    ]


@pytest.mark.parametrize(
    "row",
    [
        block(principals=UNKNOWN),
        block(principals=[{"type": "AWS", "identifiers": [UNKNOWN]}]),
        block(principals=[{"type": "AWS", "identifiers": UNKNOWN}]),
        block(principals=[{"type": UNKNOWN, "identifiers": ["*"]}]),
        block(not_principals=[{"type": "AWS", "identifiers": [UNKNOWN]}]),
        block(principals=EVERYBODY, effect=UNKNOWN),
        block(principals=EVERYBODY, condition=UNKNOWN),
        UNKNOWN,
    ],
)
def test_blocks_that_hide_whom_they_let_in_are_marked(row: object) -> None:
    [policy] = policies_of(change("aws_sqs_queue", policy=UNKNOWN), One(source(row)))
    assert policy.mark is UNKNOWN
    assert policy.hangs_on == ("data.aws_iam_policy_document.d.statement[0]",)


@pytest.mark.parametrize("name", ["source_policy_documents", "override_policy_documents"])
def test_documents_that_are_merged_hide_the_rest(name: str) -> None:
    merged = source(block(principals=EVERYBODY), **{name: [document(ALLOW)]})
    [policy] = policies_of(change("aws_sqs_queue", policy=UNKNOWN), One(merged))
    assert policy.mark is UNKNOWN and policy.statements == ()


def test_two_documents_or_an_uncertain_one_are_not_read() -> None:
    one = source(block(principals=EVERYBODY))
    for references in (One(one, one), One(one, certain=False), One()):
        [policy] = policies_of(change("aws_sqs_queue", policy=UNKNOWN), references)
        assert policy.mark is UNKNOWN and policy.statements == ()


def test_a_real_plan_with_a_document_that_is_read_later() -> None:
    plan = committed("organization-services")
    topic = plan.by_address["aws_sns_topic_policy.alerts"]
    [policy] = policies_of(topic, resolver_of(plan))
    assert [one.value for one in principals(policy.statements[0])] == ["*"]


def test_grants_are_statements() -> None:
    values = {
        "principal": "s3.amazonaws.com",
        "action": "lambda:InvokeFunction",
        "source_account": "222222222222",
        "source_arn": UNKNOWN,
    }
    [(where, statement)] = statements_of(change("aws_lambda_permission", **values))
    assert where == "principal"
    assert principals(statement)[0].kind == "Service"
    assert {one.key: one.values for one in statement.conditions} == {
        "aws:SourceAccount": ("222222222222",),
        "aws:SourceArn": ("(known after apply)",),
    }
    [unknown] = policies_of(change("aws_lambda_permission", principal=UNKNOWN))
    assert unknown.mark is UNKNOWN
