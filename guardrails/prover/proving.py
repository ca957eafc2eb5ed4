"""Whether a property holds of all requests of an account, with a witness where it does not.

A claim that calls are denied is asked as: is there a call of the set that no Deny matches and every level allows? First
with every doubt in favor of such a call; if even so there is none, it is proven. What is found is replayed by the
reference evaluator and the compiled decider, and only if both agree it is a witness.
"""

from __future__ import annotations

from guardrails.model.policy.document import PolicySet
from guardrails.model.proof import Breadth, Calls, Property, Result, Scene, Status
from guardrails.prover.languages.emptiness import OutOfBudget
from guardrails.prover.questions import Question
from guardrails.prover.slices.shapes import shape_of_calls
from guardrails.prover.variables.texts import Undecidable


def prove(policies: PolicySet, property: Property, scene: Scene) -> Result:
    """Return whether every call of the property is denied (or allowed) by `policies` in `scene`.

    A set without any call is undecided: a property about nothing says nothing. Raises ValueError where the policies
    hold a resource policy.
    """
    searched = 0
    doubts: dict[str, str] = {}
    notes: dict[str, None] = {}
    for calls in property.about:
        question = Question(policies, scene, property.claim, shape_of_calls(calls), property.breadth)
        witness = question.witness()
        searched += question.searched
        if witness is not None:
            return Result(Status.REFUTED, witness, calls.name, searched=searched)
        notes.update(question.by_accident)
        doubts.update((reason, calls.name) for reason in _reasons(question, calls))
    if not property.about:
        doubts["the property names no calls"] = ""
    if doubts:
        name = next(iter(doubts.values()))
        return Result(Status.UNDECIDED, None, name, "; ".join(doubts), tuple(notes), searched=searched)
    return Result(Status.PROVEN, notes=tuple(notes), searched=searched)


def _reasons(question: Question, calls: Calls) -> tuple[str, ...]:
    if question.doubts:
        return tuple(question.doubts)
    try:
        return () if question.inhabited() else (_no_such_call(question, calls),)
    except OutOfBudget as spent:
        return (f"the budget of {spent.budget} ran out",)
    except Undecidable as doubt:
        return (str(doubt),)


def _no_such_call(question: Question, calls: Calls) -> str:
    """Why a property says nothing: what it names is not sent, or not in an ordinary call."""
    reason = f"there is no such call: {calls.name} names none that AWS sends"
    if question.breadth is Breadth.EVERY:
        return reason
    regions = ", ".join(question.scene.regions)
    return f"{reason} as an ordinary call, to a Region of the organization ({regions}) and with values of AWS's form"
