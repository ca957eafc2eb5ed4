"""The command that a denial names asks the same, and gets the same answer."""

from __future__ import annotations

import re
import shlex

import pytest
from click.testing import CliRunner

from guardrails.commands.gating.preflight import judge_requests
from guardrails.commands.simulate import command
from guardrails.gate.rules.scp_preflight import findings_of
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.references.resolver import resolver_of
from guardrails.terraform.requests.predict import predict
from tests.unit.commands.gating.predictions import DEV, account, project
from tests.unit.gate.building import REPOSITORY, committed


@pytest.mark.parametrize(
    "name", ["accelerator-instance", "out-of-region", "protected-objects", "static-credentials", "trail-weakened"]
)
def test_the_command_of_a_denial_shows_the_same_denial(name: str) -> None:
    plan = committed(name)
    found = predict(plan, resolver_of(plan), placements_of(plan, account=DEV))
    judged = judge_requests(project(), account("Dev"), found, "role/Developer")
    denials = [one for one in findings_of(plan, judged, ()) if not one.undecided]
    assert denials
    for one in denials:
        named = re.search(r"`guardrails simulate (.*)` shows why", one.help)
        assert named
        run = CliRunner().invoke(command, [*shlex.split(named[1]), "--root", str(REPOSITORY)], standalone_mode=False)
        assert "DENIED" in run.output
        assert f"{one.policy}#{one.sid}" in run.output
