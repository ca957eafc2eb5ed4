"""Laws of `prove`: its witnesses break the claim, its proofs withstand attack, and z3 says the same."""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import replace

import pytest

from guardrails.catalog.services import action
from guardrails.model.policy.document import EVERYTHING, Effect, Element, PolicyDocument, PolicySet, Statement
from guardrails.model.proof import Calls, Claim, Property, Result, Status
from guardrails.model.request import PrincipalKind, Request
from guardrails.prover.proving import prove
from tests.properties.prover.asking import breaks, breaks_compiled, case_of, is_called
from tests.properties.prover.attacking import Attacker
from tests.properties.prover.made import PALETTES, SCENE, Dice
from tests.properties.prover.oracle import ask

COUNT = int(os.environ.get("GUARDRAILS_PROOFS", "250"))
"""Questions for each law. The whole file takes ten seconds with this many."""
FIRST = int(os.environ.get("GUARDRAILS_SEED", "0"))
ROLES = replace(SCENE, kinds=(PrincipalKind.ROLE,))
NO_SUCH_CALL = "there is no such call"
SHARE = 10
"""z3 answers one question of so many; it takes a hundred times as long."""


def dice(seed: int, variables: bool = False) -> Dice:
    die = random.Random(seed)
    return Dice(die, die.choice(PALETTES), variables)


def asked(seed: int, variables: bool = False) -> tuple[Dice, PolicySet, Property, Result]:
    made = dice(seed, variables)
    policies, question = made.policies(), made.question()
    return made, policies, question, prove(policies, question, ROLES)


def attacks(made: Dice, policies: PolicySet, question: Property, count: int = 60) -> list[Request]:
    """Requests of the question, as the evaluator sees it, of the prover's domain."""
    calls = question.about[0]
    attacker = Attacker(made.die, case_of(calls, made.palette, ROLES), calls, policies)
    return [request for request in attacker.requests(count) if is_called(calls, request)]


