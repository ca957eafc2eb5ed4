"""Which values a question is asked over, in words."""

from __future__ import annotations

from pathlib import Path

from guardrails.commands.proving.asking import asked
from guardrails.commands.proving.claims import accounts_of, scene_of
from guardrails.commands.proving.grouping import groups_of
from guardrails.commands.proving.values import values_of
from tests.unit.commands.proving.small import account, project

KEYS = "ec2:InstanceType=p* aws:SecureTransport=false aws:RequestTag/a=b ec2:Attribute=x aws:SourceIp=10.0.0.0/8"


def lines(path: Path, text: str) -> list[str]:
    small = project(path)
    question = asked(text, small.organization, ())
    (group,) = groups_of(small, question, accounts_of(small, question.invariant))
    return [line.partition(": ")[2] for line in values_of(group, scene_of(small, account(small)))]


def test_every_key_of_question_and_policies_is_told(tmp_path: Path) -> None:
    tag, transport, address, attribute, type, types = lines(
        tmp_path, f"not ec2:* cloudtrail:StopLogging {KEYS} sagemaker:InstanceTypes=ml.p*"
    )
    assert (address, tag, transport, attribute) == ("any address", "any text", "true or false", "any text")
    assert type.startswith("any instance type, the 1,")
    assert types.startswith("any set; of each value any instance type")


def test_of_ordinary_calls_global_keys_are_not_open(tmp_path: Path) -> None:
    assert len(lines(tmp_path, f"ec2:RunInstances {KEYS}")) == 2
