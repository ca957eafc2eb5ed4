"""Predicted requests as text and JSON."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
from syrupy.assertion import SnapshotAssertion

import guardrails.renderers
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.values import COMPUTED, UNKNOWN
from guardrails.model.prediction import Caller, Certainty, Predicted, Prediction, Step, Unmapped
from guardrails.model.request import UNKNOWN as UNREADABLE
from guardrails.renderers.requests.json import render as as_json
from guardrails.renderers.requests.text import render as as_text

SCHEMA = json.loads(
    (Path(guardrails.renderers.__file__).parent / "schemas" / "requests.schema.json").read_text("utf-8")
)
WEB = Change("aws_instance.web", "aws_instance", "web", Verb.CREATE, 0)
ODD = Change("aws_odd.\u202ething", "aws_odd", "thing", Verb.CREATE, 1)
FOUND = Predicted(
    requests=(
        Prediction(
            WEB,
            Step.CREATE,
            "ec2:RunInstances",
            "instance",
            "arn:aws:ec2:eu-west-1:222222222222:instance/*",
            {"ec2:instancetype": "t3.micro", "aws:tagkeys": ("a", "b"), "ec2:encrypted": UNREADABLE},
            region="eu-west-1",
            account="222222222222",
            causes={"resource": ("arn", COMPUTED), "ec2:encrypted": ("root_block_device[0].encrypted", UNKNOWN)},
        ),
        Prediction(
            WEB,
            Step.CREATE,
            "iam:PassRole",
            "role",
            caller=Caller.SLR,
            certainty=Certainty.POSSIBLE,
            region=UNKNOWN,
            account=UNKNOWN,
            context_complete=False,
            note="why",
        ),
        Prediction(ODD, Step.DELETE, "sqs:DeleteQueue", context={"aws:requesttag/\x1b[31m": "\u2028"}),
    ),
    unmapped=(Unmapped(ODD, "no table knows this resource type"),),
    silent=(WEB,),
)


def test_text(snapshot: SnapshotAssertion) -> None:
    assert as_text({"plan.json": FOUND}) == snapshot


def test_several_plans_are_named(snapshot: SnapshotAssertion) -> None:
    assert as_text({"one.json": FOUND, "two.json": Predicted()}) == snapshot


def test_nothing_steers_the_terminal() -> None:
    text = as_text({"plan.json": FOUND})
    assert not {"\x1b", "\u202e", "\u2028"} & set(text)


def test_json_follows_its_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = json.loads(as_json({"plan.json": FOUND, "-": Predicted()}))
    jsonschema.validate(document, SCHEMA)
    first, second, _ = document["plans"][0]["requests"]
    assert first["context"] == {"ec2:instancetype": "t3.micro", "aws:tagkeys": ["a", "b"], "ec2:encrypted": None}
    assert first["unknown"]["ec2:encrypted"] == {"attribute": "root_block_device[0].encrypted", "mark": "unknown"}
    assert (second["region"], second["by"], second["certainty"]) == (None, "slr", "possible")
    assert document["plans"][1] == {"file": "-", "requests": [], "unmapped": [], "silent": []}
