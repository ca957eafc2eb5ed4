"""Broken policy sets: the prover finds the flaw of each, and proves the mended set."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase

import pytest

from guardrails.catalog.capabilities import capability
from guardrails.evaluation.compiled import compile_policies
from guardrails.evaluation.decide import decide, decide_call
from guardrails.model.decision import Decision, worst
from guardrails.model.policy.document import EVERYTHING, Effect, PolicyDocument, PolicySet, PrincipalElement, Statement
from guardrails.model.proof import Claim, NearMiss, Result, Status
from guardrails.prover.near_misses import near_misses
from guardrails.prover.proving import prove
from tests.conformance.flawed import FOLDER, NODES, SCENE, Expected, Flaw, FlawedCase, flaws, read_flaw

FLAWS = list(flaws())
OWNER_ALLOWS = PolicyDocument(
    (Statement(Effect.ALLOW, EVERYTHING, principal=PrincipalElement((("*", "*"),))),), name="resource policy"
)
SHOWN = [pytest.param(flaw, id=f"{flaw.id} {flaw.name}") for flaw in FLAWS]


@pytest.mark.parametrize("flaw", SHOWN)
def test_broken_set_is_not_proven(flaw: Flaw) -> None:
    result = prove(flaw.broken, flaw.asked, flaw.scene)
    if flaw.witness is None:
        assert result.status is Status.UNDECIDED, result
        assert flaw.undecided in result.reason
        return
    assert result.status is Status.REFUTED, result
    assert not missed(flaw.witness, flaw.broken, result, flaw.asked.claim)


@pytest.mark.parametrize("flaw", [param for param in SHOWN if param.values[0].mended])
def test_mended_set_is_proven(flaw: Flaw) -> None:
    assert flaw.mended is not None
    result = prove(flaw.mended, flaw.asked, flaw.scene)
    assert result.status is Status.PROVEN, result


@pytest.mark.parametrize("flaw", [param for param in SHOWN if param.values[0].near])
def test_the_closest_statement_is_named_with_a_change_that_helps(flaw: Flaw) -> None:
    result = prove(flaw.broken, flaw.asked, flaw.scene)
    assert result.witness is not None
    found = near_misses(flaw.broken, result.witness, flaw.asked, NODES)
    assert any(is_near(flaw, one) for one in found), found


def is_near(flaw: Flaw, near: NearMiss) -> bool:
    """Whether a near miss is the one that a case names: its statement, the part that failed, the change."""
    failed = flaw.near.get("failed", "")
    right = near.statement == flaw.near["statement"] and any(failed in part for part in near.failed)
    return right and fnmatchcase(near.suggestion, flaw.near.get("suggestion", "*"))


def missed(expected: Expected, policies: PolicySet, result: Result, claim: Claim) -> list[str]:
    """What a witness does not show of what it must: the call's answer, the decisive keys, the part that is denied."""
    assert result.witness is not None
    requests = result.witness.requests
    if any(one.resource_account not in ("", SCENE.account_id) for one in requests):
        policies = replace(policies, resource=OWNER_ALLOWS, rcps=())  # asked is what the organization says
    verdict = decide_call(policies, requests)
    decider = compile_policies(policies)
    assert worst(decider.decide(request) for request in requests) == verdict
    allowed = verdict.decision is Decision.ALLOW
    found = [] if allowed is (claim is Claim.DENIED) else [f"the call ends in {verdict}"]
    found += expected.misses(requests[0])
    if expected.because is not None:
        denied = [one for one in requests if decide(policies, one).decision is not Decision.ALLOW]
        if not any(not expected.because.misses(one) for one in denied):
            found.append(f"none of the denied parts is {expected.because}: {denied}")
    return found


def test_there_are_enough_and_each_has_its_own_id() -> None:
    assert len(FLAWS) >= 40
    assert len({flaw.id for flaw in FLAWS}) == len(FLAWS)
    assert all(flaw.mended is not None for flaw in FLAWS)
    assert {flaw.asked.claim for flaw in FLAWS} == {Claim.DENIED, Claim.ALLOWED}


ENDS = {
    *("start-accelerator", "act-outside-regions", "stop-audit-trail", "disable-threat-detection"),
    *("create-static-credentials", "write-terraform-state", "leave-organization", "make-data-public"),
    *("become-exempt-principal", "do-anything"),
}


def test_each_end_that_invariants_name_has_a_broken_set() -> None:
    text = (FOLDER / "capabilities.yaml").read_text(encoding="utf-8")
    assert not {name for name in ENDS if f"capability: {name}" not in text}


@pytest.mark.parametrize("linked", ["Auto Scaling", "Spot", "EKS", "Batch"])
def test_gaps_of_launches_name_the_service_linked_roles_and_what_covers_them(linked: str) -> None:
    end = capability("start-accelerator")
    assert end is not None
    told = [gap for gap in end.gaps if linked in gap.calls and "service-linked roles" in gap.calls]
    assert told and all("quotas" in gap.covered_by and gap.source.startswith("https://") for gap in told)


GOOD = {
    "id": "P00",
    "flaw": "none",
    "note": "a case in good form",
    "source": "https://docs.aws.amazon.com/",
    "denied": {"action": "sqs:*"},
    "broken": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}],
    "witness": {"action": "sqs:*"},
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"allowed": {"action": "s3:*"}}, "exactly one of 'denied' and 'allowed'"),
        ({"undecided": "why"}, "exactly one of 'witness' and 'undecided'"),
        ({"source": "semantics"}, "'source' is not an address"),
        ({"witnes": {}}, "unknown witnes"),
        ({"witness": {"acton": "x"}}, "unknown acton"),
        ({"witness": {"action": 1}}, "not text: 1"),
        ({"broken": {"level": []}}, "unknown level"),
        ({"broken": [{"Effect": "Deny", "Action": "s3:*"}]}, "Resource"),
        ({"denied": "sqs:*"}, "the calls: not a mapping"),
    ],
)
def test_a_case_in_bad_form_is_named(change: dict[str, object], words: str) -> None:
    read_flaw(GOOD)
    with pytest.raises(FlawedCase, match=words):
        read_flaw(GOOD | change)


def test_a_missing_entry_is_named() -> None:
    with pytest.raises(FlawedCase, match="missing: note"):
        read_flaw({key: value for key, value in GOOD.items() if key != "note"})
