"""The corpus notices: each rule and each operator, broken on purpose, makes at least one case fail."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import guardrails.evaluation
from guardrails.commands.cases import case_policies, case_requests
from guardrails.evaluation.operators import OPERATORS
from tests.conformance.mutations import MUTATIONS
from tests.conformance.test_corpus import cases

ROOM = Path(guardrails.evaluation.__file__).parent
ORDER = ("patterns", "variables", "operators", "conditions", "matching", "reach", "decide")


@pytest.fixture(scope="module")
def corpus():
    found = [(param.id, param.values[0]) for param in cases()]
    return [(name, case_policies(case), case_requests(case), case.expect) for name, case in found]


@contextmanager
def broken_engine(module="", old="", new=""):
    """The reference evaluator, loaded afresh with one edit; what was loaded before comes back afterwards."""
    names = [f"guardrails.evaluation.{name}" for name in ORDER]
    kept = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    try:
        for short, name in zip(ORDER, names, strict=True):
            text = (ROOM / f"{short}.py").read_text()
            if short == module:
                assert old in text, f"the text of this mutation is gone from {short}.py"
                text = text.replace(old, new)
            loaded = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, None))
            sys.modules[name] = loaded
            exec(compile(text, f"{short}.py", "exec"), loaded.__dict__)
        yield sys.modules[names[-1]]
    finally:
        sys.modules.update(kept)


def failures(engine, corpus):
    """The names of the cases whose answer changes; an engine that breaks altogether counts as noticed."""
    failed = []
    for name, policies, requests, expect in corpus:
        try:
            answer = str(engine.decide_call(policies, requests))
        except (TypeError, AttributeError, ValueError, ArithmeticError) as error:
            answer = repr(error)
        if answer != expect:
            failed.append(name)
    return failed


def test_the_engine_as_it_is_fails_no_case(corpus):
    with broken_engine() as engine:
        assert failures(engine, corpus) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.rule for mutation in MUTATIONS])
def test_a_broken_rule_is_noticed(corpus, mutation):
    with broken_engine(mutation.module, mutation.old, mutation.new) as engine:
        assert failures(engine, corpus)


@pytest.mark.parametrize("name", OPERATORS)
@pytest.mark.parametrize("way", ["always", "never", "polarity"])
def test_a_broken_operator_is_noticed(corpus, name, way):
    with broken_engine() as engine:
        table = sys.modules["guardrails.evaluation.operators"].OPERATORS
        row = table[name]
        table[name] = {
            "always": replace(row, test=lambda found, wanted: True),
            "never": replace(row, test=lambda found, wanted: False),
            "polarity": replace(row, negated=not row.negated),
        }[way]
        assert failures(engine, corpus)