@pytest.mark.parametrize("variables", [False, True], ids=["plain", "with policy variables"])
def test_answers_withstand_the_evaluator(variables):
    """A witness is one of the calls and breaks the claim; no request breaks what is proven; doubts are real."""
    seen: Counter[str] = Counter()
    for seed in range(FIRST, FIRST + COUNT):
        made, policies, question, result = asked(seed, variables)
        seen[result.status.value] += 1
        if result.status is Status.REFUTED:
            assert result.witness is not None
            (request,) = result.witness.requests
            assert is_called(question.about[0], request), seed
            assert breaks(question.claim, policies, request), seed
            assert breaks_compiled(question.claim, policies, request), seed
            assert case_of(question.about[0], made.palette, ROLES).admits(request), seed
            continue
        requests = attacks(made, policies, question)
        if result.status is Status.PROVEN:
            seen["attacks on proofs"] += len(requests)
            broken = [one for one in requests if breaks(question.claim, policies, one, surely=False)]
            assert not broken, (seed, broken[0])
        elif result.reason.startswith(NO_SUCH_CALL):
            assert not requests, (seed, requests[0])
        else:
            assert variables, (seed, result.reason)
    print(dict(seen))
    assert all(seen[status] > COUNT // 10 for status in ("proven", "refuted"))
    assert seen["attacks on proofs"] > COUNT


@pytest.mark.parametrize("variables", [False, True], ids=["plain", "with policy variables"])
def test_z3_says_the_same(variables):
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(FIRST, FIRST + COUNT, SHARE):
        made, policies, question, result = asked(seed, variables)
        calls = question.about[0]
        proven = result.status is Status.PROVEN
        case = case_of(calls, made.palette, ROLES)
        answer = ask(policies, calls, question.claim, case, seconds=1, surely=not proven)
        seen[result.status.value, answer.status] += 1
        if proven:
            assert answer.status != "sat", (seed, answer.request)
        elif result.witness is not None and answer.status == "unsat":
            assert variables, seed
            assert not _plain(result.witness.requests[0]), seed
        elif result.reason.startswith(NO_SUCH_CALL):
            nothing = ask(PolicySet(), calls, Claim.DENIED, case, seconds=1)
            assert nothing.status in ("unsat", "unknown"), (seed, nothing.request)
    print(dict(seen))
    answered = sum(count for (_, answer), count in seen.items() if answer in ("sat", "unsat"))
    assert answered > sum(seen.values()) // 3


def _plain(request: Request) -> bool:
    """Whether z3 would have said this request: it takes no wildcards and colons for the values of variables."""
    value = request.context.get("aws:principaltag/team", "")
    return not set("*?:") & set(str(value))


def test_a_further_deny_never_turns_a_proof_that_calls_are_denied_into_a_witness():
    proven = 0
    for seed in range(FIRST, FIRST + COUNT):
        made, policies, question, result = asked(seed)
        if result.status is not Status.PROVEN or question.claim is not Claim.DENIED:
            continue
        proven += 1
        more = PolicyDocument((made.statement(Effect.DENY), made.statement(Effect.DENY)))
        refined = replace(policies, scps=(*policies.scps[:-1], (*policies.scps[-1], more)))
        assert prove(refined, question, ROLES).status is Status.PROVEN, seed
    assert proven > COUNT // 10


def test_the_claims_are_opposites():
    """What is proven denied has a witness against "it is allowed", and the other way round."""
    for seed in range(FIRST, FIRST + COUNT):
        _, policies, question, result = asked(seed)
        if result.status is Status.PROVEN:
            other = Claim.ALLOWED if question.claim is Claim.DENIED else Claim.DENIED
            assert prove(policies, replace(question, claim=other), ROLES).status is Status.REFUTED, seed


def test_several_sets_of_calls_are_proven_together_or_not():
    for seed in range(FIRST, FIRST + COUNT // 2):
        made = dice(seed)
        policies, one, other = made.policies(), made.question(), made.question()
        both = replace(one, about=(*one.about, *other.about))
        alone = [prove(policies, replace(one, about=(calls,)), ROLES).status for calls in both.about]
        together = prove(policies, both, ROLES).status
        expected = (Status.REFUTED, Status.UNDECIDED, Status.PROVEN)
        assert together is next(status for status in expected if status in alone), seed


def test_a_witness_against_a_part_is_one_against_the_whole():
    """Every call of a narrower question is one of the wider: all actions of the service in place of one."""
    for seed in range(FIRST, FIRST + COUNT // 5):
        _, policies, question, result = asked(seed)
        calls = question.about[0]
        prefix = calls.action.patterns[0].partition(":")[0]
        wide = Calls("wide", Element((f"{prefix}:*",)), calls.resource, calls.conditions)
        found = prove(policies, replace(question, about=(wide,)), ROLES).status
        if result.status is Status.REFUTED:
            assert found is Status.REFUTED, seed
        if found is Status.PROVEN:
            assert result.status is not Status.REFUTED, seed


def test_callers_of_every_kind_are_asked_about():
    """For all kinds together the answer is the worst of those for each kind alone."""
    for seed in range(FIRST, FIRST + COUNT // 2):
        made = dice(seed)
        policies, question = made.policies(), made.question()
        alone = [prove(policies, question, replace(SCENE, kinds=(kind,))).status for kind in SCENE.kinds]
        together = prove(policies, question, SCENE).status
        if Status.REFUTED in alone:
            assert together is Status.REFUTED, seed
        elif Status.PROVEN in alone:
            assert together is Status.PROVEN, seed
        else:
            assert together is Status.UNDECIDED, seed


def test_a_statement_that_never_matches_changes_no_answer():
    never = Statement(Effect.DENY, Element(("iam:NoSuchAction",)), EVERYTHING)
    for seed in range(FIRST, FIRST + COUNT // 2):
        _, policies, question, result = asked(seed)
        more = replace(policies, scps=(*policies.scps[:-1], (*policies.scps[-1], PolicyDocument((never,)))))
        assert prove(more, question, ROLES).status is result.status, seed


WIDE = (("s3:*",), ("iam:*",), ("*",), ("iam:Create*", "s3:*Object"), ("s3:Put*", "sqs:SendMessage"), ("*:*", "s3:*"))


def test_answers_about_many_actions_withstand_attack():
    """Patterns of actions stand for those of the catalog and for those to come, on whatever resource."""
    seen: Counter[str] = Counter()
    for seed in range(FIRST, FIRST + COUNT // 8):
        made = dice(seed)
        policies, question = made.policies(), made.question()
        wide = replace(question.about[0], action=Element(made.die.choice(WIDE)), resource_type="")
        result = prove(policies, replace(question, about=(wide,)), ROLES)
        seen[result.status.value] += 1
        if result.witness is not None:
            assert is_called(wide, result.witness.requests[0]), seed
            assert breaks(question.claim, policies, result.witness.requests[0]), seed
        if result.status is Status.PROVEN:
            for request in of_any_action(made, policies, wide):
                assert not breaks(question.claim, policies, request, surely=False), (seed, request)
                seen["attacks"] += 1
    print(dict(seen))
    assert seen["attacks"] > COUNT // 4


def of_any_action(made: Dice, policies: PolicySet, wide: Calls) -> list[Request]:
    """Requests of a wide question: of actions that the catalog knows, and of names near those that policies write."""
    found = []
    for name, resource_type in made.palette.types.items():
        calls = replace(wide, action=Element((name,)), resource_type=resource_type)
        found += Attacker(made.die, case_of(calls, made.palette, ROLES), calls, policies).requests(10)
    patterns = [one for row in _statements(policies) for one in row.action.patterns if ":" in one]
    names = {
        made_up(one, made.die) for one in (*patterns, *wide.action.patterns, "s3:", "iam:Create", "sqs:") if ":" in one
    }
    for name in sorted(one for one in names if not action(one)):
        calls = replace(wide, action=Element((name,)), resource_type="")
        case = case_of(calls, made.palette, ROLES)
        anywhere = replace(case, resources=("*", "arn:aws:s3:::{}", "arn:aws:iam::111122223333:{}"))
        found += Attacker(made.die, anywhere, calls, policies).requests(10)
    return [one for one in found if is_called(wide, one)]


def made_up(pattern: str, die: random.Random) -> str:
    """A name of a pattern, or one close to it."""
    prefix, _, name = pattern.partition(":")
    filled = "".join(
        die.choice(("", "New", "User", "Object")) if one == "*" else "q" if one == "?" else one for one in name
    )
    return f"{prefix.lower()}:{filled}{die.choice(('', '', 'Zz'))}" if filled else f"{prefix.lower()}:Future"


def _statements(policies: PolicySet) -> list[Statement]:
    return [row for level in policies.scps for document in level for row in document.statements]
