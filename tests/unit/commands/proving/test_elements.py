"""Keys with several values: a forbidden one beside an allowed one is asked about too."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from guardrails.commands.proving.claims import policies_of, scene_of
from guardrails.commands.proving.elements import beside_others
from guardrails.model.organization.invariant import Invariant
from guardrails.model.policy.document import Condition, Element, SetOperator
from guardrails.model.proof import Calls, Claim, Property, Status
from guardrails.prover.proving import prove
from tests.unit.commands.proving.small import account, project

ANY, ALL = SetOperator.FOR_ANY_VALUE, SetOperator.FOR_ALL_VALUES
WANTED = Condition("StringLike", "sagemaker:InstanceTypes", ("ml.p*", "ml.g*"), ANY)
UNWANTED = Condition("StringNotEquals", "sagemaker:InstanceTypes", ("ml.g5.xlarge",), ALL)
OTHER = Condition("StringEquals", "aws:RequestedRegion", ("eu-west-1",))


def test_of_a_pair_of_rows_one_value_is_meant() -> None:
    calls = Calls("SageMaker", Element(("sagemaker:CreateApp",)), conditions=(WANTED, OTHER, UNWANTED))
    first, second = beside_others(calls)
    assert first == calls
    assert second.conditions[0] == OTHER
    (row,) = second.conditions[1:]
    assert (row.set_operator, row.operator, row.key) == (ANY, "StringLike", "sagemaker:InstanceTypes")
    assert any(fnmatchcase("ml.p4d.24xlarge", one) for one in row.values)
    assert not any(fnmatchcase("ml.g5.xlarge", one) for one in row.values)


@pytest.mark.parametrize("rows", [(WANTED,), (UNWANTED,), (WANTED, OTHER), ()])
def test_anything_else_stays_as_it_is(rows: tuple[Condition, ...]) -> None:
    calls = Calls("SageMaker", Element(("sagemaker:CreateApp",)), conditions=rows)
    assert beside_others(calls) == (calls,)


PAIR = {"ForAnyValue:StringLike": ["ml.p*"], "ForAllValues:StringNotEquals": ["ml.g5.xlarge"]}


@pytest.mark.parametrize(
    ("rows", "status"), [({"ForAnyValue:StringLike": ["ml.p*"]}, Status.PROVEN), (PAIR, Status.REFUTED)]
)
def test_an_allowed_type_is_no_cover_for_another(tmp_path: Path, rows: dict[str, list[str]], status: Status) -> None:
    condition = {operator: {"sagemaker:InstanceTypes": values} for operator, values in rows.items()}
    statement = {"Effect": "Deny", "Action": "sagemaker:*", "Resource": "*", "Condition": condition}
    small = project(tmp_path, documents={"trail": {"Version": "2012-10-17", "Statement": [statement]}})
    dev, nothing = account(small), Invariant("cap", Claim.DENIED, ("*",), ("Dev",))
    wanted = replace(WANTED, values=("ml.p*",))
    calls = Calls("SageMaker", Element(("sagemaker:CreateTrainingJob",)), conditions=(wanted, UNWANTED))
    asked = Property("cap", Claim.DENIED, beside_others(calls))
    assert prove(policies_of(small, dev, nothing), asked, scene_of(small, dev)).status is status
