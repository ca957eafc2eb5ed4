"""Predictions made by hand, for tests of what is said to them."""

from __future__ import annotations

from functools import cache
from typing import Any

from guardrails.files.loaded import Project
from guardrails.files.project import load_project
from guardrails.model.organization.levels import find_account
from guardrails.model.organization.tree import Account
from guardrails.model.plan.change import Change, Verb
from guardrails.model.prediction import Predicted, Prediction, Step
from tests.unit.gate.building import REPOSITORY, TODAY

DEV = "222222222222"
INSTANCE = f"arn:aws:ec2:us-east-1:{DEV}:instance/*"


@cache
def project() -> Project:
    """The reference organization."""
    return load_project(REPOSITORY, TODAY)


def account(name: str) -> Account:
    """An account of it."""
    found = find_account(project().organization, name)
    assert found
    return found


def request(action: str, resource: str = "*", type: str = "", **changed: Any) -> Prediction:
    """A request of one new instance in Dev; `changed` are fields of the prediction, `change` one of them."""
    change = changed.pop("change", Change("aws_instance.one", "aws_instance", "one", Verb.CREATE, 0))
    place = {"region": "us-east-1", "account": DEV}
    return Prediction(change, Step.CREATE, action, type, resource, **{**place, **changed})


def predicted(*requests: Prediction) -> Predicted:
    """A plan's worth of them."""
    return Predicted(tuple(requests))
