"""Which provider versions a plan leaves possible."""

from __future__ import annotations

import pytest

from guardrails.model.plan.configuration import ProviderConfig
from guardrails.model.plan.plan import Plan
from guardrails.model.prediction import Step
from guardrails.terraform.requests.scene import Scene, Surroundings
from guardrails.terraform.requests.versions import FOREVER, applies, interval_of
from tests.unit.terraform.requests.building import Led, change, placed


@pytest.mark.parametrize(
    ("constraint", "low", "high"),
    [
        ("", (0,), FOREVER),
        (">= 5.100.0, < 6.0.0", (5, 100), (6,)),
        ("~> 6.20", (6, 20), (7,)),
        ("~> 6.20.1", (6, 20, 1), (6, 21)),
        ("~> 6", (6,), (7,)),
        ("6.1.0", (6, 1), (6, 1, 0, 0, 1)),
        ("= 5.0", (5,), (5, 0, 0, 1)),
        ("<6.23", (0,), (6, 23)),
        ("!= 6.1.0", (0,), FOREVER),
    ],
)
def test_constraints(constraint: str, low: tuple[int, ...], high: tuple[int, ...]) -> None:
    assert interval_of(constraint) == (low, high)


@pytest.mark.parametrize(
    ("constraint", "wanted", "answer"),
    [
        (">= 5.100.0, < 6.0.0", "<6.23", True),
        (">= 5.100.0, < 6.0.0", ">=6.23", False),
        ("~> 6.23", ">=6.23", True),
        ("~> 6.0", ">=6.23", None),
        ("~> 6.0", "<6.23", None),
        ("", "<6.23", None),
    ],
)
def test_rows_of_some_versions(constraint: str, wanted: str, answer: bool | None) -> None:
    one = change("aws_sqs_queue", {"name": "a"}, provider_key="aws")
    plan = Plan("p", changes=(one,), providers={"aws": ProviderConfig("aws", "aws", version=constraint)})
    assert applies(Scene(Surroundings(plan, Led(plan), placed()), one, Step.CREATE), wanted) is answer


@pytest.mark.parametrize(
    ("after", "answer"),
    [({"bucket": "b"}, True), ({"bucket": "b", "region": None}, True), ({"bucket": "b", "bucket_region": None}, None)],
)
def test_a_bucket_shows_which_schema_it_has(after: dict[str, object], answer: bool | None) -> None:
    one = change("aws_s3_bucket", after)
    plan = Plan("p", changes=(one,))
    assert applies(Scene(Surroundings(plan, Led(plan), placed()), one, Step.CREATE), "<6.23") is answer
