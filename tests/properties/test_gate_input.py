"""Whatever the gate is given, it answers: no traceback, no internal error, and never a pass for what is no plan."""

from __future__ import annotations

import contextlib
import io
import json
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.cli import run
from tests.properties.test_plan_reading import LIKE_PLANS, SCALARS
from tests.unit.terraform.reading.documents import PLANS

REPOSITORY = Path(__file__).parents[2]
some = settings(max_examples=int(os.environ.get("GUARDRAILS_EXAMPLES", "25")))
few = settings(max_examples=int(os.environ.get("GUARDRAILS_EXAMPLES", "6")))

STRANGE = st.one_of(
    SCALARS,
    st.sampled_from(
        ["*", "arn:aws:iam::aws:policy/X", "arn:aws:s3", "::", "{}", '{"Statement": [1]}', "10.0.0.0/99", "\n"]
    ),
    st.lists(SCALARS, max_size=2),
    st.dictionaries(st.sampled_from(["a", "Environment", "Statement"]), SCALARS, max_size=2),
)
"""What may stand where a value of another kind is expected: valid JSON, and no sense."""

FIXTURES = (
    "clean",
    "public-exposure",
    "transit-and-shares",
    "policy-attachments",
    "pipeline-trusts",
    "network-topology",
    "accelerator-launch-template",
    "unencrypted-unlogged",
    "replaced-objects",
    "organization-services",
    "budget-shape",
    "eks-node-groups",
)


def answered(data: bytes) -> int:
    """Run the gate on these bytes and return its exit code; fail where it does not answer in its own words."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(data)
        file.flush()
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(["gate", file.name, "--account", "Dev", "--root", str(REPOSITORY), "--quiet"])
    assert "Traceback" not in err.getvalue()
    assert "internal error" not in err.getvalue(), err.getvalue()
    assert code in (0, 1, 3)
    assert bool(out.getvalue()) != bool(err.getvalue())
    return code


@some
@given(LIKE_PLANS)
def test_json_that_is_no_plan_never_passes(found: Any) -> None:
    assert answered(json.dumps(found).encode()) == 3


@cache
def text_of(name: str) -> str:
    """Return a committed plan as text."""
    return (PLANS / f"{name}.json").read_text("utf-8")


@few
@pytest.mark.parametrize("name", FIXTURES)
@given(data=st.data())
def test_a_plan_with_values_that_make_no_sense_is_answered(name: str, data: st.DataObject) -> None:
    """Terraform writes no such plan, but a provider of another version may: attributes change their kind."""
    whole = json.loads(text_of(name))
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from(whole["resource_changes"]))
        side = row["change"][data.draw(st.sampled_from(["after", "after", "after", "before", "after_unknown"]))]
        at: Any = side
        while isinstance(at, (dict, list)) and at:
            steps = sorted(at) if isinstance(at, dict) else range(len(at))
            step = data.draw(st.sampled_from(steps))
            if not isinstance(at[step], (dict, list)) or not at[step] or data.draw(st.booleans()):
                at[step] = data.draw(STRANGE)
                break
            at = at[step]
    answered(json.dumps(whole).encode())
