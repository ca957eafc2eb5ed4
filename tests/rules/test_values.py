"""Which texts the checks take for expressions that Checkov did not work out; the rest are values."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.rules.fixtures import CHECKS


@pytest.fixture(scope="module")
def values() -> ModuleType:
    """The shared file, which needs nothing of Checkov to be read."""
    spec = importlib.util.spec_from_file_location("guardrail_values_alone", CHECKS / "guardrail_values.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, spec.name, module)
        patch.setitem(sys.modules, "guardrail_values_of_the_first_run", module)
        spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "text",
    [
        'yamldecode(file("types.yaml")).big',
        'jsondecode(file("types.json"))["big"]',
        'yamldecode(file("types.yaml")).pools[0].type',
        "provider::acme::type(1)",
        'lookup(local.types, "big")',
        "local.types.big",
    ],
)
def test_what_checkov_left_as_text_is_no_value(values: ModuleType, text: str) -> None:
    assert values.unresolved(text)


@pytest.mark.parametrize(
    "text", ["t3.micro", "cron(0 3 * * ? *)", "rate(1 day)", "see file (old).", "a.b.c", "f(x) and more", "p3.16xlarge"]
)
def test_a_value_is_a_value(values: ModuleType, text: str) -> None:
    assert not values.unresolved(text)
