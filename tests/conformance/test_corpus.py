"""The corpus: every case, asked of the reference evaluator and of the compiled decider."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.commands.cases import case_policies, case_requests
from guardrails.evaluation.compiled import compile_policies
from guardrails.evaluation.decide import decide_call
from guardrails.files.scenarios import CaseFile, read_scenarios
from guardrails.model.decision import worst

HERE = Path(__file__).parent


def cases():
    for path in sorted(HERE.glob("*/*.yaml")):
        if path.parent.name == "proofs" or "\ncases:" not in "\n" + path.read_text():
            continue
        read = read_scenarios(path, HERE)
        assert isinstance(read.form, CaseFile), f"{path}: {[str(one) for one in read.findings]}"
        for case in read.form.cases:
            yield pytest.param(case, id=f"{path.stem}/{case.id}")


@pytest.mark.parametrize("case", list(cases()))
def test_case(case):
    policies, requests = case_policies(case), case_requests(case)
    decider = compile_policies(policies)
    assert str(decide_call(policies, requests)) == case.expect, case.note
    assert str(worst(decider.decide(request) for request in requests)) == case.expect, case.note
