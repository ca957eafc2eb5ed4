"""Laws of the engine, one per test."""

from __future__ import annotations

import fnmatch
import os
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.evaluation.compiled import compile_policies
from guardrails.evaluation.decide import decide
from guardrails.evaluation.explain import explain
from guardrails.evaluation.matching import action_element_matches
from guardrails.evaluation.patterns import Glob
from guardrails.model.decision import Decision, Truth
from guardrails.model.policy.document import FULL_AWS_ACCESS, Effect, Element, PolicyDocument, PolicySet
from guardrails.model.request import UNKNOWN
from tests.properties.strategies import (
    ACTION_PATTERNS,
    ACTIONS,
    KEYS,
    blurred_contexts,
    contexts,
    documents,
    elements,
    levels,
    partly_known,
    policy_sets,
    requests,
    statements,
)

many = settings(max_examples=int(os.environ.get("GUARDRAILS_EXAMPLES", "600")))


@many
@given(policy_sets, requests(blurred_contexts), st.sets(st.sampled_from([key.lower() for key in KEYS])), st.booleans())
def test_learning_a_fact_only_shrinks_the_verdict(policies, request, hidden, hide_resource):
    blurred = replace(request, context=request.context | dict.fromkeys(hidden, UNKNOWN))
    if hide_resource:
        blurred = replace(blurred, resource=UNKNOWN)
    assert decide(policies, request).possible <= decide(policies, blurred).possible


@many
@given(policy_sets, requests(blurred_contexts), partly_known())
def test_learning_more_of_an_arn_only_shrinks_the_verdict(policies, request, known):
    partial, more, whole = known
    stages = [decide(policies, replace(request, resource=one)).possible for one in (UNKNOWN, partial, more)]
    assert stages[2] <= stages[1] <= stages[0]
    if whole not in ("", "*"):
        assert decide(policies, replace(request, resource=whole)).possible <= stages[2]


@many
@given(policy_sets, st.lists(requests(blurred_contexts), min_size=1, max_size=4))
def test_the_compiled_decider_equals_the_reference(policies, calls):
    decider = compile_policies(policies)
    assert [decider.decide(request) for request in calls] == [decide(policies, request) for request in calls]


@many
@given(st.lists(statements(), min_size=1, max_size=3), requests(blurred_contexts))
def test_the_compiled_decider_equals_the_reference_on_scps_alone(rows, request):
    policies = PolicySet(scps=((FULL_AWS_ACCESS,), (FULL_AWS_ACCESS, PolicyDocument(tuple(rows)))))
    assert compile_policies(policies).decide(request) == decide(policies, request)


@given(policy_sets, requests(blurred_contexts), st.randoms(use_true_random=False))
def test_the_order_of_statements_and_policies_does_not_matter(policies, request, random):
    def shuffled(items):
        return tuple(random.sample(items, len(items)))

    def shuffled_document(document):
        return replace(document, statements=shuffled(document.statements))

    scps = tuple(shuffled([shuffled_document(document) for document in level]) for level in policies.scps)
    identity = shuffled([shuffled_document(document) for document in policies.identity])
    assert decide(replace(policies, scps=scps, identity=identity), request) == decide(policies, request)


@given(policy_sets, requests(contexts), documents())
def test_adding_a_deny_never_allows(policies, request, document):
    rows = tuple(replace(row, effect=Effect.DENY) for row in document.statements)
    more = replace(policies, identity=(*policies.identity, replace(document, statements=rows)))
    if Decision.ALLOW not in decide(policies, request).possible:
        assert Decision.ALLOW not in decide(more, request).possible


@given(elements(ACTION_PATTERNS), st.sampled_from(ACTIONS))
def test_not_action_complements_action(element, action):
    twin = Element(element.patterns, not element.negated)
    assert action_element_matches(element, action) is not action_element_matches(twin, action)


@given(levels, requests(blurred_contexts))
def test_a_level_merged_into_one_document_decides_the_same(scps, request):
    versions = {document.version for level in scps for document in level}
    if len(versions) > 1:
        scps = tuple(tuple(replace(document, version="2012-10-17") for document in level) for level in scps)
    merged = tuple(
        (PolicyDocument(tuple(row for document in level for row in document.statements), level[0].version),)
        for level in scps
    )
    assert decide(PolicySet(scps=scps), request) == decide(PolicySet(scps=merged), request)


@many
@given(policy_sets, requests(blurred_contexts))
def test_an_open_verdict_names_what_it_hangs_on(policies, request):
    explanation = explain(policies, request)
    assert explanation.verdict == decide(policies, request)
    assert bool(explanation.hangs_on) >= (explanation.verdict.decision is None and not _grant_is_open(explanation))


def _grant_is_open(explanation):
    """A grant to `*` under a boundary is open by AWS's silence, and hangs on no key."""
    return not any(row.truth is Truth.UNKNOWN for row in explanation.statements)


@given(st.text(alphabet="ab*?:/.[]!\n", max_size=12), st.text(alphabet="ab:/.[]!\n", max_size=12))
def test_wildcards_agree_with_an_independent_matcher(pattern, text):
    escaped = pattern.replace("[", "[[]")
    assert Glob.of(pattern).matches(text) is bool(re.match(fnmatch.translate(escaped), text))


@settings(deadline=2000)
@given(st.integers(1, 60))
def test_a_pattern_of_many_stars_takes_no_exponential_time(stars):
    assert not Glob.of("*a" * stars + "b").matches("a" * 2000)
